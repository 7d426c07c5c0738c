"""Every error has its words, its kind and its exit code, and none of them quotes anything private."""

import ast
from pathlib import Path

import pytest

import desktop_app
from desktop_app.cli import output
from desktop_app.foundation import error_texts
from desktop_app.foundation.error_texts import TEXTS, text_of
from desktop_app.foundation.errors import AppError, ErrorKind
from model_runtime.protocol.error_codes import ErrorCode

DESKTOP = Path(desktop_app.__file__).parent

FAULTS_OF_OURS = {"page_not_kept", "model_not_loaded"}
"""Codes between desktop and engine that never reach a person unless we made a mistake: shown as a bug."""


def codes_in_the_code() -> set[str]:
    """Return every code with which `AppError` is raised anywhere in the desktop."""
    found = set()
    for file in DESKTOP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AppError" and node.args:
                found |= {
                    n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str)
                }
    return found


ALL_CODES = sorted((codes_in_the_code() | {code.value for code in ErrorCode}) - FAULTS_OF_OURS)


def test_the_scan_finds_codes() -> None:
    """A scan that found nothing would prove nothing."""
    assert {"file_missing", "disk_full", "queue_full", "usage", "cancelled"} <= codes_in_the_code()


@pytest.mark.parametrize("code", ALL_CODES)
def test_every_code_has_words(code: str) -> None:
    """Two sentences, filled in, that say what and why."""
    assert code in TEXTS
    text = text_of(AppError(code, limit=1, found=2))
    assert all(sentence.endswith((".", "?")) and "{" not in sentence for sentence in (text.what, text.why))


def test_no_words_are_kept_for_codes_that_do_not_exist() -> None:
    """A text without a code is left over from something."""
    assert set(TEXTS) - set(ALL_CODES) <= {"settings_damaged"}  # shown by the window, raised by nobody


@pytest.mark.parametrize(
    "code", [code for code in ALL_CODES if code not in ("bug", "protocol_broken", "protocol_version")]
)
def test_only_a_bug_is_a_bug(code: str) -> None:
    """Everything that a user or a machine can cause has a kind of its own."""
    assert AppError(code).kind is not ErrorKind.BUG


@pytest.mark.parametrize("code", ALL_CODES)
def test_every_code_has_an_exit_code_of_the_contract(code: str) -> None:
    """2 usage, 3 file, 4 model, 5 memory, 6 policy, 7 sandbox, 130 cancelled, 70 bug."""
    assert output.exit_code(AppError(code)) in (2, 3, 4, 5, 6, 7, 130, 70)


def test_an_unknown_code_is_shown_as_a_fault_of_ours() -> None:
    """Never an exception while another error is being told."""
    assert error_texts.TEXTS["bug"].what == text_of(AppError("never heard of")).what


def test_facts_may_have_any_name() -> None:
    """They come from a child."""
    assert {"code": 1, "self": 1} == AppError("bug", **dict.fromkeys(("code", "self"), 1)).facts


def test_an_error_shows_its_code_and_nothing_else() -> None:
    """What a log or a traceback could quote is one word."""
    assert "file_too_large" == str(AppError("file_too_large", found=1))
