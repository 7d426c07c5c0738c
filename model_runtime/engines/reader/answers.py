"""Answer an understood question from read pages: the best finding over all pages, with its confidence.

Does not read pixels, does not understand questions (`questions.py`) and invents no word of an answer; the two fixed
sentences, the head of several answers and the overview name themselves by their basis.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from model_runtime.engines.reader import asked_dates, currencies, date_fields, fields, items, overview
from model_runtime.engines.reader.confidence import confidence
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_groups import documents_of
from model_runtime.engines.reader.questions import Ask, AskKind
from model_runtime.engines.reader.read_page import ReadPage
from model_runtime.engines.reader.tables import find_tables
from model_runtime.engines.reader.text_keys import letters
from model_runtime.protocol.payloads import Answer, Confidence, Field, Source
from model_runtime.reading import layout
from model_runtime.reading.lines import Line

NOT_FOUND = Answer("Not found on this page.", "stop", "not_found")
BEYOND = Answer("The built-in reader cannot answer this; a vision-language model can.", "stop", "beyond")
STOPPED = Answer("", "cancelled", "stopped")
"""Of an answer that was stopped before all was read nobody knows what it would have been."""

_MOST_SOURCES = 200
_MOST_DOCUMENTS = 200  # as many fields as an answer may have
_SEVERAL = 2


def answer_from(ask: Ask, pages: Sequence[ReadPage]) -> Answer:
    """Answer from the page that knows best, or from all pages where the question is about all of them."""
    match ask.kind:
        case AskKind.FIELD if ask.field is not None:
            name = ask.field
            return _best_of_documents(pages, lambda page: _field(page, name, ask))
        case AskKind.LABEL:
            return _best_of_documents(pages, lambda page: fields.find_free_label(page.view, ask.subject))
        case AskKind.DATE_LABEL:
            return _best_of_documents(pages, lambda page: date_fields.find_dated_words(page.view, ask.subject))
        case AskKind.ITEM_TOTAL:
            return _best(pages, lambda page: items.find_item(page.view, ask.subject, "total"))
        case AskKind.ITEM_PRICE:
            return _best(pages, lambda page: items.find_item(page.view, ask.subject, "price"))
        case AskKind.ITEM_COUNT:
            return _best(pages, lambda page: _counts(page, ask.subject))
        case kind if kind in _WHOLE_PAGE:
            return _WHOLE_PAGE[kind](pages)
        case _:
            return BEYOND


@dataclass(frozen=True)
class _Candidate:
    page: ReadPage
    finding: Finding
    confidence: Confidence


def _field(page: ReadPage, name: FieldName, ask: Ask) -> list[Finding]:
    """What may be the value of a field, with what the question says beside its name."""
    if name == FieldName.NUMBER and ask.subject:
        return page.invoice_numbers
    found = page.findings(name)
    if name == FieldName.DATE and ask.subject:
        return date_fields.preferring(page.view, found, ask.subject)
    if name == FieldName.BIRTH_DATE:
        is_strict = asked_dates.is_somebody_elses(ask.subject)
        return date_fields.born(page.view, found, ask.subject, is_strict=is_strict)
    return currencies.of_currency(page.view, found, ask.money) if ask.money else found


def _counts(page: ReadPage, subject: str) -> list[Finding]:
    return items.find_item(page.view, subject, "count") or fields.find_free_label(page.view, subject)


def _chosen(pages: Sequence[ReadPage], find: Callable[[ReadPage], list[Finding]]) -> _Candidate | None:
    """The best finding of the pages: a sure one first, then the better supported one."""
    found = [(page, findings) for page in pages if (findings := find(page))]
    candidates = [_Candidate(page, findings[0], confidence(findings)) for page, findings in found]
    if not candidates:
        return None
    best = max(candidates, key=lambda one: (one.confidence == "sure", one.finding.score))
    rivals = [one.finding for one in candidates if letters(one.finding.text) != letters(best.finding.text)]
    return replace(best, confidence=confidence([best.finding, *rivals])) if best.confidence == "sure" else best


def _best_of_documents(pages: Sequence[ReadPage], find: Callable[[ReadPage], list[Finding]]) -> Answer:
    """The best finding; of several documents in one file the best of each, with its page, where they differ."""
    groups = documents_of(pages)[:_MOST_DOCUMENTS]
    chosen = [_chosen(group, find) for group in groups]
    different = {letters(one.finding.text) for one in chosen if one is not None}
    if len(different) < _SEVERAL:
        return _best(pages, find)
    stated = [_of_document(group[0], one) for group, one in zip(groups, chosen, strict=True)]
    text = "\n".join([f"{len(groups)} documents:", *(f"{field.name}: {field.value}" for field in stated)])
    is_sure = all(field.confidence == "sure" for field in stated)
    sources = tuple(source for field in stated for source in field.sources)
    return Answer(text, "stop", "several", "sure" if is_sure else "check", sources, tuple(stated))


def _of_document(first: ReadPage, chosen: _Candidate | None) -> Field:
    """What one of several documents states, named by the page it stands on, or by the first where it states nothing."""
    if chosen is None:
        return Field(f"page {first.view.page.number}", NOT_FOUND.text, "check")
    sources = _sources(chosen.page, chosen.finding.pieces)
    return Field(f"page {chosen.page.view.page.number}", chosen.finding.text, chosen.confidence, sources)


def _best(pages: Sequence[ReadPage], find: Callable[[ReadPage], list[Finding]]) -> Answer:
    chosen = _chosen(pages, find)
    if chosen is None:
        return NOT_FOUND
    finding = chosen.finding
    return Answer(
        text=finding.text,
        finish="stop",
        basis="rule" if finding.rule else "read",
        confidence=chosen.confidence,
        sources=_sources(chosen.page, finding.pieces),
        rule=finding.rule,
        alternatives=finding.alternatives,
    )


def _sources(page: ReadPage, pieces: Sequence[Line]) -> tuple[Source, ...]:
    return tuple(page.view.page.source(piece) for piece in pieces)


def _stated_fields(pages: Sequence[ReadPage]) -> tuple[Field, ...]:
    """What the pages state about themselves, each with its own confidence and place."""
    stated = []
    for name in overview.OVERVIEW_FIELDS:
        chosen = _chosen(pages, lambda page, name=name: page.findings(name))  # type: ignore[misc]
        if chosen is not None:
            sources = _sources(chosen.page, chosen.finding.pieces)
            stated.append(Field(name.value, chosen.finding.text, chosen.confidence, sources))
    return tuple(stated)


def _fields(pages: Sequence[ReadPage]) -> Answer:
    stated = _stated_fields(pages)
    if not stated:
        return NOT_FOUND
    text = "\n".join(f"{field.name}: {field.value}" for field in stated)
    sources = tuple(source for field in stated for source in field.sources)
    return Answer(text, "stop", "read", "check", sources, stated)


def _text(pages: Sequence[ReadPage]) -> Answer:
    rows = [(page, row) for page in pages for row in layout.reading_order(page.view.lines)]
    if not rows:
        return NOT_FOUND
    sources = tuple(source for page, row in rows for source in _sources(page, row.lines))
    return Answer("\n".join(row.text for _, row in rows), "stop", "read", "check", sources[:_MOST_SOURCES])


def _tables(pages: Sequence[ReadPage]) -> Answer:
    tables = [(page, table) for page in pages for table in find_tables(page.view)]
    if not tables:
        return NOT_FOUND
    sources = tuple(source for page, table in tables for row in table.rows for source in _sources(page, row.lines))
    text = "\n\n".join(table.csv for _, table in tables)
    return Answer(text, "stop", "read", "check", sources[:_MOST_SOURCES])


def _description(pages: Sequence[ReadPage]) -> Answer:
    stated = [_stated_fields([page]) if page.kind in ("receipt", "invoice") else () for page in pages]
    text = "\n\n".join(overview.description(page.view, fields) for page, fields in zip(pages, stated, strict=True))
    every = tuple(field for fields in stated for field in fields)
    sources = tuple(source for field in every for source in field.sources)
    return Answer(text, "stop", "summary", None, sources, every)


def _codes(pages: Sequence[ReadPage]) -> Answer:
    codes = [(page, code) for page in pages for code in page.view.page.codes]
    if not codes:
        return NOT_FOUND
    sources = tuple(page.view.page.code_source(code) for page, code in codes)
    return Answer("\n".join(code.text for _, code in codes), "stop", "code", "sure", sources)


def _faces(pages: Sequence[ReadPage]) -> Answer:
    counted = [page.view.page for page in pages if page.view.page.faces is not None]
    if len(counted) < len(pages):
        return BEYOND
    sources = tuple(Source(page.number, box) for page in counted for box in page.faces or ())
    return Answer(str(len(sources)), "stop", "detector", "check", sources)


_WHOLE_PAGE: dict[AskKind, Callable[[Sequence[ReadPage]], Answer]] = {
    AskKind.TEXT: _text,
    AskKind.TABLE: _tables,
    AskKind.FIELDS: _fields,
    AskKind.DESCRIBE: _description,
    AskKind.CODES: _codes,
    AskKind.FACES: _faces,
}
