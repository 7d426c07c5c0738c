"""Parse the header of a safetensors file, believing nothing in it.

Format: https://huggingface.co/docs/safetensors, `8 bytes length | JSON | data`. Stricter than the reference reader: no
gaps, no overlaps, no names twice, nothing after the last tensor. Reads no tensor and knows no model.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn, Protocol

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

MAX_HEADER_BYTES = 16 << 20
"""The largest published header (a 4-bit 19B model in one file) is below 1 MiB; the format's own limit is 100 MB."""

MAX_TENSORS = 100_000
MAX_DIMENSIONS = 8
MAX_NAME_LENGTH = 512

_LOADED = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
_REDUCED = {"F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "U16": 2, "U32": 4, "U64": 8}
"""Never loaded. But an honest folder has them that somebody else made 8 or 4 bits of: it is refused for what it is, not as one
that lies."""

DTYPE_BYTES = _LOADED | _REDUCED
"""The format's types whose numbers take whole bytes; any other is refused."""

MAX_JSON_DEPTH = 64
"""Settings of families are nested four times. What goes through a document part by part would run out of stack."""

_PICKLE_STARTS = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
"""torch.save writes a zip archive or, before 1.6, a bare pickle: renaming one makes no safetensors file of it."""


@dataclass(frozen=True)
class TensorEntry:
    """Where one tensor lies: `size_bytes` from byte `offset` of the file (not of the data part)."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    size_bytes: int


class Readable(Protocol):
    """What a header is read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; fewer only at the end."""
        ...


def read_header(file: Readable, file_bytes: int, number: int) -> tuple[TensorEntry, ...]:
    """Return a file's tensors in the order in which they lie. `number` (1-based) tells errors which file it was.

    Raises RequestFailed: MODEL_UNSAFE_FORMAT for a pickle, WEIGHTS_TRUNCATED, TENSOR_DUPLICATE, WEIGHTS_HEADER_INVALID.
    """
    start = file.read(8)
    if len(start) < 8:
        raise RequestFailed(ErrorCode.WEIGHTS_TRUNCATED, file=number)
    header_bytes = int.from_bytes(start, "little")
    if header_bytes > MAX_HEADER_BYTES and start.startswith(_PICKLE_STARTS):
        raise RequestFailed(ErrorCode.MODEL_UNSAFE_FORMAT, file=number)
    if header_bytes > MAX_HEADER_BYTES:
        raise RequestFailed(ErrorCode.WEIGHTS_HEADER_INVALID, file=number)
    raw = file.read(header_bytes)
    if len(raw) < header_bytes:
        raise RequestFailed(ErrorCode.WEIGHTS_TRUNCATED, file=number)
    untrusted = parse_json_object(raw)
    if untrusted is None or len(untrusted) > MAX_TENSORS:
        _invalid(number)
    untrusted.pop("__metadata__", None)
    data_start = 8 + header_bytes
    entries = [_entry(name, value, data_start, number) for name, value in untrusted.items()]
    entries.sort(key=lambda entry: (entry.offset, entry.size_bytes))
    _check_layout(entries, data_start, file_bytes, number)
    return tuple(entries)


class _DuplicateKeyError(ValueError):
    """A JSON object names a key twice; parsers disagree on which one counts."""


def parse_json_object(raw: bytes) -> dict[str, object] | None:
    """Parse bytes as one JSON object without duplicate keys or NaN, and not nested for ever; None for anything else."""
    try:
        document = json.loads(raw.decode("utf-8"), object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and _is_shallow(document) else None


def _is_shallow(document: object) -> bool:
    level = [document]
    for _ in range(MAX_JSON_DEPTH):
        level = [member for one in level for member in _members(one) if isinstance(member, dict | list)]
        if not level:
            return True
    return False


def _members(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise _DuplicateKeyError
    return document


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _entry(name: str, value: object, data_start: int, number: int) -> TensorEntry:
    match value:
        case {"dtype": str(dtype), "shape": [*shape], "data_offsets": [int(begin), int(end)], **rest} if not rest:
            pass
        case _:
            _invalid(number)
    sizes = tuple(size for size in shape if isinstance(size, int) and not isinstance(size, bool) and size >= 0)
    if len(sizes) != len(shape) or len(sizes) > MAX_DIMENSIONS or not 0 < len(name) <= MAX_NAME_LENGTH:
        _invalid(number)
    if dtype not in DTYPE_BYTES or not 0 <= begin <= end or math.prod(sizes) * DTYPE_BYTES[dtype] != end - begin:
        _invalid(number)
    return TensorEntry(name, dtype, sizes, data_start + begin, end - begin)


def _check_layout(entries: list[TensorEntry], data_start: int, file_bytes: int, number: int) -> None:
    position = data_start
    for entry in entries:
        if entry.offset != position:  # an overlap when it lies before, a gap when behind
            _invalid(number)
        position += entry.size_bytes
    if position > file_bytes:
        raise RequestFailed(ErrorCode.WEIGHTS_TRUNCATED, file=number)
    if position < file_bytes:
        _invalid(number)


def _invalid(number: int) -> NoReturn:
    raise RequestFailed(ErrorCode.WEIGHTS_HEADER_INVALID, file=number)
