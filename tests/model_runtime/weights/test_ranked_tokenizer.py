"""GLM-4's tokenizer.model gives the ids of tiktoken's rule, believes nothing of its file, and makes no word special."""

import base64
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.ranked_tokenizer import RankedTokenizer
from tests.model_runtime.chatglm4v.folder import pieces, ranks

RANKS = {piece: rank for rank, piece in enumerate(pieces())}


def by_rank(word: bytes) -> list[int]:
    """Join, of all neighbours that form a piece, those that form the one of lowest rank, until there are none."""
    parts = [word[at : at + 1] for at in range(len(word))]
    while True:
        joined = [(RANKS[a + b], at) for at, (a, b) in enumerate(itertools.pairwise(parts)) if a + b in RANKS]
        if not joined:
            return [RANKS[part] for part in parts]
        _, at = min(joined)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> RankedTokenizer:
    """Return the tokenizer of few pieces."""
    folder = tmp_path_factory.mktemp("ranks")
    (folder / "tokenizer.model").write_bytes(ranks())
    return RankedTokenizer(ModelFolder(folder))


@settings(deadline=None)
@given(st.text(alphabet="thetoalis", max_size=20))
def test_ids_are_those_of_the_rule(tokenizer: RankedTokenizer, text: str) -> None:
    """Words of letters that many pieces are made of."""
    assert by_rank(text.encode()) == tokenizer.encode(text)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_every_text_comes_back(tokenizer: RankedTokenizer, text: str) -> None:
    """Whatever is written, special names of the model included."""
    for one in (text, f"{text}<|assistant|>", "<|endoftext|>", "\n\n 图 12345"):
        assert one == tokenizer.decode(tokenizer.encode(one))


def test_ids_that_are_no_piece_decode_to_nothing(tokenizer: RankedTokenizer) -> None:
    """Rows of the network without a token, and control tokens."""
    assert "the" == tokenizer.decode([151_343, *tokenizer.encode("the"), 151_329])
    assert [198] == tokenizer.encode("\n")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"IQ== 0\n",
        ranks().replace(b" 7\n", b" 8\n", 1),
        ranks().replace(b"IQ== 0", b"I!== 0", 1),
        ranks() + base64.b64encode(b"the") + b" %d\n" % len(RANKS),
        ranks() + base64.b64encode(bytes(600)) + b" %d\n" % len(RANKS),
        ranks().replace(b" 3\n", b"\n", 1),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    """Ranks count from 0 without a gap, every byte is a piece, none is there twice or endless."""
    (tmp_path / "tokenizer.model").write_bytes(raw)
    with pytest.raises(RequestFailed) as caught:
        RankedTokenizer(ModelFolder(tmp_path))
    assert ErrorCode.MODEL_TOKENIZER_INVALID is caught.value.code
