"""`doctor --installed` names each file that is not as shipped."""

import hashlib
import sys
from pathlib import Path

import pytest

from desktop_app.cli import installed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an installation of a few files, in which this program believes to run."""
    (tmp_path / "venv" / "lib").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    lines = []
    for name in ("venv/lib/one.py", "venv/lib/two.so", "venv/lib/žluť.txt"):
        (tmp_path / name).write_text(name)
        lines.append(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n")
    (tmp_path / installed.LIST).write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(installed, "_answers_sample", lambda: True)
    return tmp_path


def test_all_as_shipped(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 0."""
    assert 0 == installed.run()
    assert "Installation: 3 files, none not as shipped" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda folder: (folder / "venv/lib/one.py").write_text("venv/lib/onf.py"), "venv/lib/one.py: changed"),
        (lambda folder: (folder / "venv/lib/one.py").unlink(), "venv/lib/one.py: missing or unreadable"),
        (lambda folder: (folder / "venv/lib/sitecustomize.py").write_text(""), "venv/lib/sitecustomize.py: added"),
        (lambda folder: _link(folder / "venv/lib/one.py", folder / "venv/lib/two.so"), "venv/lib/one.py: changed"),
    ],
)  # fmt: skip
def test_what_is_not_as_shipped_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], change: object, word: str
) -> None:
    """One line for each file, and code 3."""
    assert callable(change)
    change(folder)
    assert 3 == installed.run()
    assert f"NOT AS SHIPPED    {word}\n" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "nothing\n", None])
def test_without_a_list_it_says_so(folder: Path, capsys: pytest.CaptureFixture[str], text: str | None) -> None:
    """As in a copy that was never installed."""
    path = folder / installed.LIST
    path.unlink()
    if text is not None:
        path.write_text(text)
    assert 3 == installed.run()
    assert "was not installed from a kit or package" in capsys.readouterr().out


def _link(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)
