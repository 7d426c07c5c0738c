"""Make one answer of what was said about one page or several, and tell every way of running out of memory as one.

Shared by the engines that load weights. Does not say anything itself (`saying.py`).
"""

import contextlib
import json
import time
from collections.abc import Iterator, Sequence

import torch

from model_runtime.engines.saying import Said
from model_runtime.inference.decoding import Finish
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer

_OUT_OF_HOST_MEMORY = ("not enough memory", "can't allocate memory")
"""What torch's allocator for the CPU says; it has no exception of its own for it."""


def answer_of(
    text: str,
    all_said: Sequence[Said],
    options: payloads.AnswerOptions,
    sources: tuple[payloads.Source, ...],
    usage: payloads.Usage,
) -> Answer:
    """Return the answer that was said in one go or in several."""
    # Cut off anywhere, the whole is cut off; a cancelled one is always the last.
    finishes = [said.finish for said in all_said]
    finish: Finish = "cancelled" if "cancelled" in finishes else "length" if "length" in finishes else "stop"
    is_document = bool(options.answer_schema) and len(all_said) == 1 and finish == "stop"
    return Answer(
        text=text,
        finish=finish,
        basis="seen",
        sources=sources,
        fields=_fields(text) if is_document else (),
        usage=usage,
        token_ids=tuple(i for said in all_said for i in said.token_ids) if options.token_ids else (),
    )


def usage_of(all_said: Sequence[Said], started_s: float, *, has_pages: bool) -> payloads.Usage:
    """Return the counted work of an answer that was begun at `started_s`, a moment of `time.perf_counter`."""
    return payloads.Usage(
        prompt_tokens=sum(said.prompt_tokens for said in all_said),
        answer_tokens=sum(len(said.token_ids) for said in all_said),
        first_token_s=all_said[0].first_token_at_s - started_s,
        total_s=time.perf_counter() - started_s,
        image_cached=has_pages and all(said.image_cached for said in all_said),
    )


def _fields(text: str) -> tuple[payloads.Field, ...]:
    """Name the values of an answer that followed a schema; a network's reading is always to be checked by a person."""
    document = json.loads(text)
    if not isinstance(document, dict):
        return ()
    return tuple(
        payloads.Field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "check")
        for name, value in document.items()
    )


def source_of(page: payloads.RedactedPage) -> payloads.Source:
    """Return the place that an answer about a page comes from: all that was shown of it."""
    return payloads.Source(page.number, page.picture.shown)


def device_name(device: torch.device) -> str:
    """Return a device as people say it."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"


def is_out_of_memory(error: Exception) -> bool:
    """Tell whether an exception is one of the ways of running out of memory."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _OUT_OF_HOST_MEMORY)


@contextlib.contextmanager
def memory_failures() -> Iterator[None]:
    """Tell every way of running out of memory as OUT_OF_MEMORY."""
    try:
        yield
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        raise RequestFailed(ErrorCode.OUT_OF_MEMORY) from error
