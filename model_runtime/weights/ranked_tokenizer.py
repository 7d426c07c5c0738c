"""Read tokenizer.model as GLM-4 publishes it: pieces of bytes in base64, each with its rank; text to token ids and back.

The rule is tiktoken's: of all neighbours that form a piece, those that form the one of lowest rank are joined first. The
`tokenizers` package does the same when it is given every way to split each piece in two, in the order of the ranks.
Special tokens are no text here: whoever types one gets plain words, and ids that are no piece decode to nothing.
"""

import base64
import binascii
from collections.abc import Sequence

from tokenizers import Regex, decoders, models, pre_tokenizers
from tokenizers import Tokenizer as RustTokenizer

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_folder import ModelFolder

RANKS_FILE = "tokenizer.model"
MAX_RANKS_BYTES = 16 << 20
"""GLM-4's is 2.6 MB."""

_MAX_PIECE_BYTES = 512

_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""How text is cut before pieces are joined."""


class RankedTokenizer:
    """A folder's tokenizer. Safe to use from several threads.

    Attributes:
        json: the same as a tokenizer.json.
        vocab_size: how many pieces there are.
    """

    def __init__(self, folder: ModelFolder) -> None:
        """Raises RequestFailed: MODEL_FILE_MISSING, MODEL_LINK, WEIGHTS_CHANGED or MODEL_TOKENIZER_INVALID."""
        raw = folder.read(RANKS_FILE, MAX_RANKS_BYTES)
        if raw is None:
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID, limit=MAX_RANKS_BYTES)
        pieces = _pieces(raw)
        letters = _letters()
        names = {"".join(letters[byte] for byte in piece): rank for rank, piece in enumerate(pieces)}
        tokenizer = RustTokenizer(models.BPE(names, _merges(names)))
        cut = pre_tokenizers.Split(Regex(_WORDS), "isolated")
        as_letters = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([cut, as_letters])
        tokenizer.decoder = decoders.ByteLevel()
        self._tokenizer = tokenizer
        self.json = tokenizer.to_str()
        self.vocab_size = len(pieces)

    def encode(self, text: str) -> list[int]:
        """Return the ids of `text` as one string, nothing put before or behind it."""
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of `ids` that are pieces; bytes that are no whole character become U+FFFD."""
        return self._tokenizer.decode([one for one in ids if one < self.vocab_size], skip_special_tokens=True)


def _pieces(raw: bytes) -> list[bytes]:
    """Return the pieces by rank, which count from 0 without a gap. Raises RequestFailed MODEL_TOKENIZER_INVALID."""
    pieces: list[bytes] = []
    for number, line in enumerate(raw.splitlines()):
        encoded, _, rank = line.partition(b" ")
        try:
            piece = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            piece = b""
        if rank.strip() != str(number).encode() or not 0 < len(piece) <= _MAX_PIECE_BYTES:
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
        pieces.append(piece)
    if len(set(pieces)) != len(pieces) or {bytes([byte]) for byte in range(256)} - set(pieces):
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
    return pieces


def _merges(names: dict[str, int]) -> list[tuple[str, str]]:
    """Return every split of a piece into two pieces, in the order of what they join to."""
    return [
        (name[:at], name[at:])
        for name in names
        for at in range(1, len(name))
        if name[:at] in names and name[at:] in names
    ]


def _letters() -> list[str]:
    """Return the letter that stands for each byte in byte-level tokenizers: itself where it prints, else one from U+0100."""
    printed = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = iter(range(0x100, 0x200))
    return [chr(byte) if byte in printed else chr(next(others)) for byte in range(256)]
