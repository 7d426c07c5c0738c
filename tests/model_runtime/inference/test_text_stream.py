"""Text comes in pieces that are whole characters and together are exactly the decoded answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from model_runtime.inference.text_stream import TextStream
from tests.helpers.write_tiny_checkpoint import SPECIAL_TOKENS, byte_level_tokenizer

BYTES = byte_level_tokenizer(["héllo wörld 日本語 👩‍👩‍👧 naïve"] * 3, 384)


class Words:
    """A tokenizer that joins words by spaces, so that a first word looks different from a later one."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer(models.WordLevel({"red": 0, "green": 1, "blue": 2}, unk_token="red"))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        self._tokenizer.decoder = decoders.WordPiece()

    def decode(self, ids: list[int]) -> str:
        """Return the text of token ids."""
        return self._tokenizer.decode(ids)


def _pieces(decoder: object, ids: list[int]) -> list[str]:
    stream = TextStream(decoder)  # type: ignore[arg-type]
    return [*(stream.push(token) for token in ids), stream.finish()]


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_arrives_whole_character_by_character(text: str) -> None:
    """No piece holds half a character, and joined they are the text."""
    pieces = _pieces(BYTES, BYTES.encode(text, add_special_tokens=False).ids)
    assert text == "".join(pieces)
    assert all("\ufffd" not in piece for piece in pieces) or "\ufffd" in text


@given(st.lists(st.integers(0, 383), max_size=40))
@settings(deadline=None)
def test_any_tokens_arrive_as_they_decode(ids: list[int]) -> None:
    """Also bytes that are no text at all, and special tokens, which have none."""
    assert BYTES.decode(ids) == "".join(_pieces(BYTES, ids))


@given(st.lists(st.integers(0, 2), max_size=12))
@settings(deadline=None)
def test_spaces_between_words_are_kept(ids: list[int]) -> None:
    """Where the decoder puts a space depends on the word before."""
    assert Words().decode(ids) == "".join(_pieces(Words(), ids))


def test_a_character_of_several_tokens_is_held_back_until_it_is_whole() -> None:
    """Four bytes of an emoji: nothing, nothing, nothing, the emoji."""
    ids = byte_level_tokenizer([""], 384).encode("👍", add_special_tokens=False).ids
    assert _pieces(byte_level_tokenizer([""], 384), ids) == ["", "", "", "👍", ""]


def test_half_a_character_at_the_end_is_shown_as_such() -> None:
    """An answer cut off by its length shows what every decoder shows."""
    plain = byte_level_tokenizer([""], 384)
    ids = plain.encode("👍", add_special_tokens=False).ids[:2]
    assert plain.decode(ids) == "".join(_pieces(plain, ids))


@pytest.mark.parametrize("token", SPECIAL_TOKENS)
def test_special_tokens_have_no_text(token: str) -> None:
    """Before, between or after words."""
    number = BYTES.encode(token, add_special_tokens=False).ids[0]
    hello = BYTES.encode("héllo", add_special_tokens=False).ids
    assert "".join(_pieces(BYTES, [number, *hello, number, *hello, number])) == "héllohéllo"
