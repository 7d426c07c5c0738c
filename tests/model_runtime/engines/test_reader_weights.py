"""The built-in reader loads the published networks or none."""

import shutil
from pathlib import Path

import pytest

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.reading import ocr
from tests.architecture.test_notice import stated_hashes


def test_expected_hashes_are_those_that_notice_states() -> None:
    """One truth in two places."""
    stated = {path.rpartition("/")[2]: digest for path, digest in stated_hashes().items()}
    assert {name: stated[name] for name in ocr.WEIGHTS_SHA256} == ocr.WEIGHTS_SHA256


@pytest.mark.parametrize("name", [ocr.DETECTION_WEIGHTS, ocr.RECOGNITION_WEIGHTS])
def test_one_flipped_bit_keeps_a_network_from_being_loaded(tmp_path: Path, name: str) -> None:
    """With the error that says what it is, and no digest that would name it."""
    for path in ocr.weight_files(ocr.weights_folder()):
        shutil.copy(path, tmp_path)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / name).write_bytes(data)
    for act in (ocr.Ocr, ocr.weights_digest):
        with pytest.raises(RequestFailed, match=name) as caught:
            act(tmp_path)
        assert ErrorCode.MODEL_INVALID == caught.value.code
