"""A policy is one that ships or a person's own file, and a report never quotes what the file says."""

import hashlib
from pathlib import Path

import pytest

from desktop_app.foundation import resources
from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError
from desktop_app.settings.policies import MAX_BYTES, policy_from, shown


def test_a_policy_that_ships_is_known_by_its_name() -> None:
    """The names are those of the files."""
    files = {path.stem for path in resources.path("policies").glob("*.toml")}
    assert {"off", "faces", "medical", "financial"} <= files == set(resources.policy_names())
    for name in files:
        assert (name, name) == (policy_from(name), shown(name))


def test_a_name_that_no_policy_has_is_answered_with_those_that_are_there() -> None:
    """Nobody has to look the names up."""
    with pytest.raises(AppError) as caught:
        policy_from("fases")
    assert "policy_unknown" == caught.value.code
    assert text_of(caught.value).why == f"Known are: {', '.join(resources.policy_names())}."


def test_a_file_of_ones_own_is_taken_as_its_text(tmp_path: Path) -> None:
    """Whether it makes sense the airlock says; reports name it by a digest, because its words are private."""
    text = 'words = ["Löwenzahn"]'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert f"{text}\n" == policy_from(str(tmp_path / "own.toml"))
    assert f"custom {hashlib.sha256(text.encode()).hexdigest()}" == shown(f"{text}\n")


def test_no_file_passes_for_a_policy_that_ships(tmp_path: Path) -> None:
    """A file that says just `off` is handed on as a text, which the airlock refuses, and not as the name."""
    for name in resources.policy_names():
        (tmp_path / "own.toml").write_text(name, encoding="utf-8")
        assert policy_from(str(tmp_path / "own.toml")) not in resources.policy_names()


@pytest.mark.parametrize("data", [None, b"\xff\xfe", b"#" * (MAX_BYTES + 1)], ids=["missing", "no text", "too long"])
def test_a_file_that_cannot_be_read_is_said(data: bytes | None, tmp_path: Path) -> None:
    """Missing, not text, or longer than any policy."""
    path = tmp_path / "own.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(AppError, match="policy_unreadable"):
        policy_from(str(path))
