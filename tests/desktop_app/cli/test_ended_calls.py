"""What goes wrong with one file leaves the others their turn; what goes wrong with the call is said of every file left."""

import contextlib
import errno
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_app.cli import analyze, main, output, redact
from desktop_app.foundation.error_table import ERRORS
from desktop_app.foundation.errors import AppError

NAMES = ("a.png", "b.png", "c.png")


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Return three files."""
    for name in NAMES:
        (tmp_path / name).write_bytes(name.encode())
    return [str(tmp_path / name) for name in NAMES]


@contextlib.contextmanager
def no_tools(*_: object, **__: object) -> Iterator[Any]:
    """Lend tools of which nothing is used."""
    yield SimpleNamespace(lend=lambda stop: None, expect_films=lambda: None)


def failing(codes: dict[str, str]) -> Callable[..., Any]:
    """Return what does a job by failing with the code of its file; `file_unreadable` where it has none."""

    def fail(job: Any, *_: object) -> None:
        raise AppError(codes.get(job.path.name, "file_unreadable"))

    return fail


def redacted(files: list[str], tmp_path: Path) -> tuple[int, list[str]]:
    """Redact all; return the exit code and what the report says of each."""
    report = tmp_path / "rows.jsonl"
    code = main.run(["redact", *files, "--out", str(tmp_path / "copies"), "--report", str(report)])
    return code, [json.loads(line)["error"]["code"] for line in report.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("ended", ["child_silent", "child_died", "protocol_broken", "bug"])
def test_a_file_that_ends_a_child_does_not_end_the_call(
    ended: str, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is replaced, and the others are done; the exit code is that of the worst."""
    monkeypatch.setattr(redact, "started_tools", no_tools)
    monkeypatch.setattr(redact, "make_copy", failing({"a.png": ended}))
    assert (70, [ended, "file_unreadable", "file_unreadable"]) == redacted(files, tmp_path)


@pytest.mark.parametrize(
    ("ended", "code"), [("sandbox_not_proven", 7), ("restart_limit", 70), ("policy_invalid", 2), ("cancelled", 130)]
)
def test_what_is_wrong_with_the_call_is_said_of_every_file_left(
    ended: str, code: int, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """A row each, and a line each but where a person has stopped it."""
    monkeypatch.setattr(redact, "started_tools", no_tools)
    monkeypatch.setattr(redact, "make_copy", failing({"b.png": ended}))
    said = redacted(files, tmp_path)
    assert (max(code, ERRORS["file_unreadable"].fault), ["file_unreadable", ended, "not_reached"]) == said
    err = capsys.readouterr().err
    assert (ended != "cancelled") == ("c.png: Nothing was done with this file." in err)
    assert (ended == "cancelled") == ("1 file was left alone." in err)


def test_questions_go_on_likewise(files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """And end likewise, with a row for each file left."""
    codes = {"a.png": "child_silent", "b.png": "restart_limit"}
    monkeypatch.setattr(analyze, "started_tools", no_tools)
    monkeypatch.setattr(
        analyze, "Session", lambda _: SimpleNamespace(run=failing(codes), stop=lambda: None, close=lambda: None)
    )
    assert 70 == main.run(["analyze", *files, "--ask", "Total?", "--json"])
    rows = [json.loads(line)["error"]["code"] for line in capsys.readouterr().out.splitlines()]
    assert ["child_silent", "restart_limit", "not_reached"] == rows


def test_a_limit_on_open_files_is_no_bug(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Wherever it is met."""

    def refused(_: object) -> int:
        raise OSError(errno.EMFILE, "")

    monkeypatch.setattr(main, "_run", refused)
    assert 5 == main.run(["redact"])
    assert "ulimit -n" in capsys.readouterr().err


def test_only_what_every_file_would_meet_ends_a_call() -> None:
    """Of all codes that there are; a model that cannot be had among them."""
    ending = {code for code in ERRORS if output.ends_the_call(AppError(code))}
    assert not ending & {"child_silent", "child_died", "protocol_broken", "bug", "file_unreadable", "out_of_memory"}
    assert {"cancelled", "sandbox_not_proven", "restart_limit", "child_not_started", "policy_invalid"} <= ending
