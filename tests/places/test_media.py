"""Photos, voices, documents and films: what is taken, what is left of it, who sees it."""

from __future__ import annotations

import json
import re
import struct
import wave
import zlib
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from atlas import settings as host
from community.media import tokens
from community.models import Block
from community.reviewing import freshness
from places import actions, states
from places.actions import media
from places.choices import Format, MediumKind, Question
from places.media import keeping, limits, links, matroska, shelf
from places.media.receiving import receive
from places.media.refusal import Refused
from places.models import Initiative, Medium
from tests.factories import LENS, make_initiative

SAMPLES = Path(__file__).resolve().parents[3] / "shared/samples/exif-photos"  # beside the project, when they are
SERIAL, MAKER, XMP = b"SN-4815162342", b"Rosalie's own camera", b"http://ns.adobe.com/xap/1.0/"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(size=(60, 40), mode="RGB") -> Image.Image:
    """Its left third is red, the rest blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 3, size[1]))
    return image.convert(mode)


def written(image: Image.Image, kind="JPEG", **how) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def exif(orientation=1, at=LENS, day="2012:05:03 10:00:00") -> Image.Exif:
    told = Image.Exif()
    told[0x0112], told[0x010F] = orientation, MAKER.decode()
    told.get_ifd(0x8769).update({0x9003: day, 0xA431: SERIAL.decode()})
    lon, lat = at
    told.get_ifd(0x8825).update(
        {1: "N", 2: (int(lat), (lat % 1) * 60, 0.0), 3: "E", 4: (int(lon), (lon % 1) * 60, 0.0)}
    )
    return told


def telling(kind="JPEG", orientation=1, **how) -> bytes:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SERIAL + b"</x:xmpmeta>"
    return written(picture(), kind, exif=exif(orientation).tobytes(), xmp=xmp, **how)


def sent(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored() -> dict[str, bytes]:
    folders = [""] + default_storage.listdir("")[0]
    names = [f"{folder}/{name}".lstrip("/") for folder in folders for name in default_storage.listdir(folder)[1]]
    return {name: default_storage.open(name).read() for name in names}


@pytest.fixture(autouse=True)
def _empty_shelf():
    for name in stored():
        default_storage.delete(name)


@pytest.fixture
def sheet(db) -> Initiative:
    facts = {"name": "Les Wateringues", "country": "FR", "point": [*LENS], "precision": "site", "resources": ["water"]}
    return actions.create(facts, by=None)


@pytest.fixture
def rosalie(db) -> User:
    return User.objects.create_superuser("rosalie")


@pytest.fixture
def jean(db) -> User:
    """Whose changes wait."""
    return User.objects.create_user("jean")


def shown(initiative, content=None, *, shown=True, by=None, keeps_place=True, **words) -> Medium:
    draft = media.draft(initiative, receive(BytesIO(content or telling())), by=by, keeps_place=keeps_place)
    words = {"author": "Jean", "alternative": "Un puits.", "caption": "Le puits"} | words
    media.hand_in(initiative, {draft: words}, by=by, shown=shown)
    draft.refresh_from_db()
    return draft


class TestWhatIsTaken:
    @pytest.mark.parametrize(("orientation"), range(1, 9))
    def test_a_photo_stands_upright(self, orientation):
        turn = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        lying = picture().transpose(turn[orientation]) if orientation in turn else picture()
        got = receive(BytesIO(written(lying, exif=exif(orientation).tobytes(), quality=95)))
        assert (got.width, got.height) == (60, 40)
        for content in (got.content, *got.thumbnails.values()):
            with Image.open(BytesIO(content)) as upright:
                red, blue = upright.getpixel((5, 20)), upright.getpixel((50, 20))
            assert red[0] > 150 > red[2]
            assert blue[2] > 150 > blue[0]

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
    def test_day_and_place_are_read_once_and_nothing_of_them_is_left(self, kind):
        content = telling(kind)
        assert SERIAL in content
        got = receive(BytesIO(content))
        assert got.kind == MediumKind.PHOTO
        assert str(got.taken_on) == "2012-05-03"
        assert got.position == pytest.approx(LENS, abs=1e-4)
        for kept in (got.content, *got.thumbnails.values()):
            assert not [mark for mark in (SERIAL, MAKER, XMP, b"xmpmeta", b"Exif", b"EXIF", b"eXIf") if mark in kept]
        assert got.format == (Format.JPEG if kind == "HEIF" else Format({"JPEG": "jpg"}.get(kind, kind.lower())))

    def test_no_comment_no_profile_and_no_text_of_a_photo_is_left(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        for content in (
            written(picture(), comment=SERIAL, icc_profile=profile),
            written(picture(mode="P"), "PNG", icc_profile=profile),
            written(picture(mode="CMYK")),
            written(Image.new("I;16", (20, 20), 999), "PNG"),
        ):
            got = receive(BytesIO(content))
            assert SERIAL not in got.content
            with Image.open(BytesIO(got.content)) as kept:
                assert {*kept.info} <= {
                    "jfif",
                    "jfif_version",
                    "jfif_unit",
                    "jfif_density",
                    "progressive",
                    "progression",
                }

    def test_transparency_and_sixteen_bits_are_kept_to_the_eye(self):
        half = Image.new("RGBA", (10, 10), (*RED, 128))
        with Image.open(BytesIO(receive(BytesIO(written(half, "PNG"))).content)) as kept:
            assert kept.getpixel((5, 5)) == (*RED, 128)
        deep = Image.new("I;16", (10, 10), 128 * 256)
        with Image.open(BytesIO(receive(BytesIO(written(deep, "PNG"))).content)) as kept:
            assert kept.getpixel((5, 5)) == 128

    def test_thumbnails_are_two_and_never_wider_than_the_photo(self):
        assert [*receive(BytesIO(written(picture((3000, 20))))).thumbnails] == [480, 1280]
        assert [*receive(BytesIO(written(picture((600, 400))))).thumbnails] == [480, 600]
        assert [*receive(BytesIO(written(picture((9, 6))))).thumbnails] == [9]

    @pytest.mark.parametrize("day", ["0000:00:00 00:00:00", "2999:01:01 00:00:00", "hier", "2012:13:45 0", "\x00"])
    def test_a_day_that_cannot_be_is_no_day(self, day):
        got = receive(BytesIO(written(picture(), exif=exif(day=day).tobytes())))
        assert got.taken_on is None
        assert got.position

    def test_a_camera_without_satellites_was_not_off_africa(self):
        assert receive(BytesIO(written(picture(), exif=exif(at=(0, 0)).tobytes()))).position is None

    @pytest.mark.skipif(not SAMPLES.exists(), reason="real photos are not here")
    def test_real_photos_tell_their_place_to_us_and_to_nobody_after(self):
        for path in SAMPLES.glob("*.jpg"):
            got = receive(BytesIO(path.read_bytes()))
            with_place = path.stem.startswith("DSCN")
            assert bool(got.position) == with_place, path.name
            if with_place:
                assert got.position == pytest.approx((11.88, 43.46), abs=0.02)
            for kept in (got.content, *got.thumbnails.values()):
                assert not [mark for mark in (b"Exif", b"NIKON", b"Canon", b"Photoshop", b"http://") if mark in kept]
        turned = receive(BytesIO((SAMPLES / "landscape_6.jpg").read_bytes()))
        assert turned.width > turned.height
        upright = receive(BytesIO((SAMPLES / "portrait_3.jpg").read_bytes()))
        assert upright.height > upright.width


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it is as large as that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


ZIP_END = b"PK\x05\x06" + bytes(18)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "vide"),
            (b"Bonjour, je suis une photo.", "un fichier de texte"),
            (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "un dessin SVG"),
            (b"\xef\xbb\xbf <svg onload='alert(1)'/>", "un dessin SVG"),
            (b"<!doctype html><script>1</script>", "une page web"),
            (b"GIF89a" + written(picture()), "une image GIF"),
            (written(picture(), comment=b"GIF89a/*").replace(b"\xff\xe0", b"\xff\xe0", 1), "une image GIF"),
            (written(picture()) + ZIP_END, "une archive ZIP"),
            (written(picture(), comment=b"%PDF-1.7"), "un document PDF"),
            (written(picture(), comment=b"<script>alert(1)</script>"), "une page web"),
            (b"PK\x03\x04" + bytes(50), "une archive ZIP"),
            (b"MZ" + bytes(50), "un programme"),
            (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "un film QuickTime"),
            (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf", "une image AVIF"),
            (b"\x01\x02\x03" * 50, "que nous ne connaissons pas"),
            (telling()[:-400], "incomplète ou abîmée"),
            (telling()[:60], "abîmée"),
            (telling("PNG")[:-60], "incomplète ou abîmée"),
            (telling("WEBP")[:-200], "abîmée"),
            (telling("HEIF")[:-200], "abîmée"),
            (png_bomb(9_000, 9_000), "9000 × 9000 pixels"),
            (png_bomb(20_000, 20_000), "trop de pixels"),
            (b"\xff\xfb\x90\x64" + b"\x00" * 40, "incomplet ou abîmé"),
            (b"OggS" + bytes(24) + b"OpusHead", "incomplet ou abîmé"),
            (b"%PDF-1.7\nrien", "PDF est incomplet"),
        ],
    )
    def test_what_it_is_is_said(self, content, says):
        with pytest.raises(Refused, match=re.escape(says)):
            receive(BytesIO(content))

    def test_a_file_too_heavy_for_its_kind(self, monkeypatch):
        monkeypatch.setitem(receive.__globals__["MOST"], MediumKind.PHOTO, 100)
        with pytest.raises(Refused, match="trop lourd : 1 ko"):
            receive(BytesIO(telling()))


def box(kind: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I", 8 + len(content)) + kind + content


def film(*extra: bytes, handler=b"vide") -> bytes:
    """The bones of an MP4 of 12 s, 320 × 180."""
    mvhd = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 12_000), bytes(80))
    matrix = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    tkhd = box(b"tkhd", bytes(40), matrix, struct.pack(">II", 320 << 16, 180 << 16))
    trak = box(
        b"trak", tkhd, box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12))), box(b"udta", b"\xa9xyz" + SERIAL)
    )
    place = box(b"udta", box(b"\xa9xyz", b"+50.4330+002.8279/"), box(b"meta", SERIAL))
    ftyp = box(b"ftyp", b"isom", bytes(4), b"isommp42")
    return (
        ftyp
        + box(b"moov", mvhd, trak, place)
        + box(b"uuid", XMP)
        + box(b"mdat", b"the picture itself")
        + b"".join(extra)
    )


class TestSoundsFilmsAndDocuments:
    def test_a_film_keeps_its_pictures_and_loses_its_place_without_moving_a_byte(self):
        content = film()
        got = receive(BytesIO(content))
        kept = got.content.getvalue()
        assert (got.kind, got.duration, got.width, got.height) == (MediumKind.FILM, 12, 320, 180)
        assert len(kept) == len(content)
        assert kept.index(b"the picture itself") == content.index(b"the picture itself")
        assert not [mark for mark in (SERIAL, XMP, b"+50.4330", b"udta") if mark in kept]

    def test_a_film_with_its_road_in_it_is_refused(self):
        with pytest.raises(Refused, match="trace des lieux"):
            receive(BytesIO(film(handler=b"meta")))

    @pytest.mark.parametrize("cut", [20, 60, 200])
    def test_a_film_cut_short_is_refused(self, cut):
        with pytest.raises(Refused, match="incomplet"):
            receive(BytesIO(film()[:-cut]))

    def test_webm_loses_its_tags(self):
        def element(name: int, content: bytes) -> bytes:
            return name.to_bytes((name.bit_length() + 7) // 8) + bytes([0x80 | len(content)]) + content

        tags = element(0x1254C367, SERIAL)
        content = element(0x1A45DFA3, element(0x4282, b"webm"))
        content += element(0x18538067, element(matroska.TRACKS, b"V_VP8") + tags + element(0x1F43B675, b"pictures"))
        kept = receive(BytesIO(content)).content.getvalue()
        assert SERIAL not in kept
        assert (len(kept), kept.index(b"pictures")) == (len(content), content.index(b"pictures"))
        assert receive(BytesIO(kept)).content.getvalue() == kept

    def test_wav_tells_how_long_it_lasts_and_not_by_which_recorder(self):
        out = BytesIO()
        with wave.open(out, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(b"\x01\x02" * 8000 * 3)
        content = out.getvalue() + b"bext" + struct.pack("<I", len(SERIAL) + 1) + SERIAL + bytes(1)
        got = receive(BytesIO(content))
        assert (got.kind, got.duration) == (MediumKind.VOICE, 3)
        assert SERIAL not in got.content.getvalue()
        assert b"\x01\x02" * 8000 in got.content.getvalue()

    def test_mp3_loses_its_tags(self):
        frame = b"\xff\xfb\x90\x64" + bytes(413)
        tag = b"TPE1" + struct.pack(">I", len(SERIAL) + 1) + bytes(3) + SERIAL
        content = b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(tag)]) + tag + frame * 77 + b"TAG" + SERIAL.ljust(125)
        got = receive(BytesIO(content))
        assert (got.kind, got.duration) == (MediumKind.VOICE, 2)
        assert got.content.getvalue() == frame * 77

    @staticmethod
    def pdf(change=lambda document: None) -> bytes:
        document = pikepdf.new()
        document.add_blank_page()
        document.docinfo["/Author"] = SERIAL.decode()
        image = document.make_stream(telling(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.Filter = pikepdf.Name.DCTDecode
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        document.Root.Metadata = document.make_stream(b"<x:xmpmeta>" + SERIAL)
        change(document)
        out = BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    def test_a_document_loses_its_author_and_the_notes_of_its_photos(self):
        content = self.pdf()
        assert MAKER in content
        got = receive(BytesIO(content))
        assert got.kind == MediumKind.DOCUMENT
        assert not [mark for mark in (SERIAL, MAKER, XMP, b"Exif") if mark in got.content]
        with pikepdf.open(BytesIO(got.content)) as kept:
            assert len(kept.pages) == 1
            photo = kept.pages[0].Resources.XObject.I.read_raw_bytes()
            assert Image.open(BytesIO(photo)).getpixel((5, 20))[0] > 150

    def test_a_document_that_runs_or_hides_something_is_refused(self):
        def runs(document):
            document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

        def launches(document):
            action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
            document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])

        def hides(document):
            document.attachments["photo.exe"] = b"MZ"

        for change, says in ((runs, "un programme"), (launches, "un programme"), (hides, "un autre fichier")):
            with pytest.raises(Refused, match=says):
                receive(BytesIO(self.pdf(change)))

    def test_a_locked_document_is_refused(self):
        with pikepdf.open(BytesIO(self.pdf())) as document:
            out = BytesIO()
            document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        with pytest.raises(Refused, match="mot de passe"):
            receive(BytesIO(out.getvalue()))


GOOD = {
    "jpeg": telling,
    "png": lambda: telling("PNG"),
    "webp": lambda: telling("WEBP"),
    "heic": lambda: telling("HEIF"),
    "mp4": film,
    "pdf": TestSoundsFilmsAndDocuments.pdf,
    "mp3": lambda: b"ID3\x03\x00\x00\x00\x00\x00\x05hello" + (b"\xff\xfb\x90\x64" + bytes(413)) * 9,
    "wav": lambda: (
        b"RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(8) + b"\x01" * 8 + b"data\x08\x00\x00\x00" + bytes(8)
    ),
    "webm": lambda: b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x8a\x16\x54\xae\x6b\x80\xec\x83abc",
    "ogg": lambda: b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(9),
}


@pytest.mark.parametrize("kind", GOOD)
@given(data=st.data())
def test_whatever_is_broken_in_a_file_it_is_taken_or_refused_and_never_an_error(kind, data):
    content = bytearray(GOOD[kind]())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    broken = BytesIO(content[: data.draw(st.integers(1, len(content)))])
    with suppress(Refused):
        receive(broken)


class TestFilmsElsewhere:
    @pytest.mark.parametrize(
        ("address", "url"),
        [
            ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
            ("https://youtu.be/dQw4w9WgXcQ?si=suivi", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
            ("youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
            ("https://vimeo.com/123456789", "https://vimeo.com/123456789"),
            ("https://player.vimeo.com/video/123456789", "https://vimeo.com/123456789"),
            ("https://www.dailymotion.com/video/x8abcd_un-titre", "https://www.dailymotion.com/video/x8abcd"),
            ("https://dai.ly/x8abcd", "https://www.dailymotion.com/video/x8abcd"),
            ("https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv", "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv"),
        ],
    )
    def test_an_address_as_people_copy_it_names_the_film(self, address, url):
        assert links.parse(address).url == url

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "javascript:alert(1)",
            "https://www.youtube.com/",
            "https://www.youtube.com/watch?v=<script>",
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://user@youtube.com:80/watch?v=dQw4w9WgXcQ",
            "https://127.0.0.1/w/kkGMgK9ZtnKfYAgnEtQxbv",
            "https://[::1",
            "x" * 400,
        ],
    )
    def test_any_other_address_is_refused_with_a_sentence(self, address):
        with pytest.raises(Refused, match="Nous ne reconnaissons pas ce film"):
            links.parse(address)


class TestHistory:
    def test_what_is_shown_is_part_of_the_sheet_and_can_be_undone(self, sheet, rosalie):
        medium = shown(sheet, by=rosalie)
        added = sheet.revisions.get(number=2)
        assert (added.author, added.parts) == (rosalie, [f"media.{medium.pk}"])
        assert states.replayed(sheet.revisions.order_by("number").values_list("changes", flat=True)) == states.state(
            sheet
        )
        undone = actions.revert(added, by=rosalie)
        assert not sheet.media.standing().exists()
        assert set(stored()) == set(medium.names)
        actions.revert(undone, by=rosalie)
        assert sheet.media.standing().get().caption == "Le puits"

    def test_other_words_are_a_change_and_two_people_collide_only_on_the_same_medium(self, sheet, rosalie):
        one, two = shown(sheet), shown(sheet)
        base = Initiative.objects.get(pk=sheet.pk).version
        for medium, words in ((one, "Le vieux puits"), (two, "Le canal")):
            wanted = {states.media_part(medium): states.words(medium) | {"caption": words}}
            actions.revise(sheet, wanted, base=base, by=rosalie)
        assert [medium.caption for medium in sheet.media.standing()] == ["Le vieux puits", "Le canal"]
        with pytest.raises(actions.Clashed):
            actions.revise(sheet, {states.media_part(one): None}, base=base, by=rosalie)

    def test_nothing_that_waits_gets_in_by_a_change_of_the_sheet(self, sheet, rosalie):
        waiting = shown(sheet, shown=False)
        assert sheet.revisions.count() == 1
        with pytest.raises(ValidationError, match="a été effacé"):
            actions.revise(
                sheet, {states.media_part(waiting): states.words(waiting) | {"caption": "x"}}, base=1, by=rosalie
            )
        assert not sheet.media.standing().exists()

    def test_what_is_handed_in_twice_is_as_it_was_the_first_time(self, sheet):
        medium = shown(sheet, shown=False)
        assert media.hand_in(sheet, {medium: {"author": "Autre"}}, by=None, shown=True) is None
        medium.refresh_from_db()
        assert (medium.shown, medium.author) == (False, "Jean")

    def test_the_history_tells_of_it_in_words(self, client, sheet, rosalie):
        medium = shown(sheet, by=rosalie)
        actions.revise(sheet, {states.media_part(medium): None}, base=2, by=rosalie)
        pages = [f"/fr/initiatives/{sheet.slug}/history/{tail}" for tail in ("2/", "3/", "2/sheet/", "3/undo/", "")]
        for page in [*pages, f"{pages[-1]}?part={states.media_part(medium)}", "/fr/changes/atom.xml"]:
            assert client.get(page).status_code == 200, page
        assert "<ins>Le puits</ins>" in client.get(pages[0]).content.decode()
        assert "<del>Le puits</del>" in client.get(pages[1]).content.decode()

    def test_neither_place_nor_consent_is_in_the_history(self, sheet):
        shown(sheet, portrait=True, consent="Zoé, par écrit")
        told = str([*sheet.revisions.values_list("changes", flat=True)])
        assert "Zoé" not in told
        assert told.count(str(LENS[0])) == 1  # the sheet's own

    def test_files_stay_until_they_are_purged(self, sheet, rosalie):
        medium = shown(sheet, by=rosalie)
        actions.revise(sheet, {states.media_part(medium): None}, base=2, by=rosalie, note="floue")
        draft = media.draft(sheet, receive(BytesIO(telling())), by=None, keeps_place=False)
        assert media.purge() == 0
        past = "2012-01-01T00:00Z"
        Medium.objects.filter(pk=medium.pk).update(removed_at=past)
        Medium.objects.filter(pk=draft.pk).update(at=past)
        call_command("purge_media")
        assert not Medium.objects.exists()


class TestPlaces:
    def test_a_photo_is_placed_when_its_sender_agrees_and_the_sheet_is_exact(self, sheet):
        assert shown(sheet).point.coords == pytest.approx(LENS, abs=1e-4)
        assert shown(sheet, keeps_place=False).point is None

    @pytest.mark.parametrize("precision", ["village", "city", "region", "hidden"])
    def test_a_vaguer_sheet_keeps_no_point_before_or_after(self, sheet, rosalie, precision):
        waiting, standing = shown(sheet, shown=False), shown(sheet)
        wanted = {"precision": precision, "point": None if precision == "hidden" else [3, 50]}
        actions.revise(sheet, wanted, base=2, by=rosalie)
        draft = media.draft(sheet, receive(BytesIO(telling())), by=None, keeps_place=True)  # by a form opened before
        media.hand_in(sheet, {draft: {"author": "a"}}, by=None, shown=True)
        media.publish(waiting, by=rosalie)
        assert [*Medium.objects.values_list("point", flat=True)] == [None, None, None]
        assert standing.pk


class TestWhoSeesIt:
    def test_what_waits_is_seen_by_who_looks_at_it_and_by_nobody_who_has_its_address(
        self, client, sheet, rosalie, jean
    ):
        medium = shown(sheet, shown=False, by=jean)
        addresses = [medium.url, *(url for _, url in medium.sizes), medium.get_absolute_url()]
        for person in (None, jean):
            if person:
                client.force_login(person)
            assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
            assert medium.file not in client.get(sheet.get_absolute_url()).content.decode()
        assert (
            client.get(f"{medium.url}?sent={tokens.signed([medium])}").headers["Cache-Control"] == "private, no-store"
        )
        assert client.get(f"{medium.url}?sent={tokens.signed([])}").status_code == 404
        client.force_login(rosalie)
        assert client.get(medium.url).status_code == 200
        assert [*Medium.objects.waiting()] == [medium]

        revision = media.publish(medium, by=rosalie)
        assert revision.author == jean
        client.logout()
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
        assert media.publish(medium, by=rosalie) is None

    def test_what_was_refused_or_removed_or_is_of_a_sheet_taken_out_is_seen_by_nobody(self, client, sheet, rosalie):
        refused, removed, orphan = shown(sheet, shown=False), shown(sheet), shown(sheet)
        keeping.refuse(refused, reason="ce n’est pas un puits")
        actions.revise(sheet, {states.media_part(removed): None}, base=3, by=rosalie)
        actions.remove([sheet], by=rosalie, note="doublon")
        assert [client.get(medium.url).status_code for medium in (refused, removed, orphan)] == [404, 404, 404]
        assert not Medium.objects.waiting().exists()

    def test_an_unknown_file_is_not_found(self, client, sheet):
        medium = shown(sheet)
        for name in ("00/" + "0" * 32 + ".jpg", medium.file.replace(".jpg", "-7.webp"), "../secret_key", "aa/b.jpg"):
            assert client.get(f"/media/{name}").status_code == 404


class TestKeeping:
    def test_a_file_is_kept_even_where_python_leaves_assertions_out(self):
        source = Path(shelf.__file__).read_text()
        exec(compile(source, shelf.__file__, "exec", optimize=1), optimised := {"__name__": "optimised"})
        assert optimised["keep"]("aa/photo.jpg", b"seen") == 4
        assert stored() == {"aa/photo.jpg": b"seen"}

    def test_no_file_takes_the_place_of_another(self):
        shelf.keep("aa/photo.jpg", b"first")
        with pytest.raises(FileExistsError):
            shelf.keep("aa/photo.jpg", b"second")
        assert stored() == {"aa/photo.jpg": b"first"}


class TestServing:
    def test_files_are_what_they_are_for_a_day_and_nothing_runs_in_them(self, client, sheet):
        photo = client.get(shown(sheet).url, headers={"Accept-Encoding": "gzip"})
        document = client.get(shown(sheet, TestSoundsFilmsAndDocuments.pdf()).url)
        assert photo.headers["Content-Type"] == "image/jpeg"
        assert photo.headers["Content-Disposition"] == 'inline; filename="le-puits.jpg"'
        assert "Content-Encoding" not in photo.headers
        assert document.headers["Content-Disposition"].startswith("attachment;")
        for answer in (photo, document):
            assert answer.headers["Cache-Control"] == "public, max-age=86400"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"].endswith("sandbox")
            assert "Cookie" not in answer.headers.get("Vary", "")
        client.force_login(User.objects.create_user("jean"))
        assert client.get(photo.request["PATH_INFO"]).headers["Cache-Control"] == photo.headers["Cache-Control"]
        again = client.get(photo.request["PATH_INFO"], headers={"If-None-Match": photo.headers["ETag"]})
        assert again.status_code == 304

    def test_one_that_was_taken_out_is_gone_where_it_was_kept_as_well(self, client, sheet, rosalie):
        medium = shown(sheet, portrait=True, consent="Zoé, de vive voix")
        tag = client.get(medium.url).headers["ETag"]
        actions.revise(sheet, {states.media_part(medium): None}, base=2, by=rosalie, note="Zoé ne veut plus")
        assert client.get(medium.url, headers={"If-None-Match": tag}).status_code == 404

    @pytest.mark.parametrize(
        ("asked", "status", "start", "end"),
        [
            ("bytes=0-", 206, 0, None),
            ("bytes=10-19", 206, 10, 20),
            ("bytes=-7", 206, -7, None),
            ("bytes=10-99999999", 206, 10, None),
            ("bytes=99999999-", 416, 0, 0),
            ("bytes=-0", 416, 0, 0),
            ("bytes=9-3", 200, 0, None),
            ("bytes=0-1,5-6", 200, 0, None),
            ("bytes=-", 200, 0, None),
            ("octets", 200, 0, None),
        ],
    )
    def test_a_player_may_ask_for_a_part(self, client, sheet, asked, status, start, end):
        medium = shown(sheet, film())
        whole = stored()[medium.file]
        answer = client.get(medium.url, headers={"Range": asked, "Accept-Encoding": "gzip"})
        got = answer.content if status == 416 else b"".join(answer.streaming_content)
        assert (answer.status_code, got) == (status, whole[start:end])
        if status == 206:
            first = start % len(whole)
            assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(got) - 1}/{len(whole)}"
            assert answer.headers["Content-Length"] == str(len(got))
        stale = client.get(medium.url, headers={"Range": asked, "If-Range": '"another"'})
        assert stale.status_code == 200

    def test_one_setting_keeps_media_in_a_store_instead_of_a_folder(self):
        folder = host.media_store("")
        assert folder["OPTIONS"]["location"] == host.VAR / "media"
        store = host.media_store("s3://KEY:a%2Fb@s3.example.org:9000/atlas?region=fr-par")
        made = storages.create_storage(store)
        assert type(made).__module__ == "storages.backends.s3"
        assert (made.bucket_name, made.endpoint_url, made.region_name) == (
            "atlas",
            "https://s3.example.org:9000",
            "fr-par",
        )
        assert (made.access_key, made.secret_key, made.default_acl) == ("KEY", "a/b", "private")


class TestPages:
    def test_the_sheet_and_its_media_cost_the_same_whatever_their_number(self, client, sheet):
        def queries(address: str) -> int:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(address).status_code == 200
            return len(asked)

        first = shown(sheet)
        pages = (sheet.get_absolute_url(), first.get_absolute_url())
        for page in pages:
            client.get(page)  # reads what is kept in memory
        few = [queries(page) for page in pages]
        for _ in range(19):
            shown(sheet)
        for page in pages:
            client.get(page)
        assert [queries(page) for page in pages] == few
        assert client.get(pages[0]).content.decode().count('<img src="/media/') == 20

    def test_a_photo_keeps_its_place_on_the_page_and_tells_who_made_it(self, client, sheet):
        medium = shown(sheet, written(picture((3000, 2000))), alternative="Un « puits »", author="<b>Jean</b>")
        text = client.get(sheet.get_absolute_url()).content.decode()
        [image] = re.findall(r"<img src=\"/media/[^>]*>", text)
        assert re.search(r'srcset="\S+-480\.webp 480w, \S+-1280\.webp 1280w"', image)
        assert 'width="3000" height="2000" alt="Un « puits »"' in image
        assert "&lt;b&gt;Jean&lt;/b&gt;" in text
        assert "licenses/by-sa/4.0/deed.fr" in text
        assert medium.get_absolute_url() in text

    def test_a_film_elsewhere_is_asked_for_by_nobody_before_the_reader_goes_there(self, client, sheet):
        draft = media.draft_link(sheet, links.parse("https://youtu.be/dQw4w9WgXcQ"), by=None)
        media.hand_in(sheet, {draft: {"author": "Jean", "caption": "La fête"}}, by=None, shown=True)
        for page in (sheet.get_absolute_url(), draft.get_absolute_url()):
            text = client.get(page).content.decode()
            assert re.findall(r"<[^>]*youtube[^>]*>", text) == [
                '<a class="button" href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" target="_blank" '
                'rel="noopener noreferrer external">'
            ]
            assert "YouTube saura que vous l’avez regardé" in text

    def test_words_in_another_language_say_so(self, client, sheet):
        medium = shown(sheet, language="ar", caption="البئر", alternative="بئر قديم")
        text = client.get(medium.get_absolute_url()).content.decode()
        assert 'lang="ar" dir="auto">البئر' in text
        assert "Texte en arabe" in text


def ways(sheet: Initiative) -> str:
    return f"/fr/initiatives/{sheet.slug}/media/add/"


SIGNED = {"author": "Jean", "licence": "by"}


class TestSending:
    @pytest.fixture(autouse=True)
    def _known(self, client, jean):
        client.force_login(jean)

    def send(self, client, sheet, *contents, **fields):
        files = [sent(content, f"photo{n}.jpg") for n, content in enumerate(contents)]
        return client.post(ways(sheet), SIGNED | {"files": files} | fields)

    def words(self, client, page, **changed):
        """The second form, as the page gives it, with the words of every draft."""
        fields = {}
        for draft in Medium.objects.drafts():
            given = {"caption": "Le puits", "alternative": "Un puits.", "language": "fr"} | changed
            fields |= {f"{draft.pk}-{name}": value for name, value in given.items()}
        return client.post(page, fields)

    def test_several_photos_are_sent_then_captioned_and_shown(self, client, sheet, rosalie):
        client.force_login(rosalie)
        second = self.send(client, sheet, telling(), telling("PNG"))
        assert second.status_code == 302
        page = client.get(second["Location"]).content.decode()
        previews = re.findall(r'srcset="([^ ]+) ', page)
        assert [client.get(url).status_code for url in previews] == [200, 200]
        done = self.words(client, second["Location"])
        assert done["Location"] == f"{sheet.get_absolute_url()}#media"
        one, two = sheet.media.standing()
        assert (one.author, one.licence, one.added_by, one.point) == ("Jean", "by", rosalie, None)
        assert sheet.revisions.get(number=2).parts == [states.media_part(one), states.media_part(two)]
        assert not [name for name, content in stored().items() if SERIAL in content or MAKER in content]
        assert self.words(client, second["Location"])["Location"] == done["Location"]  # sent twice
        assert sheet.media.count() == 2

    @pytest.mark.parametrize("keeps", [True, False])
    def test_the_place_is_kept_only_when_asked(self, client, sheet, rosalie, keeps):
        client.force_login(rosalie)
        self.send(client, sheet, telling(), **({"keeps_place": "on"} if keeps else {}))
        assert bool(Medium.objects.get().point) is keeps
        assert 'name="keeps_place" id="id_keeps_place">' in client.get(ways(sheet)).content.decode()  # off by default

    def test_a_sheet_without_an_exact_place_does_not_offer_to_keep_it(self, client, db, rosalie):
        client.force_login(rosalie)
        hidden = make_initiative("Refuge", None)
        assert "keeps_place" not in client.get(ways(hidden)).content.decode()
        self.send(client, hidden, telling(), keeps_place="on")
        assert Medium.objects.get().point is None

    def test_what_was_typed_and_what_was_taken_survive_a_refused_file(self, client, sheet):
        page = self.send(client, sheet, b"GIF89a", telling(), address="https://example.org/", author="Zoé ☂")
        text = page.content.decode()
        assert page.status_code == 200
        assert "photo0.jpg\u202f: C’est une image GIF" in text.replace("\xa0", "\u202f")
        assert "Nous ne reconnaissons pas ce film" in text
        assert 'value="Zoé ☂"' in text
        assert 'value="https://example.org/"' in text
        assert "1 fichier est déjà reçu" in text
        [token] = re.findall(r'name="sent" value="([^"]+)"', text)
        done = client.post(ways(sheet), SIGNED | {"sent": token})
        assert done.status_code == 302
        assert client.get(done["Location"]).content.decode().count("<legend>Photo") == 1

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({}, "Choisissez au moins un fichier"),
            ({"author": ""}, "Ce champ est obligatoire"),
            ({"author": "a\x00b"}, "signes invisibles"),
            ({"author": "a" * 1_000_000}, "200 caractères"),
            ({"author": "\u202egnp.exe"}, "signes invisibles"),
            ({"licence": "mine"}, "mine"),
            ({"sent": "forged:token"}, "Choisissez au moins un fichier"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, client, sheet, fields, says):
        page = client.post(ways(sheet), SIGNED | fields)
        assert page.status_code == 200
        assert says in page.content.decode()
        assert not Medium.objects.exists()

    def test_a_form_too_heavy_says_so_and_keeps_its_words(self, client, sheet, monkeypatch):
        monkeypatch.setattr(limits, "REQUEST_BYTES", 900)
        page = self.send(client, sheet, telling())
        assert "trop lourd" in page.content.decode()
        assert 'value="Jean"' in page.content.decode()
        assert not Medium.objects.exists()

    def test_a_sheet_where_much_waits_takes_no_more(self, client, sheet, monkeypatch):
        monkeypatch.setattr(limits, "UNSEEN_PER_SHEET", 1)
        self.send(client, sheet, telling())
        assert "revenez un peu plus tard" in self.send(client, sheet, telling()).content.decode()
        assert Medium.objects.count() == 1

    def test_who_has_sent_much_that_nobody_has_seen_waits_as_well_on_whatever_sheet(
        self, client, sheet, jean, monkeypatch
    ):
        monkeypatch.setattr(limits, "UNSEEN_PER_PERSON", 2)
        self.words(client, self.send(client, sheet, telling())["Location"])
        self.send(client, make_initiative("Refuge"), telling())
        elsewhere = make_initiative("Le Germoir")
        page = self.send(client, elsewhere, telling(), address="https://youtu.be/dQw4w9WgXcQ", author="Zoé ☂")
        assert "déjà envoyé beaucoup de fichiers" in page.content.decode()
        assert 'value="Zoé ☂"' in page.content.decode()
        assert not elsewhere.media.exists()
        client.force_login(User.objects.create_user("zoe"))
        assert self.send(client, elsewhere, telling()).status_code == 302

    def test_of_who_publishes_at_once_only_drafts_count(self, client, sheet, rosalie, monkeypatch):
        monkeypatch.setattr(limits, "UNSEEN_PER_PERSON", 1)
        client.force_login(rosalie)
        for _ in range(2):
            self.words(client, self.send(client, sheet, telling())["Location"])
        assert sheet.media.standing().count() == 2
        assert self.send(client, sheet, telling()).status_code == 302
        assert "déjà envoyé beaucoup de fichiers" in self.send(client, sheet, telling()).content.decode()
        assert Medium.objects.drafts().count() == 1

    def test_who_is_blocked_sends_nothing_and_reads_why(self, client, sheet, jean):
        Block.objects.create(person=jean, reason="des images volées", until=timezone.now() + timedelta(days=1))
        page = self.send(client, sheet, telling(), address="https://youtu.be/dQw4w9WgXcQ", author="Zoé ☂")
        assert "La raison\u202f: des images volées" in page.content.decode().replace("\xa0", "\u202f")
        assert 'value="Zoé ☂"' in page.content.decode()
        assert not Medium.objects.exists()
        assert not stored()

    def test_no_more_than_a_dozen_at_once(self, client, sheet):
        page = self.send(client, sheet, *[written(picture((9, 6)))] * 14)
        assert "Douze fichiers au plus" in page.content.decode()
        assert Medium.objects.count() == limits.FILES_AT_ONCE

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"alternative": ""}, "Ce champ est obligatoire"),
            ({"portrait": "on"}, "Dites qui a donné son accord"),
            ({"language": "klingon"}, "klingon"),
            ({"taken_on": "demain"}, "date"),
            ({"caption": "a\u200bb"}, "signes invisibles"),
            ({"caption": "é" * 1_000_000}, "300 caractères"),
        ],
    )
    def test_words_that_cannot_be_kept_get_a_sentence_and_stay(self, client, sheet, rosalie, changed, says):
        client.force_login(rosalie)
        second = self.send(client, sheet, telling())["Location"]
        page = self.words(client, second, **changed)
        assert page.status_code == 200
        assert says in page.content.decode()
        assert "Un puits." in page.content.decode() or "alternative" in changed
        assert not sheet.media.standing().exists()

    def test_who_is_not_yet_trusted_proposes(self, client, sheet, jean):
        second = self.send(client, sheet, telling())["Location"]
        done = self.words(client, second, portrait="on", consent="Zoé, de vive voix")
        assert done["Location"].endswith("/media/waits/")
        assert client.get(done["Location"]).status_code == 200
        assert not sheet.media.standing().exists()
        assert [medium.added_by for medium in Medium.objects.waiting()] == [jean]

    def test_one_may_think_better_of_it(self, client, sheet, rosalie):
        client.force_login(rosalie)
        second = self.send(client, sheet, telling())["Location"]
        self.words(client, second, dropped="on", alternative="")
        assert not Medium.objects.exists()

    def test_a_made_up_address_leads_nowhere(self, client, sheet):
        assert client.get(f"{ways(sheet)}WzFd:forged/").status_code == 404

    def test_words_are_changed_and_what_is_shown_is_taken_out(self, client, sheet, rosalie):
        client.force_login(rosalie)
        medium = shown(sheet)
        page = f"/fr/initiatives/{sheet.slug}/media/{medium.pk}/change/"
        assert client.get(page).status_code == 200
        given = {"caption": "Le vieux puits", "alternative": "Un puits.", "language": "fr", "base": 2} | SIGNED
        assert client.post(page, given).status_code == 302
        assert sheet.media.get().caption == "Le vieux puits"
        clashing = client.post(page, given | {"caption": "Autre"}).content.decode()
        assert "sa légende" in clashing
        assert 'name="base" value="3"' in clashing
        assert "Dites pourquoi" in client.post(page, given | {"base": 3, "removes": "on"}).content.decode()
        assert client.post(page, given | {"base": 3, "removes": "on", "note": "floue"}).status_code == 302
        assert not sheet.media.standing().exists()
        assert sheet.revisions.get(number=4).note == "floue"


def test_who_has_no_account_is_led_to_one_and_sends_nothing(client, sheet):
    for response in (client.get(ways(sheet)), client.post(ways(sheet), SIGNED | {"files": [sent(telling(), "p.jpg")]})):
        assert response.status_code == 302
        assert response.url.startswith("/fr/account/login/")
    assert not Medium.objects.exists()


def test_programs_and_search_engines_read_of_it_too_but_not_where_it_was_taken(sheet, client):
    photo = shown(sheet)
    film = media.draft_link(sheet, links.parse("https://vimeo.com/76979871"), by=None)
    media.hand_in(sheet, {film: {"author": "Jean", "caption": "Le canal"}}, by=None, shown=True)
    waiting = shown(sheet, shown=False)
    told = client.get("/api/v1/initiatives/les-wateringues/").json()["properties"]["media"]
    assert [one["url"] for one in told] == [photo.url, "https://vimeo.com/76979871"]
    assert (told[0]["caption"], told[0]["author"], told[0]["licence"]) == ("Le puits", "Jean", "by-sa")
    assert waiting.file not in str(told)
    assert not {"point", "consent", "added_by"} & set(told[0])
    page = client.get("/fr/initiatives/les-wateringues/").content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
    [image] = json.loads(block)["image"]
    assert image["contentUrl"] == f"http://testserver{photo.url}"
    assert image["creditText"] == "Jean"


def test_a_sheet_costs_the_same_however_much_is_on_it(sheet, client, rosalie):
    def cost() -> int:
        client.get("/fr/initiatives/les-wateringues/")  # what is kept for all pages
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/fr/initiatives/les-wateringues/").status_code == 200
        return len(counted)

    actions.revise(sheet, {"origin.fr": "Un puits."}, base=1, by=rosalie)
    shown(sheet)
    freshness.still_true(sheet, by=rosalie, part="origin.fr")
    few = cost()
    for n in range(50):
        sheet.refresh_from_db()
        part = f"{Question.values[n % 10]}.{['fr', 'en', 'ar', 'hi', 'ru'][n % 5]}"
        actions.revise(sheet, {part: f"Version {n}."}, base=sheet.version, by=rosalie)
    small = written(picture(), "JPEG")
    for _ in range(19):
        shown(sheet, small)
    for part in ("deciding.en", "future.ar"):
        freshness.still_true(sheet, by=rosalie, part=part)
    sheet.refresh_from_db()
    assert sheet.version >= 70
    assert sheet.media.standing().count() == 20
    assert cost() == few
    assert few <= 10
