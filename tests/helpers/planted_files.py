"""Make pictures in five formats that carry planted strings wherever the format has a place for them.

What is looked for in a copy are these strings, as bytes: no reader of tags has to know the place.
"""

import io
import struct
import zlib
from contextlib import suppress

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from tests.helpers.documents import quarters, saved

_ASCII, _LONG = 2, 4
_XMP, _IPTC, _PHOTOSHOP, _ICC = 700, 33723, 34377, 34675  # TIFF tags


def planted_files() -> dict[str, tuple[bytes, tuple[bytes, ...]]]:
    """Return, by file name, a file's bytes and the strings planted in it: fourteen in all."""
    image = quarters()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "PLANTED-png-text")
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[_XMP] = _xmp("tiff")
    tags[_IPTC] = b"\x1c\x02\x50" + struct.pack(">H", 17) + b"PLANTED-tiff-iptc"
    tags[_PHOTOSHOP] = b"8BIM\x04\x04\0\0" + struct.pack(">I", 22) + b"PLANTED-tiff-photoshop"
    tags[_ICC] = _profile("tiff")
    return {
        "planted.jpg": (
            saved(image, "JPEG", exif=b"Exif\0\0" + exif("jpeg"), comment=b"PLANTED-jpeg-comment", xmp=_xmp("jpeg")),
            _names("jpeg", "description", "gps", "thumbnail", "comment", "xmp"),
        ),
        "planted.png": (saved(image, "PNG", pnginfo=text, icc_profile=_profile("png")), _names("png", "text", "icc")),
        "planted.tiff": (
            saved(image, "TIFF", tiffinfo=tags),
            _names("tiff", "xmp", "iptc", "photoshop", "icc"),
        ),
        "planted.webp": (
            saved(image, "WEBP", exif=b"Exif\0\0" + exif("webp"), xmp=_xmp("webp")),
            _names("webp", "description", "xmp"),
        ),
        "planted.gif": (saved(image, "GIF", comment=b"PLANTED-gif-comment"), _names("gif", "comment")),
    }


def strings_in(data: bytes, wanted: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return those of `wanted` that stand in `data`, or in what zlib packed into it."""
    everything = data + _unpacked(data)
    return tuple(one for one in wanted if one in everything)


def _names(kind: str, *places: str) -> tuple[bytes, ...]:
    return tuple(f"PLANTED-{kind}-{place}".encode() for place in places)


def _xmp(kind: str) -> bytes:
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>PLANTED-%b-xmp</x:xmpmeta>" % kind.encode()


def _profile(kind: str) -> bytes:
    """Return a colour profile with a string behind its last tag, counted in its size."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + b"PLANTED-%b-icc" % kind.encode()
    return struct.pack(">I", len(profile)) + profile[4:]


def exif(kind: str) -> bytes:
    """Return a block with a description, a place (GPS) and a thumbnail, each with its string (Exif 2.3, section 4.6)."""
    description = b"PLANTED-%b-description\0" % kind.encode()
    gps = b"PLANTED-%b-gps\0" % kind.encode()
    thumbnail = saved(Image.new("RGB", (16, 12)), "JPEG", comment=b"PLANTED-%b-thumbnail" % kind.encode())
    first, second, place = 8, 8 + 2 + 2 * 12 + 4, 8 + 2 + 2 * 12 + 4 + 2 + 2 * 12 + 4
    values = place + 2 + 12 + 4
    at_gps, at_thumbnail = values + len(description), values + len(description) + len(gps)
    block = io.BytesIO()
    block.write(struct.pack("<2sHI", b"II", 42, first))
    block.write(_directory([(0x010E, _ASCII, len(description), values), (0x8825, _LONG, 1, place)], second))
    block.write(_directory([(0x0201, _LONG, 1, at_thumbnail), (0x0202, _LONG, 1, len(thumbnail))], 0))
    block.write(_directory([(29, _ASCII, len(gps), at_gps)], 0))
    return block.getvalue() + description + gps + thumbnail


def _directory(fields: list[tuple[int, int, int, int]], following: int) -> bytes:
    rows = b"".join(struct.pack("<HHII", *field) for field in fields)
    return struct.pack("<H", len(fields)) + rows + struct.pack("<I", following)


def _unpacked(data: bytes) -> bytes:
    found, at = [], data.find(b"\x78")
    while at >= 0:
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[at:]))
        at = data.find(b"\x78", at + 1)
    return b"".join(found)
