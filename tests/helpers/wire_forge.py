"""Forge messages: values beyond their bounds, frames damaged in every way, bombs. Sends nothing.

Works on the plain values that a frame holds, so that it can say what no message of ours could.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, get_args

import msgspec

from model_runtime.protocol import framing, messages

Value: TypeAlias = Any
"""What MessagePack can hold."""

Way: TypeAlias = tuple[str | int, ...]
"""Keys and positions that lead to a value inside a message."""

KINDS: tuple[type[messages.Message], ...] = (*get_args(messages.AnyRequest), *get_args(messages.AnyEvent))

HUGE_NUMBERS = (-(2**63), 2**63, 2**64 - 1, float("nan"), float("inf"), -float("inf"), -1e300, 1e300)
FREE_TEXT = 2_000_001
"""More characters than any text of the wire may have."""


def frame(body: bytes) -> bytes:
    """Return a frame around any bytes."""
    return len(body).to_bytes(framing.HEADER_BYTES, "big") + body


def plain(message: messages.Message) -> dict[str, Value]:
    """Return a message as the plain values that its frame holds."""
    value: dict[str, Value] = msgspec.msgpack.decode(msgspec.msgpack.encode(message))
    return value


def packed(value: Value) -> bytes:
    """Return plain values as the body of a frame."""
    return msgspec.msgpack.encode(value)


def ways(value: Value, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every value inside a message, itself first."""
    yield way
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ways(inner, (*way, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from ways(inner, (*way, position))


def at(value: Value, way: Way) -> Value:
    """Return the value that a way leads to."""
    for step in way:
        value = value[step]
    return value


def changed(value: Value, way: Way, other: Value) -> Value:
    """Return a copy of `value` with something else in the place that `way` leads to."""
    if not way:
        return other
    step, *rest = way
    if isinstance(value, dict):
        return {key: changed(inner, tuple(rest), other) if key == step else inner for key, inner in value.items()}
    return [changed(inner, tuple(rest), other) if n == step else inner for n, inner in enumerate(value)]


def beyond_bounds(message: messages.Message) -> Iterator[tuple[Way, bytes]]:
    """Yield the message with one value after the other put beyond every bound, and where that was."""
    honest = plain(message)
    for way in ways(honest):
        for lie in _lies_about(at(honest, way)):
            yield way, packed(changed(honest, way, lie))


def _lies_about(value: Value) -> Iterator[Value]:
    match value:
        case bool() | None:
            yield "neither"
        case int():
            yield from (2**63, -(2**63), 1.5, "7")
        case float():
            below = -1.0 if value >= 0 else -1e12  # what may be negative has a bound below, too
            yield from (float("nan"), float("inf"), below, 1e12)
        case str():
            yield "x" * FREE_TEXT
        case bytes():
            yield bytes(48_000_001)
        case list():
            yield value[:1] * 700_001 if value else [0] * 700_001
        case dict():
            yield value | {"a field that nobody knows" * 20: 1}
            yield value | {f"k{n}": 1 for n in range(2_000)}


def mutated(message: messages.Message, luck: random.Random) -> bytes:
    """Return a frame that is almost `message`: another value, type, place or length of something, or damaged bytes."""
    body = packed(plain(message))
    match luck.randrange(8):
        case 0 | 1 | 2:
            return frame(_another_value(message, luck))
        case 3:
            return frame(_flipped(body, luck))
        case 4:
            whole = frame(body)
            return whole[: luck.randrange(1, len(whole))]
        case 5:
            return frame(body + bytes(luck.randrange(1, 64)))
        case 6:
            return frame(_nested(luck) + body)
        case _:
            return luck.randrange(2**32).to_bytes(4, "big") + body


def _another_value(message: messages.Message, luck: random.Random) -> bytes:
    honest = plain(message)
    everywhere = list(ways(honest))
    way = luck.choice(everywhere)
    other: Value
    match luck.randrange(9):
        case 6 | 7 | 8:  # almost right: what only sums and the question can tell
            other = _neighbour(at(honest, way), luck)
        case 0:
            other = luck.choice(HUGE_NUMBERS)
        case 1:
            other = at(honest, luck.choice(everywhere))
        case 2:
            other = luck.choice(("", "\x00", "\x1b[2J", "\u202e", "x" * luck.randrange(1, 5_000), b"\xff", None, True))
        case 3:
            other = [at(honest, way)] * luck.randrange(2_000)
        case 4:
            other = {f"k{n}": at(honest, way) for n in range(luck.randrange(200))}
        case _:
            other = luck.randrange(-(2**31), 2**31)
    return packed(changed(honest, way, other))


def _neighbour(value: Value, luck: random.Random) -> Value:
    """Return a value of the same type, not far away."""
    match value:
        case bool():
            return not value
        case int():
            return value + luck.choice((-2, -1, 1, 2, 10, 1_000))
        case float():
            return luck.random()
        case str():
            return luck.choice((value + "x", value[:1], "pdf", "png", "sure", "stop", "fill", "face", "cancelled"))
        case bytes():
            return value + b"x" if luck.random() < 0.5 else value[:-1]
        case list():
            return value[1:] if luck.random() < 0.5 else value * luck.randrange(2, 40)
        case _:
            return value


def _flipped(body: bytes, luck: random.Random) -> bytes:
    damaged = bytearray(body)
    for _ in range(luck.randrange(1, 8)):
        damaged[luck.randrange(len(damaged))] = luck.randrange(256)
    return bytes(damaged)


def _nested(luck: random.Random) -> bytes:
    return luck.choice((b"\x91", b"\x81\xa1k")) * luck.randrange(1, 50_000)


def _bomb(head: bytes, piece: bytes) -> Callable[[], bytes]:
    """Return a maker of a body of almost 64 MiB: a map, `head`, an array of very many `piece`."""

    def made() -> bytes:
        count = (framing.MAX_FRAME_BYTES - len(head) - 64) // len(piece)
        return head + b"\xdd" + count.to_bytes(4, "big") + piece * count

    return made


def _map_of(name: str, key: str, entries: int = 3) -> bytes:
    return bytes([0x80 + entries]) + packed("type") + packed(name) + packed("id") + packed(1) + packed(key)


def _inside_of(name: str, key: str, inner: str, tag: str = "") -> bytes:
    tagged = packed("type") + packed(tag) if tag else b""
    return _map_of(name, key) + bytes([0x81 + bool(tag)]) + tagged + packed(inner)


BOMBS: dict[str, Callable[[], bytes]] = {
    "regions": _bomb(_inside_of("RegionsDetected", "detection", "regions"), b"\x80"),
    "words": _bomb(_inside_of("PageRedacted", "page", "words", "RedactedPage"), b"\x80"),
    "fields": _bomb(_inside_of("Finished", "answer", "fields"), b"\x80"),
    "token_ids": _bomb(_inside_of("Finished", "answer", "token_ids"), b"\x01"),
    "alternatives": _bomb(_inside_of("Finished", "answer", "alternatives"), b"\xa0"),
    "notes": _bomb(_map_of("DocumentOpened", "notes"), b"\xa1x"),
    "layers": _bomb(_inside_of("Ready", "sandbox", "layers"), b"\xa1x"),
    "a field nobody knows": _bomb(_map_of("Done", "whatever"), b"\x80"),
    "no message": _bomb(b"", b"\x80"),
    "type that is a list": _bomb(b"\x81" + packed("type"), b"\x80"),
    "nested": lambda: b"\x91" * framing.MAX_FRAME_BYTES,
}
"""Bodies that a decoder without bounds would turn into gigabytes of objects."""
