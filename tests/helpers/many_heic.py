"""Make a HEIC of several pictures from one of a single picture: no encoder for it comes with the project.

Every picture is the same item once more, of the same coded bytes (ISO/IEC 14496-12, 23008-12). Decodes nothing.
"""

import struct

_UPSIDE_DOWN = 2
"""Quarter turns."""


def many_heic(single: bytes, count: int, primary: int = 1) -> bytes:
    """Return a HEIC in which the one picture of `single` stands `count` times. Both have no boxes but those of one item.

    The `primary`-th is the one that a file calls its primary picture; where that is not the first, it stands upside down.
    """
    head, meta, data = _boxes(single)
    inside = _boxes(meta[12:])
    longer = sum(len(_repeated(box, count, primary, 0)) - len(box) for box in inside)
    inside = [_repeated(box, count, primary, longer) for box in inside]
    return head + _box(b"meta", meta[8:12] + b"".join(inside)) + data


def _repeated(box: bytes, count: int, primary: int, longer: int) -> bytes:
    """Return a box of `meta` for `count` items; the bytes of a picture have moved back by `longer`."""
    kind, body, ids = box[4:8], box[8:], range(1, count + 1)
    match kind:
        case (
            b"iloc"
        ):  # version and sizes, the number of items, then for each: id, source, where its bytes begin, extents
            (begin,) = struct.unpack(">I", body[12:16])
            item = struct.pack(">I", begin + longer) + body[16:]
            return _box(kind, body[:6] + _count(count) + b"".join(_count(i) + body[10:12] + item for i in ids))
        case b"iinf":  # version, the number of entries, then boxes that begin with version and id
            entries = [_box(b"infe", body[14:18] + _count(i) + body[20:]) for i in ids]
            return _box(kind, body[:4] + _count(count) + b"".join(entries))
        case b"pitm":  # version, then the id of the primary picture
            return _box(kind, body[:4] + _count(primary))
        case b"iprp":  # properties, and which item has which
            properties, links = _boxes(body)
            items = [_count(i) + links[18:] for i in ids]
            if primary > 1:
                turn = len(_boxes(properties[8:])) + 1
                properties = _box(b"ipco", properties[8:] + _box(b"irot", bytes([_UPSIDE_DOWN])))
                items[primary - 1] = _count(primary) + bytes([links[18] + 1]) + links[19:] + bytes([0x80 | turn])
            return _box(kind, properties + _box(b"ipma", links[8:12] + struct.pack(">I", count) + b"".join(items)))
        case _:
            return box


def _boxes(data: bytes) -> list[bytes]:
    found = []
    while data:
        (size,) = struct.unpack(">I", data[:4])
        found.append(data[:size])
        data = data[size:]
    return found


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _count(number: int) -> bytes:
    return struct.pack(">H", number)
