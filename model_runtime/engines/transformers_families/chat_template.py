"""Find a folder's chat template, and keep the one that renders it from working without end.

A template is a program from outside. transformers runs it in Jinja's sandbox, where it can reach nothing; but it can loop,
multiply and ask for memory. Each line of it that is carried out is counted, and its processor time; memory has a bound; numbers stay
small, for what multiplies large ones is no line and cannot be broken off. Does not render (`prompt.py`).
"""

import contextlib
import functools
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.sandbox import memory_allowance
from model_runtime.weights.model_folder import ModelFolder

TEMPLATE_FILE = "chat_template.jinja"
OLD_TEMPLATE_FILE = "chat_template.json"
PROCESSOR_FILE = "processor_config.json"
TOKENIZER_CONFIG_FILE = "tokenizer_config.json"

MAX_TEMPLATE_BYTES = 1 << 20
MAX_LINES = 200_000
"""Honest templates take some hundred lines for a conversation."""

MAX_MEMORY_BYTES = 256 << 20
MAX_PRODUCT = 1 << 20
"""Of a multiplication: letters, members of a list, or the number itself. Honest templates multiply nothing."""

MAX_S = 5.0
"""Of processor time: on a machine that is busy with other things, honest templates wait, too."""

MAX_REPEATS = 2
MAX_FRAME_CHARS = 1 << 16
MAX_TURN_CHARS = 1 << 10
"""Of what a template writes: the words of a conversation, which few say twice, so much around all of it and around a turn.
What it writes becomes tokens, each of which takes a hundred times its memory."""

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
    for file in (OLD_TEMPLATE_FILE, PROCESSOR_FILE, TOKENIZER_CONFIG_FILE):
        found = (folder.read_json(file) or {}).get("chat_template") if folder.has(file) else None
        if isinstance(found, list):
            found = next((one.get("template") for one in found if isinstance(one, dict) and _is_default(one)), None)
        if isinstance(found, str):
            return found
    return ""


def _is_default(entry: dict[str, object]) -> bool:
    return entry.get("name") == "default"


@contextlib.contextmanager
def bounded_rendering() -> Iterator[None]:
    """Break off a template that goes on and on, and say so of one that fails. Raises RequestFailed MODEL_TEMPLATE_INVALID."""
    import jinja2

    compiling: Any = importlib.import_module("transformers.utils.chat_template_utils")
    rendering: Any = importlib.import_module("transformers.processing_utils")
    bound = _Bound()
    before, render, variables = sys.gettrace(), rendering.render_jinja_template, rendering._get_template_variables  # noqa: SLF001
    compiling.ImmutableSandboxedEnvironment = _small_environment()
    rendering.render_jinja_template = functools.partial(_rendered, render)
    rendering._get_template_variables = functools.partial(_with_little_memory, variables)  # noqa: SLF001 - it computes constants
    sys.settrace(bound.entered)
    try:
        yield
    except (jinja2.TemplateError, _EndlessError, RecursionError) as error:
        raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID) from error
    finally:
        sys.settrace(before)
        rendering.render_jinja_template = render
        rendering._get_template_variables = variables  # noqa: SLF001


def _rendered(render: Callable[..., Any], **given: Any) -> Any:
    """Render with little memory, and no more than a conversation has words for."""
    made = _with_little_memory(render, **given)
    texts, _ = made
    if any(len(text) > _most_chars(chat) for text, chat in zip(texts, given["conversations"], strict=True)):
        raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID)
    return made


def _with_little_memory(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do a step of rendering with little memory; whatever a template raises is its own fault."""
    try:
        with memory_allowance.allow(MAX_MEMORY_BYTES):
            return work(*given, **named)
    except Exception as error:
        raise RequestFailed(ErrorCode.MODEL_TEMPLATE_INVALID) from error


def _most_chars(conversation: Sequence[Mapping[str, Any]]) -> int:
    parts = [part for message in conversation for part in message["content"]]
    words = sum(len(part.get("text", "")) for part in parts)
    return MAX_FRAME_CHARS + MAX_REPEATS * words + MAX_TURN_CHARS * (len(conversation) + len(parts))


@functools.cache
def _small_environment() -> Any:
    """Return Jinja's sandbox with products that stay small. What can be computed without a conversation it computes beforehand."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class SmallEnvironment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**"})

        def compile(self, *given: Any, **options: Any) -> Any:
            """Compile with little memory: filters of constants are carried out here."""
            try:
                with memory_allowance.allow(MAX_MEMORY_BYTES):
                    return super().compile(*given, **options)
            except MemoryError as error:
                raise _EndlessError from error

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            """Multiply what is small. Raises _EndlessError for powers, too: no honest template has one."""
            sizes = [one if isinstance(one, int | float) else len(one) for one in (left, right)]
            if operator == "**" or not abs(sizes[0]) * abs(sizes[1]) <= MAX_PRODUCT:
                raise _EndlessError
            return super().call_binop(context, operator, left, right)

    return SmallEnvironment


class _EndlessError(Exception):
    """A template did more than any honest one."""


class _Bound:
    """Counts the lines of templates on this thread."""

    def __init__(self) -> None:
        self._lines = 0
        self._ends_at = time.thread_time() + MAX_S

    def entered(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Look into the functions of templates, and into no other; what one line calls, filters among them, takes time as well."""
        if time.thread_time() > self._ends_at:
            raise _EndlessError
        return self._line if frame.f_code.co_filename == _RENDERED else None

    def _line(self, _frame: FrameType, _event: str, _argument: Any) -> Any:
        self._lines += 1
        if self._lines > MAX_LINES or time.thread_time() > self._ends_at:
            raise _EndlessError
        return self._line
