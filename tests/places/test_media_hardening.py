"""Files made to harm: what would fill the memory, take for ever, or keep what was to be taken out."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import time
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from mutagen.ogg import OggPage
from PIL import Image

from places.actions import media
from places.media import boxes, documents, limits, matroska
from places.media.receiving import receive
from places.media.refusal import Refused
from tests.factories import make_initiative
from tests.places import test_media as usual

UNPACKED = 50 * limits.MB
OBJECTS = b"6 0 null "  # an object stream that holds one


def deflated(size: int) -> bytes:
    """An object stream that unpacks to so many bytes."""
    packer, blanks = zlib.compressobj(1), bytes(b" " * limits.MB)
    packed = [packer.compress(OBJECTS), *(packer.compress(blanks) for _ in range(size // limits.MB)), packer.flush()]
    return b"".join(packed)


def run_lengths(size: int) -> bytes:
    return bytes([len(OBJECTS) - 1]) + OBJECTS + b"\x81 " * (size // 128) + b"\x80"


def lzw(size: int) -> bytes:
    """Each code stands for one blank more than the one before, until the table is full and begun anew."""
    codes, made = [256, *OBJECTS], len(OBJECTS)
    while made < size:
        codes += [256, 32, *range(258, 4094)]
        made += sum(range(1, 3838))
    bits, width, known = [], 9, 258
    for code in [*codes, 257]:
        bits.append(f"{code:0{width}b}")
        known = 257 if code == 256 else known + 1
        width = 9 if known < 511 else 10 if known < 1023 else 11 if known < 2047 else 12
    written = "".join(bits)
    written += "0" * (-len(written) % 8)
    return int(written, 2).to_bytes(len(written) // 8)


def opening(filters: bytes, packed: bytes, kind: bytes = b"ObjStm") -> bytes:
    """A whole PDF of one page, with an object stream that must be unpacked to know what is in it."""
    written, begins = bytearray(b"%PDF-1.7\n"), []
    for content in (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/%s/N 1/First 4%s/Length %d>>\nstream\n%s\nendstream" % (kind, filters, len(packed), packed),
    ):
        begins.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (len(begins), content)
    at = len(written)
    rows = bytes(6) + b"".join(b"\1" + begin.to_bytes(4) + b"\0" for begin in [*begins, at]) + b"\2\0\0\0\4\0"
    said = b"5 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    return bytes(written) + said % (len(rows), rows) + b"startxref\n%d\n%%%%EOF\n" % at


FLATE = b"/Filter/FlateDecode"
BOMBS = {
    "as it is": lambda: opening(FLATE, deflated(UNPACKED)),
    "its name spelt otherwise": lambda: opening(FLATE, deflated(UNPACKED), b"Obj#53tm"),
    "packed twice": lambda: opening(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(deflated(UNPACKED), 9)),
    "behind a text that says stream": lambda: opening(b"/Note(stream\n)" + FLATE, deflated(UNPACKED)),
    "behind a long text": lambda: opening(b"/Note(" + b"a" * 3000 + b")" + FLATE, deflated(UNPACKED)),
    "in runs of one letter": lambda: opening(
        b"/Filter[/FlateDecode/RunLengthDecode]", zlib.compress(run_lengths(UNPACKED), 9)
    ),
    "by a table of words": lambda: opening(b"/Filter/LZWDecode", lzw(UNPACKED)),
    "locked by nobody": lambda: locked_by_nobody(),
}


def locked_by_nobody() -> bytes:
    document, out = pikepdf.new(), BytesIO()
    document.Root.Note = document.make_indirect(pikepdf.String(" " * UNPACKED))
    nobody = pikepdf.Encryption(owner="a", user="")
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=nobody)
    return out.getvalue()


@pytest.mark.parametrize("how", BOMBS)
def test_a_document_that_would_unpack_to_fill_the_memory_is_refused(how, monkeypatch):
    monkeypatch.setattr(limits, "DOCUMENT_MEMORY", 70 * limits.MB)
    bomb = BOMBS[how]()
    assert len(bomb) < limits.MB
    with pytest.raises(Refused, match="se déplierait"):
        receive(BytesIO(bomb))


class TestDocuments:
    @staticmethod
    def pages(**how) -> bytes:
        document, out = pikepdf.new(), BytesIO()
        for n in range(30):
            document.add_blank_page()
            document.pages[n].Contents = document.make_stream(b"BT (page) Tj ET " + random.Random(n).randbytes(200))
        document.save(out, **how)
        return out.getvalue()

    @pytest.mark.parametrize(
        "how",
        [
            {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
            {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
            {"linearize": True},
            {"linearize": True, "object_stream_mode": pikepdf.ObjectStreamMode.generate},
            {"qdf": True},
            {"encryption": pikepdf.Encryption(owner="a", user="")},
        ],
        ids=["plain", "packed", "for the web", "packed for the web", "for who reads it", "locked by nobody"],
    )
    def test_one_is_taken_whole_and_one_that_was_cut_short_is_refused(self, how):
        content = self.pages(**how)
        with pikepdf.open(BytesIO(receive(BytesIO(content)).content)) as kept:
            assert len(kept.pages) == 30
            assert all(b"(page)" in page.Contents.read_bytes() for page in kept.pages)
        for cut in (len(content) // 2, len(content) - 40, 900):
            with pytest.raises(Refused, match="PDF est incomplet"):
                receive(BytesIO(content[:cut]))

    @pytest.mark.parametrize("how", [["DCTDecode"], ["FlateDecode", "DCTDecode"]])
    def test_the_notes_of_a_photo_are_taken_out_however_it_is_packed(self, how):
        def packed(document):
            image = document.pages[0].Resources.XObject.I
            photo = usual.telling() if len(how) == 1 else zlib.compress(usual.telling())
            image.write(photo)
            image.Filter = pikepdf.Array([pikepdf.Name(f"/{name}") for name in how])
            image.DecodeParms = pikepdf.Array([None] * (len(how) - 1) + [pikepdf.Dictionary(ColorTransform=1)])

        got = receive(BytesIO(usual.TestSoundsFilmsAndDocuments.pdf(packed)))
        with pikepdf.open(BytesIO(got.content)) as kept:
            image = kept.pages[0].Resources.XObject.I
            photo = image.read_raw_bytes()
            assert not [mark for mark in (usual.SERIAL, usual.MAKER, usual.XMP, b"Exif") if mark in photo]
            assert image.DecodeParms.ColorTransform == 1
        with Image.open(BytesIO(photo)) as seen:
            assert seen.getpixel((5, 5))[0] > 150

    def test_one_that_takes_for_ever_is_given_up(self, monkeypatch):
        monkeypatch.setattr(limits, "DOCUMENT_SECONDS", 1)
        slow = usual.TestSoundsFilmsAndDocuments.pdf(crowd)
        with pytest.raises(Refused, match="se déplierait"):
            receive(BytesIO(slow))
        monkeypatch.setattr(limits, "DOCUMENT_PATIENCE", 0.01)
        with pytest.raises(Refused, match="se déplierait"):
            receive(BytesIO(self.pages()))

    def test_the_process_that_reads_them_knows_nothing_of_the_atlas(self):
        said = "import sys, places.media.pdfs; print([name for name in sys.modules if name.startswith(('django', 'atlas'))])"
        assert subprocess.check_output([sys.executable, "-c", said], cwd=settings.ROOT, text=True) == "[]\n"

    def test_when_it_does_not_even_begin_nobody_says_that_the_document_is_broken(self, monkeypatch):
        monkeypatch.setattr(documents, "READER", [sys.executable, "-m", "places.media.nowhere"])
        with pytest.raises(subprocess.CalledProcessError):
            receive(BytesIO(self.pages()))


def crowd(document: pikepdf.Pdf) -> None:
    document.Root.Note = pikepdf.Array([pikepdf.Array()] * 1_200_000)


def movie(header: bytes, *more: bytes, brand: bytes = b"isom") -> bytes:
    """The bones of an MP4 or M4A, which end with its header."""
    box = usual.box
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", b"the picture itself") + box(b"moov", *more, header)


def header(scale: int, length: int, version: int = 0) -> bytes:
    """Of a whole film, of 100 bytes or, in its second version, 112."""
    numbers = struct.pack(">IQ" if version else ">II", scale, length)
    return usual.box(b"mvhd", bytes([version]) + bytes(19 if version else 11), numbers, bytes(80))


def voice(samples: int, comments: bytes = bytes(8)) -> bytes:
    """An Ogg of so many samples, 48 000 a second."""
    first, last = OggPage(), OggPage()
    first.first, first.packets = True, [b"OpusHead\1\1" + struct.pack("<HIhB", 0, 48_000, 0, 0)]
    last.last, last.packets, last.position = True, [b"the voice itself"], samples
    pages = [first, *OggPage.from_packets([b"OpusTags" + comments]), last]
    return b"".join(page.write() for page in pages)


DAY = 86_400
FRAME = b"\xff\xfb\x90\x64" + bytes(413)  # of an MP3


class TestDurations:
    @pytest.mark.parametrize(
        ("content", "seconds"),
        [
            (movie(header(1, DAY)), DAY),
            (movie(header(1, DAY + 1)), None),
            (movie(header(1, 4_600_000_000_000_000_000, version=1)), None),
            (movie(header(1, 4_600_000_000_000_000_000, version=1), brand=b"M4A "), None),
            (voice(48_000 * 12), 12),
            (voice(4_608_000_000_000_000_000), None),
            (voice(-48_000), None),
        ],
        ids=["a day", "more", "MP4 of ages", "M4A of ages", "Ogg", "Ogg of ages", "Ogg of less than none"],
    )
    def test_one_that_cannot_be_is_told_as_unknown(self, db, content, seconds):
        draft = media.draft(make_initiative("Les Wateringues"), receive(BytesIO(content)), by=None, keeps_place=False)
        assert draft.duration == seconds

    @pytest.mark.parametrize(
        "short",
        [usual.box(b"mvhd"), usual.box(b"mvhd", bytes(16)), usual.box(b"mvhd", b"\1" + bytes(24))],
        ids=["empty", "short", "short in its second version"],
    )
    def test_a_film_whose_header_is_too_short_is_refused(self, short):
        with pytest.raises(Refused, match="incomplet"):
            receive(BytesIO(movie(short)))

    def test_whatever_a_reader_throws_is_a_refusal(self, monkeypatch):
        def broken(film):
            raise IndexError

        monkeypatch.setattr(boxes, "strip", broken)
        with pytest.raises(Refused, match="incomplet"):
            receive(BytesIO(usual.film()))


def ape(number: int) -> bytes:
    """So many tags, as other programs write them behind a sound."""
    items = b"".join(struct.pack("<II", 1, 0) + b"k%07d" % n + b"\0v" for n in range(number))
    return items + b"APETAGEX" + struct.pack("<IIII", 2000, len(items) + 32, number, 0) + bytes(8)


def element(name: int, content: bytes) -> bytes:
    return name.to_bytes((name.bit_length() + 7) // 8) + (1 << 56 | len(content)).to_bytes(8) + content


def webm(*parts: bytes) -> bytes:
    return element(0x1A45DFA3, b"\x42\x82\x84webm") + element(matroska.SEGMENT, b"".join(parts))


TRACKS = element(matroska.TRACKS, b"V_VP8")


MANY = 200_000
PIECES = {
    "boxes within a film": lambda: movie(header(1, 9), usual.box(b"abcd") * MANY),
    "boxes after a film": lambda: movie(header(1, 9)) + usual.box(b"free") * MANY,
    "elements": lambda: webm(TRACKS, b"\xec\x80" * MANY),
    "elements beside a title": lambda: webm(TRACKS, element(matroska.INFO, b"\xec\x80" * MANY)),
    "chunks": lambda: usual.GOOD["wav"]() + b"abcd\0\0\0\0" * MANY,
}
TAGS = {
    "ogg": lambda: voice(48_000, struct.pack("<II", 0, MANY) + (struct.pack("<I", 3) + b"a=b") * MANY),
    "id3": lambda: b"ID3\x03\0\0" + bytes([0, 73, 31, 0]) + b"TIT2\0\0\0\2\0\0\0a" * 100_000 + FRAME * 9,
    "ape": lambda: FRAME * 9 + ape(MANY) + b"TAG".ljust(128),
}


class TestCrowds:
    """Some million bytes that say little, over and over: each takes longer to look at than it took to send."""

    @pytest.mark.parametrize("which", PIECES)
    def test_a_file_of_too_many_pieces_is_refused(self, which):
        with pytest.raises(Refused, match="trop de morceaux"):
            receive(BytesIO(PIECES[which]()))

    def test_many_pieces_are_not_too_many(self):
        recorded = usual.box(b"moof", usual.box(b"traf", usual.box(b"trun"))) + usual.box(b"mdat")
        assert receive(BytesIO(movie(header(1, 9)) + recorded * 5_000)).duration == 9

    @pytest.mark.parametrize("which", TAGS)
    def test_tags_are_taken_out_however_many(self, which):
        content, begun = TAGS[which](), time.process_time()
        kept = receive(BytesIO(content)).content.getvalue()
        assert time.process_time() - begun < 3
        assert not [tag for tag in (b"a=b", b"TIT2", b"APETAG") if tag in kept]


class TestWhatIsTold:
    def test_a_film_does_not_say_when_it_was_made(self):
        made = struct.pack(">II", 3_900_000_001, 3_900_000_002)
        long = struct.pack(">QQ", 3_900_000_001, 3_900_000_002)
        track = usual.box(
            b"trak",
            usual.box(b"tkhd", bytes(4), made, bytes(72)),
            usual.box(b"mdia", usual.box(b"mdhd", b"\1", bytes(3), long, bytes(16))),
        )
        content = movie(usual.box(b"mvhd", bytes(4), made, struct.pack(">II", 1, 9), bytes(80)), track)
        got = receive(BytesIO(content))
        kept = got.content.getvalue()
        assert got.duration == 9
        assert not [mark for mark in (made, long, made[:4], made[4:]) if mark in kept]
        assert len(kept) == len(content)

    def test_webm_loses_its_title_its_day_and_what_wrote_it(self):
        told = {0xBF: b"sum!", 0x7BA9: usual.SERIAL, 0x4461: b"on a day", 0x7384: b"rosalie.webm", 0x5741: usual.MAKER}
        info = b"".join(element(name, said) for name, said in told.items()) + element(0x4D80, usual.MAKER)
        content = webm(element(matroska.INFO, info), TRACKS, element(0x1F43B675, b"pictures"))
        kept = receive(BytesIO(content)).content.getvalue()
        assert not [mark for mark in (usual.SERIAL, usual.MAKER, b"on a day", b"rosalie", b"sum!") if mark in kept]
        assert (len(kept), kept.index(b"pictures")) == (len(content), content.index(b"pictures"))
        assert receive(BytesIO(kept)).content.getvalue() == kept
        assert element(0x4D80, bytes(len(usual.MAKER))) in kept  # the format wants it to be there
