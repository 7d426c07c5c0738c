"""Turn an error into what the window shows: one sentence what, one why, and what can be done now, by its fault.

The sentences are the desktop's (`foundation/error_table.py`), translated here. Acts on nothing.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation import error_table, error_texts
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.model_errors import MODEL_ERRORS

translate = QCoreApplication.translate


class Remedy(StrEnum):
    """What a button in an error offers."""

    ASK_AGAIN = "ask_again"
    CHOOSE_FILES = "choose_files"
    REMOVE = "remove"
    ASK_ABOUT_PART = "ask_about_part"
    SHOW_SHIELD = "show_shield"
    REVIEW = "review"
    USE_READER = "use_reader"
    USE_FOUR_BIT = "use_four_bit"
    COPY_DETAILS = "copy_details"


@dataclass(frozen=True)
class ErrorMessage:
    """An error in words. `details` may be copied for a fault report: codes and numbers, nothing private."""

    what: str
    why: str
    remedies: tuple[Remedy, ...]
    details: str


OUT_OF_MEMORY = "out_of_memory"
_ALSO_MODEL_CODES = frozenset({OUT_OF_MEMORY, "restart_limit"})
"""What a model can cause, beside what only a model can have."""

_COPY: tuple[Remedy, ...] = (Remedy.COPY_DETAILS,)
_FILES: tuple[Remedy, ...] = (Remedy.CHOOSE_FILES, Remedy.REMOVE)
_SHIELD = (Remedy.SHOW_SHIELD, Remedy.COPY_DETAILS)

_REMEDIES = dict.fromkeys(Fault, _COPY) | {
    Fault.MEMORY: (Remedy.ASK_ABOUT_PART, Remedy.ASK_AGAIN),
    Fault.SANDBOX: _SHIELD,
    Fault.BUG: (Remedy.ASK_AGAIN, Remedy.COPY_DETAILS),
}
_FILE_REMEDIES = dict.fromkeys(Fault, _FILES) | {
    Fault.MODEL: _COPY,
    Fault.SANDBOX: _SHIELD,
    Fault.BUG: (Remedy.REMOVE, Remedy.COPY_DETAILS),
}
"""Where a file was not taken in: nothing was asked that could be asked again, but there are other files."""

_EXCEPTIONS: dict[str, tuple[Remedy, ...]] = {
    "review_needed": (Remedy.REVIEW,),
    "restart_limit": _SHIELD,
    "child_not_started": _SHIELD,
    "protocol_version": _COPY,
    "settings_damaged": (),
    "policy_unknown": (),
    "policy_invalid": (),
}
"""Codes with another way out than their fault's."""


def error_message(error: AppError, *, is_about_file: bool) -> ErrorMessage:
    """Return the words and buttons for an error."""
    entry = error_table.entry_of(error.code)
    by_fault = _FILE_REMEDIES if is_about_file else _REMEDIES
    facts = "".join(f", {name} {value}" for name, value in sorted(error.facts.items()))
    return ErrorMessage(
        error_texts.filled(_tr(entry.what), error),
        error_texts.filled(_tr(entry.why), error),
        _EXCEPTIONS.get(error.code, by_fault[entry.fault]),
        f"In Camera: {error.code}{facts}",
    )


def model_error_message(error: AppError, precision: str) -> ErrorMessage:
    """Return the words for an error of an imported model in a precision; the built-in reader is always a way out."""
    message = error_message(error, is_about_file=False)
    is_about_memory = error.code == OUT_OF_MEMORY and precision != "int4"
    first = Remedy.USE_FOUR_BIT if is_about_memory else Remedy.COPY_DETAILS
    return replace(message, remedies=(first, Remedy.USE_READER))


def is_about_model(error: AppError) -> bool:
    """Tell whether an imported model can be the cause."""
    return error.code in MODEL_ERRORS or error.code in _ALSO_MODEL_CODES


def remedy_name(remedy: Remedy) -> str:
    """Return the words on a remedy's button."""
    match remedy:
        case Remedy.ASK_AGAIN:
            return translate("error_messages", "Ask again")
        case Remedy.CHOOSE_FILES:
            return translate("error_messages", "Choose another file")
        case Remedy.REMOVE:
            return translate("error_messages", "Continue without it")
        case Remedy.ASK_ABOUT_PART:
            return translate("error_messages", "Ask about a part")
        case Remedy.SHOW_SHIELD:
            return translate("error_messages", "Show the checks")
        case Remedy.REVIEW:
            return translate("error_messages", "Review")
        case Remedy.USE_READER:
            return translate("error_messages", "Use the built-in reader")
        case Remedy.USE_FOUR_BIT:
            return translate("error_messages", "Load it in 4 bits")
        case Remedy.COPY_DETAILS:
            return translate("error_messages", "Copy details")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Errors", text)
