"""Check what a child says against what it may say, before anything else in the desktop sees it.

A child may be in the hands of a hostile file. Types and frame lengths have been checked by the decoder; here are the
bounds and the sums. A child that lies is ended, not corrected.
"""

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.values import Box, Finished, Page, Region, SandboxReport
from model_runtime.protocol.error_codes import ErrorCode

MAX_PAGES = 10_000
MAX_SIDE_PX = 100_000
MAX_WORDS = 100_000
MAX_REGIONS = 20_000
MAX_SOURCES = 10_000
MAX_ANSWER_CHARS = 2_000_000
MAX_SHORT_CHARS = 200
MAX_CHECKS = 64
"""Far above what honest children send; they keep a lying one from filling memory and screen."""


def page(untrusted_page: Page, number: int) -> Page:
    """Return the page if its sizes fit its bytes and it is the one asked for. Raises AppError protocol_broken."""
    p = untrusted_page
    _require(p.number == number)
    _require(0 < p.width <= MAX_SIDE_PX and 0 < p.height <= MAX_SIDE_PX)
    _require(len(p.pixels) == p.width * p.height * 3)
    _require(0 < p.native_width <= MAX_SIDE_PX and 0 < p.native_height <= MAX_SIDE_PX)
    _require(0 <= p.offset_left < p.native_width and 0 <= p.offset_top < p.native_height)
    _require(0 < p.part_width <= p.native_width and 0 < p.part_height <= p.native_height)
    _require(len(p.words) <= MAX_WORDS)
    return p


def page_count(untrusted_count: int) -> int:
    """Return a possible number of pages. Raises AppError protocol_broken."""
    _require(0 < untrusted_count <= MAX_PAGES)
    return untrusted_count


def regions(untrusted_regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Return regions whose boxes and words are possible. Raises AppError protocol_broken."""
    _require(len(untrusted_regions) <= MAX_REGIONS)
    for region in untrusted_regions:
        _require_box(region.box)
        _require(0.0 <= region.score <= 1.0)
        _require(_is_word(region.kind) and _is_word(region.origin))
    return untrusted_regions


def finished(untrusted_answer: Finished) -> Finished:
    """Return an answer within bounds. Raises AppError protocol_broken."""
    a = untrusted_answer
    _require(len(a.text) <= MAX_ANSWER_CHARS and len(a.rule) <= MAX_ANSWER_CHARS and _is_word(a.basis))
    _require(len(a.sources) <= MAX_SOURCES and len(a.fields) <= MAX_SOURCES and len(a.alternatives) <= MAX_SOURCES)
    for source in a.sources:
        _require_box(source.box)
        _require(0 < source.page <= MAX_PAGES)
    return a


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


def _is_word(text: str) -> bool:
    return 0 < len(text) <= MAX_SHORT_CHARS and text.isprintable()


def _require(is_true: bool) -> None:
    if not is_true:
        raise AppError(ErrorCode.PROTOCOL_BROKEN.value)
