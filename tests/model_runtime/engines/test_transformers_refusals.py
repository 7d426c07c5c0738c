"""Folders that are hostile, half or of another kind: each is refused with its own code, before anything of it is used."""

from pathlib import Path

import pytest

from model_runtime.engines.transformers_engine import check_weights
from model_runtime.engines.transformers_families.judging import open_weights
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from tests.helpers.tiny_families import folders
from tests.helpers.tiny_families.spoiling import KINDS, spoil
from tests.helpers.tiny_families.writing import read_json, write_json

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""numpy about torch's tensors, inside transformers."""

CODES = {
    "pickle": ErrorCode.MODEL_UNSAFE_FORMAT,
    "pickle_only": ErrorCode.MODEL_UNSAFE_FORMAT,
    "wrong_architecture": ErrorCode.MODEL_NOT_NATIVE,
    "template_escape": ErrorCode.MODEL_TEMPLATE_INVALID,
    "template_loop": ErrorCode.MODEL_TEMPLATE_INVALID,
    "missing_shard": ErrorCode.MODEL_FILE_MISSING,
    "index_escape": ErrorCode.WEIGHTS_INDEX_INVALID,
    "symlink": ErrorCode.MODEL_LINK,
    "truncated": ErrorCode.WEIGHTS_TRUNCATED,
    "huge_header": ErrorCode.WEIGHTS_HEADER_INVALID,
    "extra_tensor": ErrorCode.TENSOR_UNKNOWN,
    "missing_tensor": ErrorCode.TENSOR_MISSING,
    "wrong_shape": ErrorCode.TENSOR_SHAPE,
    "attn_kernel": ErrorCode.MODEL_FOREIGN_CODE,
    "quantizer": ErrorCode.MODEL_QUANTIZED,
    "quantizer_awq": ErrorCode.MODEL_QUANTIZED,
    "adapter": ErrorCode.MODEL_ADAPTER,
    "unknown_type": ErrorCode.MODEL_FAMILY_UNKNOWN,
    "huge_config": ErrorCode.TENSOR_MISSING,
}
"""By kind of harm. One is none: code in a folder is left where it is, and names that point to it mean nothing."""


@pytest.mark.parametrize("kind", sorted(CODES))
def test_a_spoiled_folder_is_refused(tmp_path: Path, kind: str) -> None:
    """And nothing in it has run."""
    folder = tmp_path / kind
    spoil(folders.tiny("llava"), folder, kind)
    with pytest.raises(RequestFailed) as raised:
        check_weights(folder)
    assert CODES[kind] is raised.value.code
    assert not (folder / "EXECUTED").exists()


def test_code_beside_the_weights_means_nothing(tmp_path: Path) -> None:
    """Official folders carry it: they load as if it were not there."""
    assert {"auto_map"} == set(KINDS) - CODES.keys()
    folder = tmp_path / "auto_map"
    spoil(folders.tiny("llava"), folder, "auto_map")
    assert "llava" == check_weights(folder).name
    assert not (folder / "EXECUTED").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"model_type": "qwen", "architectures": ["QWenLMHeadModel"]}, ErrorCode.MODEL_SUPERSEDED),
        ({"model_type": "internvl_chat"}, ErrorCode.MODEL_SUPERSEDED),
        ({"model_type": "llama"}, ErrorCode.MODEL_FAMILY_UNKNOWN),
        ({"model_type": ["llava"]}, ErrorCode.MODEL_FAMILY_UNKNOWN),
        ({"architectures": None}, ErrorCode.MODEL_NOT_NATIVE),
        ({"architectures": ["LlavaForConditionalGeneration", "Other"]}, ErrorCode.MODEL_NOT_NATIVE),
        ({"text_config": {"model_type": "mamba"}}, ErrorCode.MODEL_NOT_NATIVE),
        ({"text_config": {"attn_implementation": "org/kernel"}}, ErrorCode.MODEL_FOREIGN_CODE),
        ({"text_config": {"model_type": "llama", "num_hidden_layers": "two"}}, ErrorCode.MODEL_CONFIG_INVALID),
        ({"image_seq_length": 1 << 40}, ErrorCode.MODEL_CONFIG_INVALID),
    ],
)
def test_a_config_is_believed_in_nothing(tmp_path: Path, changes: dict[str, object], code: ErrorCode) -> None:
    """Type and class must both be of one row; parts are of known types; numbers have an end."""
    folder = tmp_path / "changed"
    spoil(folders.tiny("llava"), folder, "auto_map")  # a copy
    write_json(folder / "config.json", read_json(folder / "config.json") | changes)
    with pytest.raises(RequestFailed) as raised:
        open_weights(folder)
    assert code is raised.value.code


@pytest.mark.parametrize("file", ["processor_config.json", "chat_template.jinja", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"image_processor": 1, "added_tokens": 2}'])
def test_a_broken_file_is_a_fault_of_the_folder(tmp_path: Path, file: str, content: bytes) -> None:
    """One of the codes for it, never a bug of ours; a template may also be nothing but words without a picture."""
    folder = tmp_path / "broken"
    spoil(folders.tiny("llava"), folder, "auto_map")
    (folder / file).write_bytes(content)
    with pytest.raises(RequestFailed) as raised:
        open_weights(folder)
    assert raised.value.code.value.startswith("model_")


def test_a_second_tokenizer_outside_the_folder_is_a_link(tmp_path: Path) -> None:
    """The folder inside may be none that leads elsewhere."""
    folder = tmp_path / "linked"
    spoil(folders.tiny("instructblip"), folder, "auto_map")
    inside = folder / "qformer_tokenizer"
    inside.rename(tmp_path / "elsewhere")
    inside.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RequestFailed) as raised:
        open_weights(folder)
    assert ErrorCode.MODEL_LINK is raised.value.code
