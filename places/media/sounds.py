"""Voices: how long they last, and without their tags, which tell names, devices and sometimes places."""

from __future__ import annotations

from typing import BinaryIO

from mutagen import MutagenError, id3
from mutagen.apev2 import APEv2
from mutagen.mp3 import MPEGInfo
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from places.choices import Format
from places.media import boxes, waves
from places.media.refusal import FAULTS, incomplete


def strip(sound: BinaryIO, found: Format) -> int:
    """Take the tags out of a file; how many seconds it lasts. `Refused` when it is broken."""
    if found == Format.WAV:
        return waves.strip(sound)
    if found == Format.M4A:
        return boxes.strip(sound).duration
    try:
        return _mp3(sound) if found == Format.MP3 else _ogg(sound)
    except (MutagenError, *FAULTS) as fault:
        raise incomplete() from fault


def _mp3(sound: BinaryIO) -> int:
    """What its tags say is not even read: a crowd of them would take minutes."""
    length = MPEGInfo(sound).length
    sound.seek(0)
    APEv2().delete(sound)
    sound.seek(0)
    id3.delete(sound)
    return round(length)


def _ogg(sound: BinaryIO) -> int:
    sound.seek(0)
    known = OggOpus if b"OpusHead" in sound.read(128) else OggVorbis
    sound.seek(0)
    read = known(sound)
    del read.tags[:]  # all at once: one by one, a crowd of them would take minutes
    sound.seek(0)
    read.delete(sound)
    return round(read.info.length)
