"""Every field of every message has a bound, the bound is kept while decoding, and a hostile frame costs no memory."""

import math
import tracemalloc
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from model_runtime.documents import formats
from model_runtime.protocol import framing, limits, messages, payloads
from tests.helpers import wire_forge
from tests.model_runtime.protocol.test_framing import frames, read_all
from tests.model_runtime.protocol.test_messages import EXAMPLES

MAX_OBJECTS = 700_000
"""Python objects that the largest frame may become; a hundred bytes each."""


def fields() -> Iterator[tuple[str, inspect.Type]]:
    """Yield every type inside every message, with the way to it: fields, and what lists and maps hold."""
    for kind in wire_forge.KINDS:
        yield from _inside(kind.__name__, inspect.type_info(kind))


def _inside(way: str, kind: inspect.Type) -> Iterator[tuple[str, inspect.Type]]:
    match kind:
        case inspect.StructType(fields=inner):
            yield way, kind
            for field in inner:
                yield from _inside(f"{way}.{field.name}", field.type)
        case inspect.VarTupleType(item_type=item):
            yield way, kind
            yield from _inside(f"{way}[]", item)
        case inspect.TupleType(item_types=items):
            for number, item in enumerate(items):
                yield from _inside(f"{way}[{number}]", item)
        case inspect.DictType(key_type=key, value_type=value):
            yield way, kind
            yield from _inside(f"{way}{{key}}", key)
            yield from _inside(f"{way}{{value}}", value)
        case inspect.UnionType(types=types):
            for one in types:
                yield from _inside(way, one)
        case _:
            yield way, kind


def has_bound(kind: inspect.Type) -> bool:
    """Tell whether nothing of this type can be larger than somebody has said."""
    match kind:
        case inspect.IntType(ge=least, le=most) | inspect.FloatType(ge=least, le=most):
            return least is not None and most is not None
        case inspect.StrType(max_length=length) | inspect.BytesType(max_length=length):
            return length is not None
        case inspect.VarTupleType(max_length=length) | inspect.DictType(max_length=length):
            return length is not None
        case inspect.StructType(forbid_unknown_fields=is_closed):
            return is_closed
        case inspect.BoolType() | inspect.NoneType() | inspect.LiteralType() | inspect.EnumType():
            return True
        case _:
            return False


def test_every_field_of_every_message_has_a_bound() -> None:
    """A new field without one is found here. Structs take no field that they do not know."""
    assert [] == [way for way, kind in fields() if not has_bound(kind)]


def test_the_walk_reaches_the_deepest_fields() -> None:
    """A walk that saw nothing would prove nothing."""
    ways = {way for way, _ in fields()}
    deep = {
        "Finished.answer.fields[].sources[].box.left",
        "RegionsDetected.detection.thresholds{value}",
        "Ready.sandbox.layers[]",
    }
    assert deep | {"Failed.facts{key}", "KeepPage.page.hidden[].score", "Generate.history[][1]"} <= ways


@pytest.mark.parametrize("kind", [int, str, bytes, tuple[int, ...], dict[str, int], float, list[int]])
def test_a_field_without_a_bound_is_seen(kind: Any) -> None:
    """The test above can fail."""
    assert not has_bound(inspect.type_info(kind))


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_every_bound_is_kept_by_the_decoder(message: messages.Message) -> None:
    """Each value of each message, put beyond its bound, is refused; as it was, it is read."""
    assert [message, framing.EndOfStreamError] == read_all(frames(message))
    lies = list(wire_forge.beyond_bounds(message))
    assert lies
    for way, body in lies:
        assert [framing.ProtocolError] == read_all(wire_forge.frame(body)), way


@pytest.mark.parametrize("kind", wire_forge.KINDS, ids=lambda kind: kind.__name__)
def test_no_frame_becomes_more_objects_than_a_page_of_words(kind: type[messages.Message]) -> None:
    """What lies in a frame is bounded by its lists, not only by its bytes; requests of many pages are ours."""
    if issubclass(kind, messages.Request):
        return
    assert _most(inspect.type_info(kind)) <= MAX_OBJECTS


def _most(kind: inspect.Type) -> int:
    """Return how many objects a value of this type can be."""
    match kind:
        case inspect.StructType(fields=inner):
            return 1 + sum(_most(one.type) for one in inner)
        case inspect.VarTupleType(item_type=item, max_length=length):
            return 1 + (length or 0) * _most(item)
        case inspect.DictType(key_type=key, value_type=value, max_length=length):
            return 1 + (length or 0) * (_most(key) + _most(value))
        case inspect.UnionType(types=types):
            return max(map(_most, types))
        case _:
            return 1


@pytest.mark.parametrize("name", sorted(wire_forge.BOMBS))
def test_a_frame_that_would_become_a_thousand_million_bytes_is_refused_before(name: str) -> None:
    """64 MiB of empty things in any place cost next to nothing."""
    body = wire_forge.BOMBS[name]()
    assert len(body) <= framing.MAX_FRAME_BYTES
    decoder: msgspec.msgpack.Decoder[messages.AnyEvent] = msgspec.msgpack.Decoder(messages.AnyEvent)
    tracemalloc.start()
    try:
        with pytest.raises((msgspec.DecodeError, RecursionError)):
            decoder.decode(body)
        assert tracemalloc.get_traced_memory()[1] <= framing.MAX_FRAME_BYTES + 100_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("lie", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused(lie: float) -> None:
    """Not a number is neither less nor more than a bound, and must not slip between."""
    finished = messages.Finished(1, payloads.Answer("", "stop", "read", usage=payloads.Usage(total_s=lie)))
    assert [framing.ProtocolError] == read_all(frames(finished))


def test_what_the_airlock_may_send_fits_the_bounds() -> None:
    """The wire's bounds are those of the documents that are accepted, or wider."""
    assert formats.MAX_SENT_PX == limits.MAX_SENT_PX
    assert formats.MAX_PAGE_PX <= limits.MAX_PAGE_PX
    assert formats.MAX_SIDE_PX <= limits.MAX_SIDE_PX
    assert formats.MAX_PDF_CHARACTERS <= limits.MAX_WORDS
    assert max(entry.max_pages for entry in formats.FORMATS.values()) <= limits.MAX_PAGES
    assert max(entry.max_bytes for entry in formats.FORMATS.values()) <= limits.MAX_FILE_BYTES
    assert 3 * limits.MAX_SENT_PX + limits.MAX_PAGE_TEXT_BYTES < framing.MAX_FRAME_BYTES


@pytest.mark.parametrize(("size", "words"), [((3, 3), 3), ((1, 1), 1), ((100_000, 1_000), limits.MAX_WORDS)])
def test_a_small_page_holds_few_words(size: tuple[int, int], words: int) -> None:
    """Nobody writes 50,000 words on nine pixels."""
    assert words == limits.max_words(*size)
