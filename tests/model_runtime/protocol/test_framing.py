"""Frames: whatever comes through a pipe is a message, the end, or a refusal, and never costs more than its bound."""

import itertools
import os
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.protocol import framing, limits, messages, payloads

ANYTHING: msgspec.msgpack.Decoder[messages.AnyEvent | messages.AnyRequest] = msgspec.msgpack.Decoder(
    messages.AnyEvent | messages.AnyRequest
)
PLACES = st.integers(-limits.MAX_SIDE_PX, limits.MAX_SIDE_PX)
SIDES = st.integers(1, limits.MAX_SIDE_PX)
BOXES = st.builds(payloads.Box, PLACES, PLACES, SIDES, SIDES)
TEXTS = st.text(max_size=50)
CODES = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=50)
NUMBERS = st.integers(1, limits.MAX_PAGES)
REGIONS = st.builds(payloads.Region, CODES, st.floats(0, 1), CODES, BOXES)
DETECTIONS = st.builds(
    payloads.Detection, st.builds(payloads.Size, SIDES, SIDES), st.lists(REGIONS, max_size=3).map(tuple)
)
PAGES = st.builds(
    payloads.RedactedPage,
    NUMBERS,
    st.builds(payloads.Size, SIDES, SIDES),
    st.builds(payloads.Picture, SIDES, SIDES, st.binary(max_size=100), BOXES),
    st.lists(st.builds(payloads.Word, TEXTS, BOXES), max_size=3).map(tuple),
)
IDS = st.integers(0, 2**53)
SIZES = st.integers(0, limits.MAX_FILE_BYTES)
MESSAGES = st.one_of(
    st.builds(messages.Cancel, IDS, IDS),
    st.builds(messages.GetStatus, IDS),
    st.builds(messages.OpenDocument, IDS, SIZES),
    st.builds(messages.Block, IDS, SIZES, st.binary(max_size=200)),
    st.builds(messages.KeepPage, IDS, CODES, PAGES),
    st.builds(
        messages.Generate,
        IDS,
        TEXTS,
        st.lists(CODES, max_size=3).map(tuple),
        st.builds(payloads.AnswerOptions, st.integers(1, 9999), st.floats(0, 10)),
        st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple),
    ),
    st.builds(messages.PageRedacted, IDS, PAGES),
    st.builds(
        messages.PageRead,
        IDS,
        NUMBERS,
        st.builds(payloads.Size, SIDES, SIDES),
        st.lists(st.builds(payloads.Word, TEXTS, BOXES), max_size=3).map(tuple),
    ),
    st.builds(messages.RegionsDetected, IDS, NUMBERS, DETECTIONS),
    st.builds(messages.TextDelta, IDS, TEXTS),
    st.builds(messages.EncodedBlock, IDS, st.binary(max_size=200)),
)


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    """Lend a pipe and close what is still open of it."""
    ends = os.pipe()
    try:
        yield ends
    finally:
        for fd in ends:
            try:
                os.close(fd)
            except OSError:
                continue


def frames(*said: messages.Message) -> bytes:
    """Return the bytes that `write_message` makes of messages."""
    with pipe() as (out, into):
        for message in said:
            framing.write_message(into, message)
        os.close(into)
        return b"".join(iter(lambda: os.read(out, 65536), b""))


def read_all(data: bytes, pieces: list[int] | None = None) -> list[object]:
    """Read messages from a pipe that is filled piece by piece; the last element says how it ended."""
    with pipe() as (out, into):
        cuts = [0, *sorted(pieces or []), len(data)]

        def write() -> None:
            for start, end in itertools.pairwise(cuts):
                os.write(into, data[start:end])
            os.close(into)

        writer = threading.Thread(target=write)
        writer.start()
        reader = framing.MessageReader(out, ANYTHING)
        found: list[object] = []
        try:
            while True:
                found.append(reader.read())
        except (framing.EndOfStreamError, framing.ProtocolError) as end:
            found.append(type(end))
        finally:
            while os.read(out, 65536):  # let the writer finish
                pass
            writer.join()
        return found


@given(st.lists(MESSAGES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_message_arrives_as_it_was_sent(said: list[messages.Message]) -> None:
    """What is written is read again, equal and in order, up to the end."""
    assert [*said, framing.EndOfStreamError] == read_all(frames(*said))


@given(st.lists(MESSAGES, min_size=1, max_size=3), st.data())
@settings(max_examples=40, deadline=None)
def test_any_split_of_the_stream_gives_the_same_messages(said: list[messages.Message], data: st.DataObject) -> None:
    """A pipe may hand out bytes in any pieces."""
    stream = frames(*said)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8))
    assert [*said, framing.EndOfStreamError] == read_all(stream, cuts)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_bytes_without_sense_are_refused_and_nothing_else_happens(soup: bytes) -> None:
    """Any bytes give messages and then a refusal or the end, never another exception."""
    assert read_all(soup)[-1] in (framing.EndOfStreamError, framing.ProtocolError)


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=150, deadline=None)
def test_a_frame_without_sense_is_refused(body: bytes) -> None:
    """A frame of proper length with any body is a message or a refusal."""
    end = read_all(len(body).to_bytes(4, "big") + body)[-1]
    assert end in (framing.EndOfStreamError, framing.ProtocolError)


