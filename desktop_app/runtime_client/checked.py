"""Check what a child says against what it may say, before anything else in the desktop sees it.

A child may be in the hands of a hostile file. Types and frame lengths have been checked by the decoder; here are the
bounds and the sums. A child that lies is ended, not corrected.
"""

import math

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.values import (
    Box,
    Field,
    Finished,
    ModelInfo,
    Page,
    Region,
    RegionsDetected,
    SandboxReport,
    Source,
    Usage,
)
from model_runtime.protocol import messages
from model_runtime.protocol.error_codes import ErrorCode

MAX_PAGES = 10_000
MAX_SIDE_PX = 100_000
MAX_WORDS = 100_000
MAX_REGIONS = 20_000
MAX_SOURCES = 10_000
MAX_ANSWER_CHARS = 2_000_000
MAX_SHORT_CHARS = 200
MAX_CHECKS = 64
MAX_FACTS = 16
MAX_NOTES = 64
MAX_ROUNDS = 100
MAX_KINDS = 1000
"""Far above what honest children send; they keep a lying one from filling memory and screen."""


def page(untrusted_page: Page, number: int) -> Page:
    """Return the page if its sizes fit its bytes and it is the one asked for. Raises AppError protocol_broken."""
    p = untrusted_page
    _require(p.number == number)
    _require(0 < p.width <= MAX_SIDE_PX and 0 < p.height <= MAX_SIDE_PX)
    _require(len(p.pixels) == p.width * p.height * 3)
    _require(0 < p.native_width <= MAX_SIDE_PX and 0 < p.native_height <= MAX_SIDE_PX)
    _require(0 <= p.offset_left < p.native_width and 0 <= p.offset_top < p.native_height)
    _require(0 < p.part_width <= p.native_width - p.offset_left)
    _require(0 < p.part_height <= p.native_height - p.offset_top)
    _require(len(p.words) <= MAX_WORDS)
    for word in p.words:
        _require_box(word.box)
    return p


def opened(untrusted_document: messages.DocumentOpened) -> messages.DocumentOpened:
    """Return what was opened: a possible number of pages, words where words belong. Raises AppError protocol_broken."""
    d = untrusted_document
    _require(0 < d.page_count <= MAX_PAGES)
    _require(_is_word(d.kind) and len(d.notes) <= MAX_NOTES and all(_is_word(note) for note in d.notes))
    return d


def detected(untrusted_finds: RegionsDetected, number: int) -> RegionsDetected:
    """Return what was found on the page asked about, if all of it is possible. Raises AppError protocol_broken."""
    d = untrusted_finds
    _require(d.page == number and 0 <= d.rounds <= MAX_ROUNDS and len(d.thresholds) <= MAX_KINDS)
    _require_regions(d.regions)
    _require_regions(d.residual)
    for kind, threshold in d.thresholds.items():
        _require(_is_word(kind) and 0.0 <= threshold <= 1.0)
    return d


def finished(untrusted_answer: Finished) -> Finished:
    """Return an answer within bounds. Raises AppError protocol_broken."""
    a = untrusted_answer
    _require(len(a.text) <= MAX_ANSWER_CHARS and len(a.rule) <= MAX_ANSWER_CHARS and _is_word(a.basis))
    _require(len(a.sources) <= MAX_SOURCES and len(a.fields) <= MAX_SOURCES and len(a.alternatives) <= MAX_SOURCES)
    _require_sources(a.sources)
    for field in a.fields:
        _require_field(field)
    _require_usage(a.usage)
    return a


def model(untrusted_model: ModelInfo) -> ModelInfo:
    """Return what answers, with short words and a possible size of page. Raises AppError protocol_broken."""
    m = untrusted_model
    _require(_is_word(m.name) and _is_word(m.precision) and _is_word(m.device) and (not m.sha256 or _is_word(m.sha256)))
    _require(0 < m.max_page_px <= MAX_SIDE_PX**2)
    _require(0 <= m.square_px <= MAX_SIDE_PX and m.image_tokens >= 0)
    return m


def progress(untrusted_done: int, untrusted_total: int) -> tuple[int, int]:
    """Return how much of how much is done. Raises AppError protocol_broken."""
    _require(0 <= untrusted_done <= untrusted_total and untrusted_total > 0)
    return untrusted_done, untrusted_total


def page_number(untrusted_number: int) -> int:
    """Return the number of a possible page. Raises AppError protocol_broken."""
    _require(0 < untrusted_number <= MAX_PAGES)
    return untrusted_number


def status(untrusted_report: messages.StatusReport) -> messages.StatusReport:
    """Return a report of possible sizes. Raises AppError protocol_broken."""
    _require(untrusted_report.resident_bytes >= 0 and untrusted_report.peak_bytes >= 0)
    return untrusted_report


def failure(untrusted_failure: messages.Failed) -> AppError:
    """Return the error that a child tells of. Raises AppError protocol_broken for facts without proper names."""
    facts = untrusted_failure.facts
    _require(len(facts) <= MAX_FACTS and all(name.isidentifier() and _is_word(name) for name in facts))
    return AppError(untrusted_failure.code.value, **facts)


def sandbox(untrusted_report: SandboxReport) -> SandboxReport:
    """Return a report of a possible size. Raises AppError protocol_broken."""
    _require(len(untrusted_report.checks) <= MAX_CHECKS and len(untrusted_report.layers) <= MAX_CHECKS)
    for check in untrusted_report.checks:
        _require(_is_word(check.check) and len(check.detail) <= MAX_SHORT_CHARS)
    return untrusted_report


def is_proven(report: SandboxReport) -> bool:
    """Tell whether every test of a report held; a report without tests proves nothing."""
    return len(report.checks) > 0 and all(check.held for check in report.checks)


def _require_box(box: Box) -> None:
    _require(0 <= box.left <= MAX_SIDE_PX and 0 <= box.top <= MAX_SIDE_PX)
    _require(0 <= box.width <= MAX_SIDE_PX and 0 <= box.height <= MAX_SIDE_PX)


def _require_regions(regions: tuple[Region, ...]) -> None:
    _require(len(regions) <= MAX_REGIONS)
    for region in regions:
        _require_box(region.box)
        _require(0.0 <= region.score <= 1.0)
        _require(_is_word(region.kind) and _is_word(region.origin))


def _require_sources(sources: tuple[Source, ...]) -> None:
    for source in sources:
        _require_box(source.box)
        page_number(source.page)


def _require_field(field: Field) -> None:
    _require(_is_word(field.name) and len(field.value) <= MAX_ANSWER_CHARS and len(field.sources) <= MAX_SOURCES)
    _require_sources(field.sources)


def _require_usage(usage: Usage) -> None:
    _require(usage.prompt_tokens >= 0 and usage.answer_tokens >= 0)
    _require(math.isfinite(usage.first_token_s) and math.isfinite(usage.total_s))
    _require(usage.first_token_s >= 0.0 and usage.total_s >= 0.0)


def _is_word(text: str) -> bool:
    return 0 < len(text) <= MAX_SHORT_CHARS and text.isprintable()


def _require(is_true: bool) -> None:
    if not is_true:
        raise AppError(ErrorCode.PROTOCOL_BROKEN.value)
