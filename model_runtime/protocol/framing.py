"""Cut a byte stream into messages and back: 4 bytes of length, big-endian, then MessagePack.

Lengths are bounded before anything is allocated, reads are exact, decoding is typed and bounded field by field
(`limits.py`), before objects are made: the largest frame cannot become a thousand million bytes of them. Does not know who is at the other
end, and never skips a bad frame: a stream that broke once is not trusted again.
"""

import os
from typing import Generic, TypeVar

import msgspec

MAX_FRAME_BYTES = 64 * 1024 * 1024
"""The largest honest frame is a page of 20 million pixels (60 MB); see `documents/formats.py`."""

HEADER_BYTES = 4

MessageT = TypeVar("MessageT")


class ProtocolError(Exception):
    """The other side said something that is not a message. Carries no bytes of it."""


class EndOfStreamError(Exception):
    """The other side closed its end between two frames."""


class FrameTooLongError(ProtocolError):
    """We wanted to say more than fits into a frame; not a byte of it has been said."""


def body_of(message: msgspec.Struct) -> bytes:
    """Return what a frame around `message` holds. Raises FrameTooLongError."""
    body = msgspec.msgpack.encode(message)
    if len(body) > MAX_FRAME_BYTES:
        raise FrameTooLongError
    return body


def write_message(fd: int, message: msgspec.Struct) -> None:
    """Write one frame. Raises FrameTooLongError before the first byte, OSError when the other side is gone."""
    write_body(fd, body_of(message))


def write_body(fd: int, body: bytes) -> None:
    """Write one frame around what `body_of` returned. Raises OSError when the other side is gone."""
    for piece in (len(body).to_bytes(HEADER_BYTES, "big"), body):
        view = memoryview(piece)
        while view:
            view = view[os.write(fd, view) :]


class MessageReader(Generic[MessageT]):
    """Reads messages of one union from a file descriptor that this object alone reads.

    Attributes:
        frame_bytes: length of the frame that was read last.
    """

    def __init__(self, fd: int, decoder: msgspec.msgpack.Decoder[MessageT]) -> None:
        self._stream = open(fd, "rb", buffering=0, closefd=False)  # noqa: SIM115 - the descriptor is its owner's
        self._decoder = decoder
        self.frame_bytes = 0

    def read(self) -> MessageT:
        """Wait for the next message.

        Raises:
            EndOfStreamError: the stream ended between frames.
            ProtocolError: it ended inside one, or the frame is too long or not a message.
        """
        header = self._read_exactly(HEADER_BYTES, may_end=True)
        length = int.from_bytes(header, "big")
        if not 0 < length <= MAX_FRAME_BYTES:
            raise ProtocolError
        body = self._read_exactly(length, may_end=False)
        self.frame_bytes = HEADER_BYTES + length
        try:
            return self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ProtocolError from None  # the cause quotes what was sent

    def _read_exactly(self, length: int, *, may_end: bool) -> bytearray:
        data = bytearray(length)
        view = memoryview(data)
        while view:
            try:
                count = self._stream.readinto(view)
            except OSError:
                count = 0  # a closed pipe and a broken one are the same to the reader
            if not count:
                if may_end and len(view) == length:
                    raise EndOfStreamError
                raise ProtocolError
            view = view[count:]
        return data
