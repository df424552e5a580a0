"""Pictures lose their notes and nothing else."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.media import image_size
from learnhub.formats.pictures import PictureError, clean_picture

PLACE = b"GPSLatitude 35.36N"


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turn: int, order: str = ">") -> bytes:
    """An Exif block that says which way up, and where the picture was taken."""
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "I", 8)
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, turn, 0)
    return b"Exif\0\0" + head + struct.pack(order + "H", 1) + entry + struct.pack(order + "I", 0) + PLACE


def jpeg(*notes: bytes, width: int = 40, height: int = 30) -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    second = segment(0xC4, b"\x00" * 17) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x78"
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + jfif + b"".join(notes) + frame + scan + second + b"\xff\xd9"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*notes: bytes, width: int = 40, height: int = 30) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * min(height, 100)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(notes) + data + chunk(b"IEND", b"")


def webp(*notes: bytes) -> bytes:
    head = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\x0c\0\0\0"
        + (39).to_bytes(3, "little")
        + (29).to_bytes(3, "little")
    )
    image = b"VP8L" + struct.pack("<I", 5) + b"\x2f\x27\x40\x07\x00" + b"\0"
    inside = b"WEBP" + head + image + b"".join(notes)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def note(kind: bytes) -> bytes:
    body = PLACE + b"\0" * (len(PLACE) % 2)
    return kind + struct.pack("<I", len(body)) + body


NOTED = {
    "image/jpeg": jpeg(segment(0xE1, exif(1)), segment(0xED, PLACE), segment(0xFE, PLACE)),
    "image/png": png(chunk(b"tEXt", PLACE), chunk(b"eXIf", PLACE), chunk(b"tIME", b"1234567")),
    "image/webp": webp(note(b"EXIF"), note(b"XMP ")),
}
PLAIN = {"image/jpeg": jpeg(), "image/png": png(), "image/webp": webp()}
ENDING = {"image/jpeg": "a.jpg", "image/png": "a.png", "image/webp": "a.webp"}


@pytest.mark.parametrize("kind", NOTED)
def test_the_place_is_gone_and_the_picture_stays(kind: str) -> None:
    found = clean_picture(kind, NOTED[kind])
    assert PLACE not in found.data
    assert (found.width, found.height) == (40, 30) == image_size(ENDING[kind], found.data)
    assert found.removed == len(NOTED[kind]) - len(found.data) > 0
    assert clean_picture(kind, found.data).data == found.data
    if kind != "image/webp":  # there a flag of the head changes as well
        assert found.data == PLAIN[kind]


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photo_that_was_turned_stays_upright(order: str) -> None:
    found = clean_picture("image/jpeg", jpeg(segment(0xE1, exif(6, order))))
    assert PLACE not in found.data
    again = clean_picture("image/jpeg", found.data)
    assert again.data == found.data
    assert found.data[2:4] == b"\xff\xe1"
    assert struct.unpack(">H", found.data[2 + 4 + 6 + 18 : 2 + 4 + 6 + 20]) == (6,)


def test_what_is_hidden_behind_the_picture_is_gone() -> None:
    second = jpeg(segment(0xE1, exif(1)))
    assert PLACE not in clean_picture("image/jpeg", jpeg() + second).data
    assert PLACE not in clean_picture("image/png", png() + PLACE).data
    assert PLACE not in clean_picture("image/webp", webp() + PLACE).data


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize("other", ["", "<html>", "GIF89a......................."])
def test_what_is_no_such_picture_is_refused(kind: str, other: str) -> None:
    with pytest.raises(PictureError):
        clean_picture(kind, other.encode())


@pytest.mark.parametrize("kind", PLAIN)
def test_a_picture_cut_off_anywhere_is_refused_or_whole(kind: str) -> None:
    whole = NOTED[kind]
    for end in range(len(whole)):
        with pytest.raises(PictureError):
            clean_picture(kind, whole[:end])


def test_a_changed_png_and_a_giant_are_refused() -> None:
    spoilt = bytearray(png())
    spoilt[20] ^= 1
    with pytest.raises(PictureError, match="damaged"):
        clean_picture("image/png", bytes(spoilt))
    with pytest.raises(PictureError, match="50 million"):
        clean_picture("image/png", png(width=100_000, height=100_000))
    with pytest.raises(PictureError, match="no size"):
        clean_picture("image/jpeg", jpeg(height=0))


@given(kind=st.sampled_from(sorted(PLAIN)), data=st.binary(max_size=80), at=st.integers(0, 120))
def test_nothing_else_is_ever_raised(kind: str, data: bytes, at: int) -> None:
    spoilt = NOTED[kind][:at] + data + NOTED[kind][at:]
    try:
        found = clean_picture(kind, spoilt)
    except PictureError:
        return
    assert found.width * found.height > 0
