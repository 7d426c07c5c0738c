"""Turn tokens into text as they come, without ever splitting a character.

A token is a piece of bytes: one character can take several tokens, and a decoder shows the half of it as U+FFFD. Text
is held back while it ends so. Joined, the pieces are exactly the text of all tokens.
Does not choose tokens.
"""

from collections.abc import Sequence
from typing import Protocol

_INCOMPLETE = "\ufffd"


class Decoder(Protocol):
    """The half of a tokenizer that is used here."""

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of token ids, without special tokens."""
        ...


class TextStream:
    """The text of one answer. Decodes only the last complete piece and what came after it, so that each token is cheap.

    The piece before is decoded along because some decoders drop or add a space at the very beginning.
    """

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._before: list[int] = []
        self._after: list[int] = []

    def push(self, token_id: int) -> str:
        """Take a token and return the text that is now certain: often a word, sometimes nothing."""
        self._after.append(token_id)
        text = self._new_text()
        if not text or text.endswith(_INCOMPLETE):
            return ""
        self._before, self._after = self._after, []
        return text

    def finish(self) -> str:
        """Return what was held back; half a character is shown as U+FFFD, as any decoder shows it."""
        text = self._new_text()
        self._before, self._after = [], []
        return text

    def _new_text(self) -> str:
        known = self._decoder.decode(self._before)
        whole = self._decoder.decode(self._before + self._after)
        return whole[len(known) :]