@given(MESSAGES, st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_message_is_refused_or_read_as_another(said: messages.Message, data: st.DataObject) -> None:
    """One changed byte in a real message never raises anything but a refusal."""
    stream = bytearray(frames(said))
    stream[data.draw(st.integers(4, len(stream) - 1))] = data.draw(st.integers(0, 255))
    assert read_all(bytes(stream))[-1] in (framing.EndOfStreamError, framing.ProtocolError)


@given(MESSAGES, st.data())
@settings(max_examples=40, deadline=None)
def test_a_truncated_frame_is_refused(said: messages.Message, data: st.DataObject) -> None:
    """A stream that ends inside a frame is broken; only between two frames it has ended."""
    stream = frames(said)
    assert [framing.ProtocolError] == read_all(stream[: data.draw(st.integers(1, len(stream) - 1))])


def test_text_that_is_not_utf8_is_refused() -> None:
    """MessagePack allows any bytes in a string; the decoder's own exception for that does not get through."""
    assert [framing.ProtocolError] == read_all(
        frames(messages.TextDelta(1, "aaaa")).replace(b"aaaa", b"\xff\xfe\xfd\xfc")
    )


def test_a_message_nested_without_end_is_refused() -> None:
    """Nesting deeper than the decoder's stack is a refusal."""
    body = b"\x91" * 100_000
    assert [framing.ProtocolError] == read_all(len(body).to_bytes(4, "big") + body)


@pytest.mark.parametrize("length", [0, framing.MAX_FRAME_BYTES + 1, 2**32 - 1])
def test_a_length_out_of_bounds_is_refused_before_anything_is_allocated(length: int) -> None:
    """A lying length costs no memory."""
    with pipe() as (out, into):
        os.write(into, length.to_bytes(4, "big") + b"whatever")
        reader = framing.MessageReader(out, ANYTHING)
        tracemalloc.start()
        try:
            with pytest.raises(framing.ProtocolError):
                reader.read()
            assert tracemalloc.get_traced_memory()[1] < 100_000
        finally:
            tracemalloc.stop()


def test_a_frame_of_the_largest_size_costs_the_bound_and_no_more() -> None:
    """Reading takes one buffer of the announced length, whatever comes."""
    with pipe() as (out, into):
        os.write(into, framing.MAX_FRAME_BYTES.to_bytes(4, "big") + b"and then nothing")
        os.close(into)
        reader = framing.MessageReader(out, ANYTHING)
        tracemalloc.start()
        try:
            with pytest.raises(framing.ProtocolError):
                reader.read()
            assert tracemalloc.get_traced_memory()[1] < framing.MAX_FRAME_BYTES + 100_000
        finally:
            tracemalloc.stop()


def test_a_message_longer_than_a_frame_is_not_sent() -> None:
    """The sender refuses before the first byte, so that the stream stays whole."""
    with pipe() as (out, into):
        with pytest.raises(framing.ProtocolError):
            framing.write_message(into, messages.EncodedBlock(1, bytes(framing.MAX_FRAME_BYTES + 1)))
        framing.write_message(into, messages.Done(2))
        assert messages.Done(2) == framing.MessageReader(out, ANYTHING).read()


def test_the_reader_tells_the_length_of_the_last_frame() -> None:
    """Whoever keeps messages for later knows what they cost."""
    with pipe() as (out, into):
        framing.write_message(into, messages.EncodedBlock(1, bytes(1000)))
        reader = framing.MessageReader(out, ANYTHING)
        reader.read()
        assert len(frames(messages.EncodedBlock(1, bytes(1000)))) == reader.frame_bytes


def test_a_closed_descriptor_reads_as_the_end() -> None:
    """A pipe that cannot be read any more is the same as one that has ended."""
    with pipe() as (out, _):
        reader = framing.MessageReader(out, ANYTHING)
        os.close(out)
        with pytest.raises(framing.EndOfStreamError):
            reader.read()


def test_writing_to_a_closed_pipe_is_an_operating_system_error() -> None:
    """The writer learns that the other side has gone."""
    with pipe() as (out, into):
        os.close(out)
        with pytest.raises(BrokenPipeError):
            framing.write_message(into, messages.Done(1))
