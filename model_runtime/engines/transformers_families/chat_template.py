"""Find a folder's chat template, and keep the one that renders it from working without end.

A template is a program from outside. transformers runs it in Jinja's sandbox, where it can reach nothing; but it can
loop. Each line of it that is carried out is counted, and the time. Does not render (`prompt.py`).
"""

import contextlib
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.weights.model_folder import ModelFolder

TEMPLATE_FILE = "chat_template.jinja"
OLD_TEMPLATE_FILE = "chat_template.json"
TOKENIZER_CONFIG_FILE = "tokenizer_config.json"

MAX_TEMPLATE_BYTES = 1 << 20
MAX_LINES = 200_000
"""Honest templates take some hundred lines for a conversation."""

MAX_S = 5.0
_RENDERED = "<template>"
"""What Jinja calls the file of a compiled template."""


def read_template(folder: ModelFolder) -> str:
    """Return the template, from wherever folders of some age keep it; empty where there is none.

    Raises RequestFailed: MODEL_TEMPLATE_INVALID, and what reading raises.
    """
    if folder.has(TEMPLATE_FILE):
        raw = folder.read(TEMPLATE_FILE, MAX_TEMPLATE_BYTES)
        try:
            return (raw or b"").decode("utf-8")
        except UnicodeDecodeError as error:
            raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID) from error
    for file in (OLD_TEMPLATE_FILE, TOKENIZER_CONFIG_FILE):
        found = (folder.read_json(file) or {}).get("chat_template") if folder.has(file) else None
        if isinstance(found, str):
            return found
    return ""


@contextlib.contextmanager
def bounded_rendering() -> Iterator[None]:
    """Break off a template that goes on and on, and say so of one that fails. Raises RequestFailed MODEL_TEMPLATE_INVALID."""
    import jinja2

    bound = _Bound()
    before = sys.gettrace()
    sys.settrace(bound.entered)
    try:
        yield
    except (jinja2.TemplateError, _EndlessError, RecursionError, MemoryError) as error:
        raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID) from error
    finally:
        sys.settrace(before)


class _EndlessError(Exception):
    """A template did more than any honest one."""


class _Bound:
    """Counts the lines of templates on this thread."""

    def __init__(self) -> None:
        self._lines = 0
        self._ends_at = time.monotonic() + MAX_S

    def entered(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Look into the functions of templates, and into no other."""
        return self._line if frame.f_code.co_filename == _RENDERED else None

    def _line(self, _frame: FrameType, _event: str, _argument: Any) -> Any:
        self._lines += 1
        if self._lines > MAX_LINES or time.monotonic() > self._ends_at:
            raise _EndlessError
        return self._line
