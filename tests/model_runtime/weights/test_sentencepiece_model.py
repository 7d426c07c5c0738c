"""A tokenizer.model of SentencePiece splits text as an independent reading of its rule does, and a broken one is refused."""

import pytest
from tokenizers import Tokenizer

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.sentencepiece_model import read_pieces, tokenizer_json
from tests.helpers.old_internvl2 import BEHIND, control_ids, model_bytes, pieces
from tests.helpers.published_internvl2 import encoded

TEXTS = (
    "What is the total of this invoice?",
    "  two  spaces  ",
    "请用中文回答",
    "Zürich ½ \u200b🙂",
    "a\nb\tc",
    "<0x41><s><img>[UNUSED",
    "x",
)


def tokenizer(*, begins_with_space: bool = True) -> Tokenizer:
    """Return the tokenizer of a small file."""
    listed = pieces(begins_with_space)
    names = {number: name for name, number in control_ids(listed).items()}
    raw = model_bytes(listed, begins_with_space=begins_with_space)
    return Tokenizer.from_str(tokenizer_json(read_pieces(raw), names))


@pytest.mark.parametrize("begins_with_space", [True, False])
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_split_as_the_scores_say(text: str, begins_with_space: bool) -> None:
    """Typed names of bytes and of control tokens are letters; what no piece has becomes bytes; and all comes back."""
    made = tokenizer(begins_with_space=begins_with_space)
    made.encode_special_tokens = True
    ids = made.encode(text, add_special_tokens=False).ids
    assert encoded(text, pieces(begins_with_space), begins_with_space=begins_with_space) == ids
    assert text == made.decode(ids)


def test_control_tokens_stand_where_the_folder_says() -> None:
    """In reserved places and behind the pieces; they are no text."""
    made = tokenizer()
    ids = control_ids(pieces())
    for name, number in ids.items():
        assert number == made.token_to_id(name)
    assert "" == made.decode([ids[name] for name in BEHIND])


def test_spaces_are_squeezed_where_the_file_says_so() -> None:
    """As its normaliser is told to."""
    raw = model_bytes(pieces()).removesuffix(b"\x20\x00") + b"\x20\x01"
    assert read_pieces(raw).squeezes_spaces
    made = Tokenizer.from_str(tokenizer_json(read_pieces(raw), {}))
    assert made.encode("  a   b ").ids == made.encode("a b").ids


GOOD = model_bytes(pieces())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff" * 40,
        GOOD[:-3],
        GOOD[:5],
        model_bytes(pieces(), kind=1),
        model_bytes([("a", 0.0, 1)]),
        model_bytes([("", 0.0, 1), *pieces()]),
        model_bytes([("x" * 600, 0.0, 1), *pieces()]),
        b"\x0a\x03\x0a\x01\xff" + GOOD,
        b"\x0a\x04\x12\x02ab" + GOOD,
        b"\x0b" + GOOD,
        GOOD + b"\x1a\x02\x10\x01",
    ],
)
def test_a_broken_file_is_refused(raw: bytes) -> None:
    """With one code, whatever is wrong: not whole, of another kind, names without letters, without end or in no encoding."""
    with pytest.raises(RequestFailed) as raised:
        read_pieces(raw)
    assert ErrorCode.MODEL_TOKENIZER_INVALID is raised.value.code


@pytest.mark.parametrize("added", [{10_000: "<far>"}, {3: "</s>"}, {3: "<x>", 4: "<x>"}])
def test_control_tokens_that_make_no_sense_are_refused(added: dict[int, str]) -> None:
    """A gap, or a name twice."""
    with pytest.raises(RequestFailed) as raised:
        tokenizer_json(read_pieces(GOOD), added)
    assert ErrorCode.MODEL_TOKENIZER_INVALID is raised.value.code


def test_a_damaged_table_of_characters_is_refused() -> None:
    """It is read by other code, which says so in its own way."""
    raw = GOOD + b"\x1a\x06\x12\x04\xff\xff\xff\xff"
    with pytest.raises(RequestFailed) as raised:
        tokenizer_json(read_pieces(raw), {})
    assert ErrorCode.MODEL_TOKENIZER_INVALID is raised.value.code
