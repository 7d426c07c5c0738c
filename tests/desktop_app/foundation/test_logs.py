"""The log: places and codes, bounded, and never in anybody's way."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.foundation import logs


@pytest.fixture
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """Give each test a log of its own; the test runner listens to the real one."""
    logger = logging.getLogger(f"incamera.{request.node.name}")
    monkeypatch.setattr(logs, "_logger", logger)
    yield logger
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def test_a_bug_is_logged_by_type_and_place_without_its_text(tmp_path: Path, log: logging.Logger) -> None:
    """An exception's text may quote a page; the line does not hold it."""
    logs.start(tmp_path / "logs")
    try:
        raise ValueError("the patient's name")
    except ValueError as error:
        logs.bug("jobs", error)
    logs.fact("engine", "child_died")
    text = (tmp_path / "logs" / "in-camera.log").read_text(encoding="utf-8")
    assert "ERROR jobs: bug: ValueError at test_logs.py:" in text
    assert "INFO engine: child_died" in text
    assert "patient" not in text


def test_the_log_is_bounded(tmp_path: Path, log: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files of a fixed size, however much happens."""
    monkeypatch.setattr(logs, "MAX_LOG_BYTES", 1000)
    logs.start(tmp_path)
    for _ in range(200):
        logs.fact("engine", "child_died")
    assert {"in-camera.log", "in-camera.log.1"} == {path.name for path in tmp_path.iterdir()}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2000


def test_a_folder_that_cannot_be_made_keeps_nobody_from_working(tmp_path: Path, log: logging.Logger) -> None:
    """No log, no error."""
    (tmp_path / "file").write_text("x")
    logs.start(tmp_path / "file" / "logs")
    logs.fact("engine", "child_died")
    assert [] == log.handlers


def test_a_line_that_cannot_be_written_is_lost_in_silence(
    tmp_path: Path, log: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    """The disk is full; whoever works goes on working, and nobody's stderr gets a traceback."""
    (tmp_path / "in-camera.log").symlink_to("/dev/full")
    logs.start(tmp_path)
    logs.fact("engine", "child_died")
    for handler in list(log.handlers):
        log.removeHandler(handler)
        with contextlib.suppress(OSError):  # what it could not write is still in its stream
            handler.close()
    assert ("", "") == capfd.readouterr()
