"""Keep a read page together with what was derived from it, so that the next question costs nothing.

Only sends each field to the module that knows it. Does not read pixels and does not form answers.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from model_runtime.engines.reader import fields, overview
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_text import Line
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.parties import Parties
from model_runtime.engines.reader.totals import Totals

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
_CURRENCY = re.compile(
    r"€|£|¥|￥|₹|(?<![A-Za-z])(?:EUR|USD|GBP|CHF|RM|MYR|SGD|INR|CNY|RMB|JPY|HKD|SEK|NOK|DKK|PLN)(?![A-Za-z])|\$"
)
_ISSUER_REASONS = {"legal_form", "trade_word", "sender_line", "label", "brand"}


@dataclass(frozen=True)
class ReadPage:
    """A page's text and all that follows from it; every part is computed once, when first needed."""

    view: PageView

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
        if name in _DATES:
            return fields.find_date(self.view, name)
        if name in _NUMBERS:
            return fields.find_number(self.view, name)
        if name in _IDENTIFIERS:
            return fields.find_identifier(self.view, name)
        match name:
            case FieldName.COMPANY:
                return self._issuers()
            case FieldName.BUYER:
                return self.parties.buyers
            case FieldName.ADDRESS:
                return self.parties.addresses
            case FieldName.BUYER_ADDRESS:
                return self.parties.buyer_addresses
            case FieldName.DUE:
                return self.totals.best(name) or self.totals.totals
            case FieldName.PAYMENT:
                return self._payments()
            case FieldName.CURRENCY:
                return self._currencies()
            case _:
                return self.totals.best(name)

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
        return [Finding(sign, (signs[sign][0],), float(count), ("form",)) for sign, count in counts.most_common()]
