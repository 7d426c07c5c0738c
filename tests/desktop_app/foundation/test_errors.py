"""Every error has its words and its exit code, in one place, and none of them quotes anything private."""

import ast
from pathlib import Path

import pytest

import desktop_app
from desktop_app.foundation import error_table
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.error_table import ERRORS
from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_errors import FILE_ERRORS
from desktop_app.foundation.managed_errors import MANAGED_ERRORS
from desktop_app.foundation.model_errors import MODEL_ERRORS
from desktop_app.foundation.output_errors import OUTPUT_ERRORS
from desktop_app.foundation.process_errors import PROCESS_ERRORS
from desktop_app.foundation.request_errors import REQUEST_ERRORS
from model_runtime.protocol.error_codes import ErrorCode

DESKTOP = Path(desktop_app.__file__).parent


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


ALL_CODES = sorted(codes_in_the_code() | {code.value for code in ErrorCode})


def test_the_scan_finds_codes() -> None:
    """A scan that found nothing would prove nothing."""
    assert {"file_missing", "disk_full", "queue_full", "usage", "cancelled"} <= codes_in_the_code()


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    """The wire's and the desktop's own; an entry that nothing raises is left over from something."""
    assert ALL_CODES == sorted(ERRORS)


def test_a_code_stands_in_one_place() -> None:
    """In two files the later one would win in silence."""
    rooms = (FILE_ERRORS, OUTPUT_ERRORS, REQUEST_ERRORS, MODEL_ERRORS, MANAGED_ERRORS, PROCESS_ERRORS)
    assert len(ERRORS) == sum(len(room) for room in rooms)


@pytest.mark.parametrize("code", ALL_CODES)
def test_every_code_has_words(code: str) -> None:
    """Two sentences, filled in, that say what and why."""
    text = text_of(AppError(code, limit=1, found=2))
    assert all(sentence.endswith((".", "?")) and "{" not in sentence for sentence in (text.what, text.why))


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("usage", 2),
        ("file_damaged", 3),
        ("weights_changed", 4),
        ("out_of_memory", 5),
        ("review_needed", 6),
        ("sandbox_not_proven", 7),
        ("child_died", 70),
        ("cancelled", 130),
    ],
)
def test_a_fault_is_an_exit_code_of_the_contract(code: str, exit_code: int) -> None:
    """Scripts rely on the numbers."""
    assert exit_code == AppError(code).fault
    assert len(Fault) == 8


def test_an_unknown_code_is_shown_as_a_fault_of_ours() -> None:
    """Never an exception while another error is being told."""
    unknown = AppError("never heard of")
    assert error_table.ERRORS["bug"] == text_of(unknown)
    assert unknown.fault is Fault.BUG


def test_facts_may_have_any_name() -> None:
    """They come from a child."""
    assert {"code": 1, "self": 1} == AppError("bug", **dict.fromkeys(("code", "self"), 1)).facts


def test_an_error_shows_its_code_and_nothing_else() -> None:
    """What a log or a traceback could quote is one word."""
    assert "file_too_large" == str(AppError("file_too_large", found=1))
