"""Read a tokenizer.model of SentencePiece (BPE), and write it as the tokenizer.json that does the same.

The file is a protocol buffer (https://github.com/google/sentencepiece, `sentencepiece_model.proto`), of which a few fields
matter; neither of the two packages is needed for them. Joining follows the scores: of all neighbours that form a piece,
those of the highest score are joined first. Bytes that no piece has become pieces of one byte each.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from tokenizers import AddedToken, Regex, decoders, models, normalizers
from tokenizers import Tokenizer as RustTokenizer

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

MAX_MODEL_BYTES = 16 << 20
"""InternLM 2's is 1.5 MB."""

MAX_PIECES = 1 << 20
MAX_PIECE_CHARS = 512

_NORMAL, _UNKNOWN, _USER_DEFINED = 1, 2, 4
_BPE = 2
_VARINT_BITS = 70
_SPACE = "\N{LOWER ONE EIGHTH BLOCK}"
"""Stands for a space inside pieces."""


@dataclass(frozen=True)
class Piece:
    """A token: its text, how early it is joined, and what it is for."""

    text: str
    score: float = 0.0
    kind: int = _NORMAL


@dataclass(frozen=True)
class SentencePieces:
    """What a file says.

    Attributes:
        charsmap: replacements of characters before all else, in SentencePiece's own form; empty: none.
        begins_with_space: a space is put in front of every text.
        squeezes_spaces: several spaces count as one, those at both ends as none.
    """

    pieces: tuple[Piece, ...]
    charsmap: bytes
    begins_with_space: bool
    squeezes_spaces: bool


def read_pieces(raw: bytes) -> SentencePieces:
    """Parse a file. Raises RequestFailed MODEL_TOKENIZER_INVALID for what is none, or not of the kind BPE."""
    pieces: list[Piece] = []
    trainer: dict[int, int | bytes] = {}
    normalizer: dict[int, int | bytes] = {}
    for number, value in _fields(raw):
        if number == 1 and isinstance(value, bytes):
            pieces.append(_piece(dict(_fields(value))))
        elif number == 2 and isinstance(value, bytes):
            trainer |= dict(_fields(value))
        elif number == 3 and isinstance(value, bytes):
            normalizer |= dict(_fields(value))
        if len(pieces) > MAX_PIECES:
            _invalid()
    if trainer.get(3) != _BPE or not any(piece.kind == _UNKNOWN for piece in pieces):
        _invalid()
    charsmap = normalizer.get(2, b"")
    return SentencePieces(
        tuple(pieces),
        charsmap if isinstance(charsmap, bytes) else _invalid(),
        bool(normalizer.get(3, 1)),
        bool(normalizer.get(4, 1)),
    )


def tokenizer_json(model: SentencePieces, added: Mapping[int, str]) -> str:
    """Return the same tokenizer for the `tokenizers` package. `added` are control tokens by id, instead of pieces or behind them.

    Raises RequestFailed MODEL_TOKENIZER_INVALID for a name or an id that is there twice or leaves a gap.
    """
    names = [added.get(number, piece.text) for number, piece in enumerate(model.pieces)]
    behind = sorted(number for number in added if number >= len(names))
    vocabulary = {name: number for number, name in enumerate(names)}
    is_distinct = len(vocabulary) == len(names) and len(set(added.values()) | set(names)) == len(names) + len(behind)
    if behind != list(range(len(names), len(names) + len(behind))) or not is_distinct:
        _invalid()
    unknown = next(names[number] for number, piece in enumerate(model.pieces) if piece.kind == _UNKNOWN)
    merges = _merges({p.text: p.score for number, p in enumerate(model.pieces) if _is_text(p) and number not in added})
    tokenizer = RustTokenizer(models.BPE(vocabulary, merges, unk_token=unknown, fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence(_normalizers(model))
    tokenizer.decoder = decoders.Sequence(_decoders(model))
    whole = [p.text for number, p in enumerate(model.pieces) if p.kind == _USER_DEFINED and number not in added]
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in whole])
    tokenizer.add_special_tokens(
        [AddedToken(added[number], normalized=False, special=True) for number in sorted(added)]
    )
    return tokenizer.to_str()


def _is_text(piece: Piece) -> bool:
    """Tell whether a piece comes of joining; whoever types the name of a byte or of a control token gets its letters."""
    return piece.kind == _NORMAL


def _merges(scores: Mapping[str, float]) -> list[tuple[str, str]]:
    """Return every split of a piece into two pieces, in the order in which they are joined."""
    splits = (
        (-score, text[:at], text[at:])
        for text, score in scores.items()
        for at in range(1, len(text))
        if text[:at] in scores and text[at:] in scores
    )
    return [(left, right) for _, left, right in sorted(splits, key=lambda split: split[0])]


def _normalizers(model: SentencePieces) -> list[normalizers.Normalizer]:
    steps: list[normalizers.Normalizer] = []
    if model.charsmap:
        try:
            steps.append(normalizers.Precompiled(model.charsmap))
        except Exception:  # noqa: BLE001 - the Rust side raises plain Exception
            _invalid()
    if model.squeezes_spaces:
        steps += [normalizers.Strip(), normalizers.Replace(Regex(" {2,}"), " ")]
    if model.begins_with_space:
        steps.append(normalizers.Prepend(_SPACE))
    return [*steps, normalizers.Replace(" ", _SPACE)]


def _decoders(model: SentencePieces) -> list[decoders.Decoder]:
    steps = [decoders.Replace(_SPACE, " "), decoders.ByteFallback(), decoders.Fuse()]
    return [*steps, decoders.Strip(" ", 1, 0)] if model.begins_with_space else steps


def _piece(fields: Mapping[int, int | bytes]) -> Piece:
    text, score, kind = fields.get(1, b""), fields.get(2, b"\0\0\0\0"), fields.get(3, _NORMAL)
    if not isinstance(text, bytes) or not isinstance(score, bytes) or len(score) != 4 or not isinstance(kind, int):
        _invalid()
    try:
        name = text.decode("utf-8")
    except UnicodeDecodeError:
        _invalid()
    if not 0 < len(name) <= MAX_PIECE_CHARS:
        _invalid()
    return Piece(name, struct.unpack("<f", score)[0], kind)


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field of a protocol buffer; numbers of fixed length as bytes."""
    position = 0
    while position < len(raw):
        key, position = _varint(raw, position)
        if key & 7 == 0:
            value, position = _varint(raw, position)
            yield key >> 3, value
            continue
        size = {1: 8, 5: 4}.get(key & 7)
        if key & 7 == 2:
            size, position = _varint(raw, position)
        if size is None or position + size > len(raw):
            _invalid()
        yield key >> 3, raw[position : position + size]
        position += size


def _varint(raw: bytes, position: int) -> tuple[int, int]:
    """Return a number and where it ends."""
    value = shift = 0
    while position < len(raw) and shift < _VARINT_BITS:
        value |= (raw[position] & 127) << shift
        position, shift = position + 1, shift + 7
        if raw[position - 1] < 128:
            return value, position
    raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)


def _invalid() -> NoReturn:
    raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
