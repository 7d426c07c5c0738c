"""Keep a read page together with what was derived from it, so that the next question costs nothing.

Only sends each field to the module that knows it. Does not read pixels and does not form answers.
"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property

from model_runtime.engines.reader import date_fields, fields, labels, overview, vat_ids
from model_runtime.engines.reader.amounts import CURRENCY
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.parties import Parties
from model_runtime.engines.reader.text_keys import has, letters
from model_runtime.engines.reader.totals import Totals
from model_runtime.reading.lines import Line

_NUMBERS = (FieldName.NUMBER, FieldName.ORDER_NUMBER, FieldName.CUSTOMER_NUMBER)
_IDENTIFIERS = (
    FieldName.IBAN,
    FieldName.BIC,
    FieldName.TAX_NUMBER,
    FieldName.PHONE,
    FieldName.FAX,
    FieldName.EMAIL,
    FieldName.WEBSITE,
)
_CURRENCY = re.compile(CURRENCY)
_MONEY = {"€": "EUR", "EURO": "EUR", "Euro": "EUR", "£": "GBP", "₹": "INR", "Rs": "INR", "Rs.": "INR", "US$": "$"}
"""Signs that are written for a code as well."""
_NOT_ASKED_FOR = 3.0
"""What a value under another label loses: another page may state the one that was asked for."""

_ISSUER_REASONS = {"legal_form", "trade_word", "sender_line", "label", "brand"}


@dataclass(frozen=True)
class ReadPage:
    """A page's text and all that follows from it; every part is computed once, when first needed.

    Attributes:
        today: the day it was read on: nobody was born after it.
    """

    view: PageView
    today: dt.date = field(default_factory=dt.date.today)

    @cached_property
    def totals(self) -> Totals:
        """Amounts by role."""
        return Totals(self.view)

    @cached_property
    def parties(self) -> Parties:
        """Issuer and recipient."""
        return Parties(self.view)

    @cached_property
    def kind(self) -> overview.PageKind:
        """What kind of page this is."""
        return overview.page_kind(self.view)

    def findings(self, name: FieldName) -> list[Finding]:
        """Give what may be the value of a field, best first."""
        if name in date_fields.DATES:
            return date_fields.find_date(self.view, name, self.today)
        if name in _NUMBERS:
            return self.numbers if name == FieldName.NUMBER else fields.find_number(self.view, name)
        if name in _IDENTIFIERS:
            return fields.with_only(fields.find_identifier(self.view, name))
        if name in (FieldName.VAT_ID, FieldName.BUYER_VAT_ID):
            return vat_ids.find_vat_id(self.view, name, self.parties.buyers)
        match name:
            case FieldName.COMPANY:
                return self._issuers()
            case FieldName.BUYER:
                return self.parties.buyers
            case FieldName.ADDRESS:
                return self.parties.addresses
            case FieldName.BUYER_ADDRESS:
                return self.parties.buyer_addresses
            case FieldName.PAYMENT:
                return self._payments()
            case FieldName.CURRENCY:
                return self._currencies()
            case _:
                return self.totals.best(name)

    @cached_property
    def numbers(self) -> list[Finding]:
        """What may be the document's number; of an order that is no invoice, the order's."""
        found = fields.find_number(self.view, FieldName.NUMBER)
        if found or any(has(line.text, labels.BILL_WORDS) or _is_other_paper(line) for line in self.view.lines):
            return found
        orders = fields.find_number(self.view, FieldName.ORDER_NUMBER)
        return [replace(one, score=one.score - _NOT_ASKED_FOR, supports=("label",)) for one in orders]

    @cached_property
    def invoice_numbers(self) -> list[Finding]:
        """What may be the invoice's number: of a credit note, that of the invoice that it names, if it does."""
        original = fields.find_number(self.view, FieldName.NUMBER, labels.ORIGINAL_INVOICE_WORDS)
        return [replace(one, supports=("label",)) for one in original] or self.numbers

    def _issuers(self) -> list[Finding]:
        """On a page that is no receipt or invoice, a mere first line is nobody's name."""
        found = self.parties.companies
        if self.kind in ("receipt", "invoice"):
            return found
        return [finding for finding in found if _ISSUER_REASONS & set(finding.supports)]

    def _payments(self) -> list[Finding]:
        """What stands beside "payment method", else the words beside an amount that was handed over: "CASH"."""
        named = [found for word in LABELS[FieldName.PAYMENT] for found in fields.find_free_label(self.view, word)]
        if named:
            return named
        paid = [one for one in self.totals.of(FieldName.CASH) if one.label_line is not None]
        return [Finding(one.label.strip(" :"), (one.label_line,), 1.0, ("label",)) for one in paid if one.label_line]

    def _currencies(self) -> list[Finding]:
        """Currency signs by how often they stand on the page."""
        signs: dict[str, list[Line]] = {}
        for line in self.view.lines:
            for match in _CURRENCY.finditer(line.text):
                signs.setdefault(match[0], []).append(line.piece(*match.span()))
        counts = Counter({sign: len(pieces) for sign, pieces in signs.items()})
        supports = ("form", "only") if len({_MONEY.get(sign, sign) for sign in signs}) == 1 else ("form",)
        return [Finding(sign, (signs[sign][0],), float(count), supports) for sign, count in counts.most_common()]


def _is_other_paper(line: Line) -> bool:
    """Tell whether a line is the title of a paper that has a number of its own and is no order, "Delivery note"."""
    return letters(line.text) in {letters(word) for word in labels.OTHER_PAPER_WORDS}
