"""`incamera models list` says of each imported model what it is, what it takes and what it needs."""

import argparse
from pathlib import Path

import pytest

from desktop_app.cli import models
from desktop_app.models import model_choice
from desktop_app.models.model_library import Acceptance, ModelRecord, StoredFile

GB = 1_000_000_000


def listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, release: str) -> str:
    """Put a record of a model of 17 GB into an empty library and return what is printed of it."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path))
    record = ModelRecord(
        name="mine",
        release=release,
        digest="0" * 64,
        files=(StoredFile("model.safetensors", 17 * GB, "0" * 64),),
        acceptances=(Acceptance("apache2", "", "2026-01-02T00:00:00+00:00", "window"),),
        imported_at="2026-01-02T00:00:00+00:00",
        engine="transformers",
    )
    with model_choice.library().making() as model:
        model.publish(record, b"")
    assert 0 == models.list_models(argparse.Namespace())
    return capsys.readouterr().out.partition("mine ")[2]


def test_a_known_release_tells_what_it_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Title, pictures, languages, memory in full and in 4 bits, licences."""
    text = listed(capsys, monkeypatch, tmp_path, "qwen3-vl-")
    assert "Qwen3-VL; run by the engine transformers" in text
    assert "takes image, images; languages en, zh\n" in text
    assert "needs about 21 GB of memory, 12 GB in 4 bits" in text
    assert "licences accepted: apache2" in text


def test_a_family_that_keeps_no_pictures_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A second question costs as much as the first."""
    text = listed(capsys, monkeypatch, tmp_path, "qwen3.5-")
    assert "looks at a picture anew for each question" in text


def test_an_unlisted_model_tells_what_is_known(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its engine and its size."""
    text = listed(capsys, monkeypatch, tmp_path, "")
    assert "unlisted model; run by the engine transformers" in text
    assert "takes" not in text
