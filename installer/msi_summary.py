"""Give an .msi the same summary whenever it is built: wixl writes a random number and the time of the build into it.

The summary is a property set as Microsoft's "Compound File Binary" and "Object Linking and Embedding Property Set" (MS-OLEPS)
describe it; its values keep their lengths, so that they are changed where they lie.
"""

from __future__ import annotations

import struct
import uuid
from pathlib import Path

_FORMAT = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")  # of summary information
_HEADER = 28  # bytes before it
_REVISION, _CREATED, _SAVED = 9, 12, 13
_TEXT, _TIME = 30, 64
_EPOCH_1601 = 11_644_473_600
"""Seconds from 1601, from which Windows counts in steps of 100 ns, to 1970."""


def settle(path: Path, code: uuid.UUID, epoch: int) -> None:
    """Write `code` as the package's number, and `epoch`, in seconds, as its time. Raises ValueError for another kind of file."""
    data = bytearray(path.read_bytes())
    found = data.find(_FORMAT)
    if found < _HEADER or data.find(_FORMAT, found + 1) >= 0:
        raise ValueError("no summary information, or two")
    section = found - _HEADER + struct.unpack_from("<I", data, found + len(_FORMAT))[0]
    (count,) = struct.unpack_from("<I", data, section + 4)
    pairs = (struct.unpack_from("<II", data, section + 8 + 8 * index) for index in range(count))
    places = {name: section + place for name, place in pairs}
    number = f"{{{str(code).upper()}}}".encode() + b"\0"
    if struct.unpack_from("<II", data, places[_REVISION]) != (_TEXT, len(number)):
        raise ValueError("the package's number has another length")
    data[places[_REVISION] + 8 : places[_REVISION] + 8 + len(number)] = number
    for name in (_CREATED, _SAVED):
        if struct.unpack_from("<I", data, places[name])[0] != _TIME:
            raise ValueError("a time is no time")
        struct.pack_into("<Q", data, places[name] + 4, (epoch + _EPOCH_1601) * 10_000_000)
    path.write_bytes(data)
