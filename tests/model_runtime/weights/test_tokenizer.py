"""A tokenizer.json turns text into ids and back, or is refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.tokenizer import Tokenizer
from tests.helpers.write_tiny_checkpoint import TINY_CONFIG, write_tiny_checkpoint


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a byte-level tokenizer."""
    folder = tmp_path_factory.mktemp("model")
    write_tiny_checkpoint(folder)
    return folder


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(folder: Path, text: str) -> None:
    """Bytes that no merge covers are tokens of their own."""
    tokenizer = Tokenizer(ModelFolder(folder))
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_nothing_is_put_around_the_text_and_special_tokens_are_not_shown(folder: Path) -> None:
    """The prompt says where bos stands, and an answer's end is no text."""
    tokenizer = Tokenizer(ModelFolder(folder))
    special = [TINY_CONFIG["bos_token_id"], *TINY_CONFIG["eos_token_id"], TINY_CONFIG["pad_token_id"]]
    ids = tokenizer.encode("yes")
    assert not set(ids) & set(special)
    assert tokenizer.decode([*ids, *special]) == "yes"
    assert tokenizer.vocab_size == TINY_CONFIG["vocab_size"]


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"model": {"type": "BPE"}}'])
def test_a_broken_tokenizer_is_refused(tmp_path: Path, raw: bytes) -> None:
    """With one code, whatever the Rust side says."""
    (tmp_path / "tokenizer.json").write_bytes(raw)
    with pytest.raises(RequestFailed) as caught:
        Tokenizer(ModelFolder(tmp_path))
    assert caught.value.code == ErrorCode.MODEL_TOKENIZER_INVALID
