"""Read tokenizer.json: text to token ids and back.

Wraps the `tokenizers` package (Rust, no network, no code from the folder). Knows no prompt template: text comes in
whole, special tokens are named by id elsewhere.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence

from tokenizers import Tokenizer as RustTokenizer

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_files import TOKENIZER_FILE
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.tokenizer_growth import MAX_GROWTH, growth

MAX_TOKENIZER_BYTES = 64 << 20
"""Llama 3's is 9 MB."""


@contextlib.contextmanager
def told_panics() -> Iterator[None]:
    """Say so where a file makes the Rust side panic, which is no Exception and would end the process.

    Raises RequestFailed MODEL_TOKENIZER_INVALID.
    """
    try:
        yield
    except (Exception, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID) from error


def parsed(text: str) -> RustTokenizer:
    """Return the tokenizer that a file describes, but for its wishes to cut text off or to fill it up.

    One that could make much of little is refused: memory for it would be asked for when somebody types the right letter.

    Raises RequestFailed MODEL_TOKENIZER_INVALID.
    """
    with told_panics():
        try:
            tokenizer = RustTokenizer.from_str(text)
        except Exception as error:  # the Rust side raises plain Exception
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID) from error
    steps = (one for one in (tokenizer.normalizer, tokenizer.decoder) if one is not None)
    if any(growth(json.loads(step.__getstate__())) > MAX_GROWTH for step in steps):
        raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID)
    tokenizer.no_truncation()  # left over from training; a question would lose its end, or its picture, in silence
    tokenizer.no_padding()
    return tokenizer


class Tokenizer:
    """A folder's tokenizer. Safe to use from several threads.

    Attributes:
        json: the text that it was made from.
    """

    def __init__(self, folder: ModelFolder) -> None:
        """Raises RequestFailed: MODEL_FILE_MISSING, MODEL_LINK, WEIGHTS_CHANGED or MODEL_TOKENIZER_INVALID."""
        raw = folder.read(TOKENIZER_FILE, MAX_TOKENIZER_BYTES)
        if raw is None:
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID, limit=MAX_TOKENIZER_BYTES)
        try:
            self.json = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RequestFailed(ErrorCode.MODEL_TOKENIZER_INVALID) from error
        self._tokenizer = parsed(self.json)

    @property
    def vocab_size(self) -> int:
        """One more than the largest id it can give."""
        return 1 + max(self._tokenizer.get_vocab(with_added_tokens=True).values(), default=-1)

    def encode(self, text: str) -> list[int]:
        """Return the ids of `text` as one string, nothing put before or behind it."""
        with told_panics():
            return self._tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of `ids` without special tokens; bytes that are no whole character become U+FFFD."""
        with told_panics():
            return self._tokenizer.decode(list(ids), skip_special_tokens=True)
