"""A safetensors header is believed only where it describes the file exactly."""

import io
import json
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.safetensors_header import MAX_HEADER_BYTES, read_header

ONE = {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}


def file_with(header: Mapping[str, object] | bytes, data: bytes = bytes(24)) -> bytes:
    """Return a file's bytes with this header and these tensor bytes."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw)) + raw + data


def code_of(content: bytes) -> ErrorCode | None:
    """Return the code that reading this file ends with, None when it is accepted."""
    try:
        read_header(io.BytesIO(content), len(content), 1)
    except RequestFailed as error:
        return error.code
    return None


def test_reads_what_the_reference_library_writes(tmp_path: Path) -> None:
    """Names, types, shapes and bytes of a file by safetensors itself."""
    tensors = {"b": torch.arange(6.0).view(2, 3), "a": torch.ones(5, dtype=torch.bfloat16), "c": torch.empty(0, 4)}
    path = tmp_path / "x.safetensors"
    save_file(tensors, path, metadata={"format": "pt"})
    content = path.read_bytes()
    entries = {entry.name: entry for entry in read_header(io.BytesIO(content), len(content), 1)}
    assert {name: entry.shape for name, entry in entries.items()} == {"a": (5,), "b": (2, 3), "c": (0, 4)}
    found = entries["b"]
    values = content[found.offset : found.offset + found.size_bytes]
    assert values == tensors["b"].numpy().tobytes()


@pytest.mark.parametrize(
    "entry",
    [
        {**ONE, "dtype": "F33"},
        {**ONE, "dtype": 3},
        {**ONE, "shape": [2, -3]},
        {**ONE, "shape": [2.0, 3]},
        {**ONE, "shape": [True, 6]},
        {**ONE, "shape": [2, 4]},
        {**ONE, "shape": [1] * 9},
        {**ONE, "shape": [1 << 62, 1 << 62]},
        {**ONE, "shape": "6"},
        {**ONE, "data_offsets": [24, 0]},
        {**ONE, "data_offsets": [-24, 0]},
        {**ONE, "data_offsets": [0, 24, 48]},
        {**ONE, "data_offsets": [8, 32]},
        {**ONE, "more": 1},
        {"dtype": "F32", "shape": [2, 3]},
        [],
        None,
    ],
)
def test_a_wrong_description_is_refused(entry: object) -> None:
    """Unknown types, impossible shapes, offsets that do not fit and surplus keys."""
    assert code_of(file_with({"x": entry})) == ErrorCode.WEIGHTS_HEADER_INVALID


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{", b'{"x": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b'{"x": ' + b"9" * 5000 + b"}"],
)
def test_what_is_no_json_object_is_refused(raw: bytes) -> None:
    """Broken, deeply nested and oversized JSON ends in the same code."""
    assert code_of(file_with(raw)) == ErrorCode.WEIGHTS_HEADER_INVALID


def test_overlapping_tensors_are_refused() -> None:
    """Two names for the same bytes would let one tensor change with the other."""
    header = {"x": ONE, "y": {**ONE, "data_offsets": [12, 36]}}
    assert code_of(file_with(header, bytes(36))) == ErrorCode.WEIGHTS_HEADER_INVALID


def test_a_name_that_comes_twice_is_refused() -> None:
    """JSON parsers disagree on which of two equal keys counts."""
    entry = json.dumps(ONE)
    assert code_of(file_with(f'{{"x": {entry}, "x": {entry}}}'.encode())) == ErrorCode.WEIGHTS_HEADER_INVALID


def test_bytes_that_belong_to_no_tensor_are_refused() -> None:
    """A gap or an end that no tensor covers can hide anything."""
    assert code_of(file_with({"x": ONE}, bytes(25))) == ErrorCode.WEIGHTS_HEADER_INVALID


@pytest.mark.parametrize("kept", [0, 7, 8, 40, -1])
def test_a_cut_file_is_called_truncated(kept: int) -> None:
    """In the length, in the header and in the data."""
    assert code_of(file_with({"x": ONE})[:kept]) == ErrorCode.WEIGHTS_TRUNCATED


@pytest.mark.parametrize("length", [MAX_HEADER_BYTES + 1, 1 << 40, (1 << 64) - 1])
def test_a_huge_header_length_takes_no_memory(length: int) -> None:
    """The length is refused before a byte is read for it."""
    assert code_of(struct.pack("<Q", length) + b"{}") == ErrorCode.WEIGHTS_HEADER_INVALID


def test_a_renamed_pickle_is_called_by_its_name(tmp_path: Path) -> None:
    """torch.save's file does not become safe by a suffix."""
    torch.save({"x": torch.ones(3)}, tmp_path / "x.safetensors")
    assert code_of((tmp_path / "x.safetensors").read_bytes()) == ErrorCode.MODEL_UNSAFE_FORMAT


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_code(content: bytes) -> None:
    """Nothing but RequestFailed ever comes out of a hostile file."""
    assert code_of(content) in (
        ErrorCode.WEIGHTS_TRUNCATED,
        ErrorCode.WEIGHTS_HEADER_INVALID,
        ErrorCode.MODEL_UNSAFE_FORMAT,
        None,
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
        max_leaves=12,
    ).map(lambda value: {"x": value})
)
def test_any_json_ends_in_a_code(header: dict[str, object]) -> None:
    """Whatever a header says, it is refused or it describes the file."""
    assert code_of(file_with(header)) in (ErrorCode.WEIGHTS_TRUNCATED, ErrorCode.WEIGHTS_HEADER_INVALID)
