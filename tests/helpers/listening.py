"""Listen to the pipes between this process and its children: every byte, both ways, in its order.

Hears what `os.write` writes to any descriptor and what the desktop's readers read. Changes nothing of it.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from desktop_app.runtime_client.process import ChildProcess
from model_runtime.protocol import framing
from model_runtime.protocol.payloads import Box, Picture
from model_runtime.redaction.regions import intersects

RUN_PX = 12
"""Pixels of a row that are looked for: noise of a photograph does not repeat so many by chance."""


@dataclass
class Heard:
    """Bytes by the descriptor that they were written to or read from."""

    by_descriptor: dict[int, bytearray] = field(default_factory=lambda: defaultdict(bytearray))

    def of(self, process: ChildProcess) -> bytes:
        """Return everything said to a child and by it."""
        return bytes(self.by_descriptor[process.input_fd] + self.by_descriptor[process.output_fd])


def listen(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Listen from now on, before the children are started."""
    heard = Heard()
    write, read = os.write, framing.MessageReader._read_exactly

    def heard_write(fd: int, data: bytes) -> int:
        count = write(fd, data)
        heard.by_descriptor[fd] += bytes(data[:count])
        return count

    def heard_read(reader: "framing.MessageReader[object]", length: int, *, may_end: bool) -> bytearray:
        data = read(reader, length, may_end=may_end)
        heard.by_descriptor[reader._stream.fileno()] += data
        return data

    monkeypatch.setattr(os, "write", heard_write)
    monkeypatch.setattr(framing.MessageReader, "_read_exactly", heard_read)
    return heard


def row_runs(picture: Picture, box: Box, but: Iterable[Box] = ()) -> list[bytes]:
    """Return runs of `RUN_PX` pixels from every row of `box` on a page at native resolution, less those that touch `but`.

    Even ones tell nothing and are left out, and so are those that stand on the page twice: two rows beside each other can be alike.
    """
    holes, pixels = tuple(but), bytes(picture.pixels)
    runs = []
    for row in range(box.top, box.bottom):
        for column in range(box.left, box.right - RUN_PX, RUN_PX):
            at = 3 * (row * picture.width + column)
            run = pixels[at : at + 3 * RUN_PX]
            is_whole = not any(intersects(Box(column, row, RUN_PX, 1), hole) for hole in holes)
            if is_whole and len(set(run)) > RUN_PX and pixels.count(run) == 1:
                runs.append(run)
    return runs


def said(heard: bytes, wanted: Iterable[bytes]) -> list[bytes]:
    """Return those of `wanted` that were heard."""
    return [one for one in wanted if one in heard]
