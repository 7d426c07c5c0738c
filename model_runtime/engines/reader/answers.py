"""Answer an understood question from read pages: the best finding over all pages, with its confidence.

Does not read pixels, does not understand questions (`questions.py`) and makes no text of its own but two fixed
sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from model_runtime.engines.engine import Answer
from model_runtime.engines.reader import fields, items
from model_runtime.engines.reader.confidence import confidence
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.parties import Parties
from model_runtime.engines.reader.questions import Ask, AskKind
from model_runtime.engines.reader.totals import Totals
from model_runtime.protocol.messages import Confidence, Source

NOT_FOUND = Answer("Not found on this page.", "stop", "not_found")
BEYOND = Answer("The built-in reader cannot answer this; a vision-language model can.", "stop", "beyond")

CANCELLED = Answer("", "cancelled", "not_found")

_DATES = (FieldName.DATE, FieldName.DUE_DATE, FieldName.DELIVERY_DATE, FieldName.ORDER_DATE)
_NUMBERS = (FieldName.NUMBER, FieldName.ORDER_NUMBER, FieldName.CUSTOMER_NUMBER)
_IDENTIFIERS = (
    FieldName.IBAN,
    FieldName.BIC,
    FieldName.VAT_ID,
    FieldName.TAX_NUMBER,
    FieldName.PHONE,
    FieldName.FAX,
    FieldName.EMAIL,
    FieldName.WEBSITE,
)


@dataclass(frozen=True)
class ReadPage:
    """A page with what was derived from it, kept for the next question."""

    view: PageView

    @cached_property
    def totals(self) -> Totals:
        """Amounts by role."""
        return Totals(self.view)

    @cached_property
    def parties(self) -> Parties:
        """Issuer and recipient."""
        return Parties(self.view)

    def findings(self, name: FieldName) -> list[Finding]:
        """What may be the value of a field, best first."""
        if name in _DATES:
            return fields.find_date(self.view, name)
        if name in _NUMBERS:
            return fields.find_number(self.view, name)
        if name in _IDENTIFIERS:
            return fields.find_identifier(self.view, name)
        match name:
            case FieldName.COMPANY:
                return self.parties.companies
            case FieldName.BUYER:
                return self.parties.buyers
            case FieldName.ADDRESS:
                return self.parties.addresses
            case _:
                return self.totals.best(name)


@dataclass(frozen=True)
class _Best:
    page: ReadPage
    finding: Finding
    confidence: Confidence


def answer_from(ask: Ask, pages: Sequence[ReadPage]) -> Answer:
    """Answer from the page that knows best."""
    match ask.kind:
        case AskKind.FIELD:
            name = ask.field
            if name is None:
                return BEYOND
            return _from_findings([(page, page.findings(name)) for page in pages], name)
        case AskKind.LABEL:
            return _from_findings([(page, fields.find_free_label(page.view, [ask.subject])) for page in pages], None)
        case AskKind.ITEM_TOTAL | AskKind.ITEM_PRICE | AskKind.ITEM_COUNT:
            wanted = _WANTED[ask.kind]
            return _from_findings([(page, items.find_item(page.view, ask.subject, wanted)) for page in pages], None)
        case (
            AskKind.BEYOND
            | AskKind.TEXT
            | AskKind.TABLE
            | AskKind.FIELDS
            | AskKind.DESCRIBE
            | AskKind.CODES
            | AskKind.FACES
        ):
            return BEYOND
        case _:
            assert_never(ask.kind)


_WANTED: dict[AskKind, items.Wanted] = {
    AskKind.ITEM_TOTAL: "total",
    AskKind.ITEM_PRICE: "price",
    AskKind.ITEM_COUNT: "count",
}


def _from_findings(found: Sequence[tuple[ReadPage, list[Finding]]], name: FieldName | None) -> Answer:
    best = [_Best(page, findings[0], confidence(name, findings)) for page, findings in found if findings]
    if not best:
        return NOT_FOUND
    chosen = max(best, key=lambda one: (one.confidence == "sure", one.finding.score))
    finding = chosen.finding
    return Answer(
        text=finding.text,
        finish="stop",
        basis="rule" if finding.rule else "read",
        confidence=chosen.confidence,
        sources=sources_of(chosen.page, finding),
        rule=finding.rule,
        alternatives=finding.alternatives,
    )


def sources_of(page: ReadPage, finding: Finding) -> tuple[Source, ...]:
    """Say where a finding stands."""
    return tuple(page.view.page.source(piece) for piece in finding.pieces)
