"""Make TIFF and BMP files of kinds that few programs write: every depth, meaning, compression and header there is.

They are whole by their structure; of a compression that nobody here can write, the pixels are noise.
"""

import struct
from collections.abc import Sequence

SIDE_PX = 32

_SHORT, _LONG = (3, "H"), (4, "I")


def tiff(
    bits: Sequence[int] = (8, 8, 8),
    meaning: int = 2,
    compression: int = 1,
    *,
    sample_format: int = 1,
    is_tiled: bool = False,
    pixels: bytes | None = None,
) -> bytes:
    """Return a TIFF of one picture. `meaning` is its photometric interpretation, 2 is RGB."""
    data = b"\x55" * (sum(bits) * SIDE_PX * SIDE_PX // 8) if pixels is None else pixels
    count = len(bits)
    fields = [
        (256, _LONG, [SIDE_PX]), (257, _LONG, [SIDE_PX]), (258, _SHORT, bits), (259, _SHORT, [compression]),
        (262, _SHORT, [meaning]), (277, _SHORT, [count]), (339, _SHORT, [sample_format] * count),
    ]  # fmt: skip
    size = 8 + 2 + 12 * (len(fields) + (4 if is_tiled else 3)) + 4
    beyond = b"".join(struct.pack(f"<{count}H", *values) for _, _, values in fields if len(values) > 2)
    place, length = [size + len(beyond)], [len(data)]
    if is_tiled:
        fields += [(322, _LONG, [SIDE_PX]), (323, _LONG, [SIDE_PX]), (324, _LONG, place), (325, _LONG, length)]
    else:
        fields += [(273, _LONG, place), (278, _LONG, [SIDE_PX]), (279, _LONG, length)]
    entries, at = b"", size
    for tag, (number, letter), values in sorted(fields):
        value = struct.pack(f"<{len(values)}{letter}", *values)
        if len(value) > 4:
            value, at = struct.pack("<I", at), at + len(value)
        entries += struct.pack("<HHI", tag, number, len(values)) + value.ljust(4, b"\0")
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(fields)) + entries + bytes(4) + beyond + data


def bmp(bits: int = 24, compression: int = 0, header: int = 40, masks: Sequence[int] = ()) -> bytes:
    """Return a BMP with a header of `header` bytes; `masks` say where a pixel keeps its colours."""
    if header <= 16:
        rest = struct.pack("<HHHH" if header == 12 else "<iiHH", SIDE_PX, SIDE_PX, 1, bits)
    else:
        rest = struct.pack("<iiHHIIiiII", SIDE_PX, SIDE_PX, 1, bits, compression, 0, 0, 0, 0, 0)
    colours = struct.pack(f"<{len(masks)}I", *masks)
    if header > 40:
        rest, colours = rest + colours.ljust(header - 40, b"\0"), b""
    pixels = b"\x11" * (max(bits, 8) * SIDE_PX * SIDE_PX // 8)
    start = 14 + header + len(colours)
    return b"BM" + struct.pack("<IHHII", start + len(pixels), 0, 0, start, header) + rest + colours + pixels
