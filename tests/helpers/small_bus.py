"""Speak D-Bus over a socket as far as reading an accessibility tree needs: call a method, read what comes back.

Source: the D-Bus specification, "Message Protocol" and "Authentication Protocol". Sends strings and numbers only; reads every
type but file descriptors. Knows nothing of accessibility.
"""

import os
import socket
import struct
from typing import Any, Self

CALL_TIMEOUT_S = 60.0
_NUMBERS = {"y": "B", "b": "I", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d"}
_WORDS = "sog"
_METHOD_CALL, _ERROR = 1, 3
_PATH, _INTERFACE, _MEMBER, _ERROR_NAME, _REPLY_SERIAL, _DESTINATION, _SIGNATURE = 1, 2, 3, 4, 5, 6, 8


class BusError(Exception):
    """The other side answered with an error; its name is all that is told."""


class Bus:
    """A connection to a bus. Closed by `with`."""

    def __init__(self, address: str) -> None:
        """Connect to an address such as `unix:path=/run/user/0/bus,guid=…`."""
        parts = dict(part.split("=", 1) for part in address.partition(":")[2].split(","))
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(CALL_TIMEOUT_S)
        self._socket.connect(parts["path"] if "path" in parts else f"\0{parts['abstract']}")
        self._serial = 0
        self._came = b""
        self._socket.sendall(b"\0AUTH EXTERNAL %b\r\n" % str(os.getuid()).encode().hex().encode())
        while b"\r\n" not in self._came:
            self._came += self._socket.recv(4096)
        if not self._came.startswith(b"OK"):
            raise BusError("not let in")
        self._came = b""
        self._socket.sendall(b"BEGIN\r\n")
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def call(self, name: str, path: str, interface: str, member: str, *words: str | int) -> tuple[Any, ...]:
        """Call a method with strings and unsigned numbers, and return what it returns. Raises BusError, OSError."""
        self._serial += 1
        body, signature = _Writer(), "".join("s" if isinstance(word, str) else "u" for word in words)
        for kind, word in zip(signature, words, strict=True):
            body.write(kind, word)
        fields = ((_PATH, "o", path), (_INTERFACE, "s", interface), (_MEMBER, "s", member), (_DESTINATION, "s", name))
        head = _Writer(struct.pack("<cBBBII", b"l", _METHOD_CALL, 0, 1, len(body.data), self._serial))
        head.write_fields((*fields, (_SIGNATURE, "g", signature)))
        self._socket.sendall(head.data + body.data)
        while True:
            answered, told, values = self._next()
            if told.get(_REPLY_SERIAL) == self._serial:
                if answered == _ERROR:
                    raise BusError(told[_ERROR_NAME])
                return values

    def property(self, name: str, path: str, interface: str, member: str) -> Any:
        """Return the value of a property. Raises BusError, OSError."""
        return self.call(name, path, "org.freedesktop.DBus.Properties", "Get", interface, member)[0]

    def _next(self) -> tuple[int, dict[int, Any], tuple[Any, ...]]:
        """Return the next message: kind, header fields, values."""
        self._wait_for(16)
        order = "<" if self._came[:1] == b"l" else ">"
        body_bytes, _, field_bytes = struct.unpack(f"{order}III", self._came[4:16])
        start = -(-(16 + field_bytes) // 8) * 8
        self._wait_for(start + body_bytes)
        whole, self._came = self._came[: start + body_bytes], self._came[start + body_bytes :]
        told = dict(_Reader(whole, order, 12).read_all("a(yv)")[0])
        return whole[1], told, _Reader(whole, order, start).read_all(told.get(_SIGNATURE, ""))

    def _wait_for(self, count: int) -> None:
        while len(self._came) < count:
            piece = self._socket.recv(65536)
            if not piece:
                raise BusError("gone")
            self._came += piece


class _Writer:
    """Bytes in the order of this specification, aligned as it wants."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    def write(self, kind: str, value: str | int) -> None:
        """Write one value of a simple type."""
        if isinstance(value, int):
            self._align(4)
            self.data += struct.pack("<I", value)
            return
        if kind != "g":
            self._align(4)
        packed = value.encode()
        self.data += struct.pack("<B" if kind == "g" else "<I", len(packed)) + packed + b"\0"

    def write_fields(self, fields: tuple[tuple[int, str, str], ...]) -> None:
        """Write header fields that are strings, and what fills up behind them."""
        inside = _Writer(bytes(8))  # aligned as it will be behind its length
        for code, kind, value in fields:
            inside._align(8)
            inside.data += struct.pack("<BB", code, 1) + kind.encode() + b"\0"
            inside.write(kind, value)
        self.data += struct.pack("<I", len(inside.data) - 8) + inside.data[8:]
        self._align(8)

    def _align(self, to: int) -> None:
        self.data += bytes(-len(self.data) % to)


class _Reader:
    """Reads values from a whole message, whose first byte is byte 0 of every alignment."""

    def __init__(self, data: bytes, order: str, at: int) -> None:
        self._data, self._order, self._at = data, order, at

    def read_all(self, signature: str) -> tuple[Any, ...]:
        """Read one value for each complete type."""
        values = []
        while signature:
            end = _end_of_type(signature)
            values.append(self._read(signature[:end]))
            signature = signature[end:]
        return tuple(values)

    def _read(self, kind: str) -> Any:
        match kind[0]:
            case "v":
                return self._read(self._read("g"))
            case "(" | "{":
                self._align(8)
                return self.read_all(kind[1:-1])
            case "a":
                count = self._read("u")
                self._align(8 if kind[1] in "({xtd" else 1 if kind[1] in "ygv" else 4)
                end, values = self._at + count, []
                while self._at < end:
                    values.append(self._read(kind[1:]))
                return values
            case one if one in _WORDS:
                length = self._read("y" if one == "g" else "u")
                self._at += length + 1
                return self._data[self._at - length - 1 : self._at - 1].decode()
            case one:
                size = struct.calcsize(_NUMBERS[one])
                self._align(size)
                self._at += size
                return struct.unpack_from(self._order + _NUMBERS[one], self._data, self._at - size)[0]

    def _align(self, to: int) -> None:
        self._at += -self._at % to


def _end_of_type(signature: str) -> int:
    """Return where the first complete type of a signature ends."""
    if signature[0] == "a":
        return 1 + _end_of_type(signature[1:])
    depth = 0
    for place, letter in enumerate(signature):
        depth += (letter in "({") - (letter in ")}")
        if depth == 0:
            return place + 1
    raise BusError("no type")
