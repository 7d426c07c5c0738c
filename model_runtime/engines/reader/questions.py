"""Understand what a question asks for, by its words in English, German, French, Dutch and Chinese.

Gives an `Ask`; a thing the reader has no name for becomes a free label to look for on the page. What needs seeing or
reasoning is recognised as beyond the reader. Does not look at any page.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from model_runtime.engines.reader import asked_dates, currencies
from model_runtime.engines.reader.date_fields import DATES
from model_runtime.engines.reader.labels import FieldName
from model_runtime.engines.reader.text_keys import has


class AskKind(StrEnum):
    """The kinds of answers the reader can give."""

    FIELD = "field"
    LABEL = "label"
    DATE_LABEL = "date_label"
    ITEM_TOTAL = "item_total"
    ITEM_PRICE = "item_price"
    ITEM_COUNT = "item_count"
    TEXT = "text"
    TABLE = "table"
    FIELDS = "fields"
    DESCRIBE = "describe"
    CODES = "codes"
    FACES = "faces"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Ask:
    """What is asked. `subject`: the item's name, the words of a free label, or what a field's value stands beside. `money`: codes of the currency it names."""

    kind: AskKind
    field: FieldName | None = None
    subject: str = ""
    money: frozenset[str] = frozenset()


_WORDS = tomllib.loads(Path(__file__).with_name("question_words.toml").read_text("utf-8"))
_WHOLE_PAGE = tuple((AskKind(entry["kind"]), tuple(entry["words"])) for entry in _WORDS["whole_page"])
_FIELD_WORDS = tuple((FieldName(entry["name"]), tuple(entry["words"])) for entry in _WORDS["field"])
_BEYOND, _DOCUMENT = tuple(_WORDS["beyond"]), tuple(_WORDS["document"])
_UNIT_WORDS, _COUNT_WORDS = tuple(_WORDS["unit_price"]), tuple(_WORDS["count"])
_ASKING = {what: tuple(words) for what, words in _WORDS["asking"].items()}
_AGES = tuple((entry["label"], tuple(entry["words"])) for entry in _WORDS["age"])
_CREDIT, _INVOICE = tuple(_WORDS["credit_note"]), tuple(_WORDS["invoice"])
_FIELDS = frozenset(FieldName)
_AMOUNTS = frozenset(
    {
        FieldName.TOTAL,
        FieldName.NET,
        FieldName.TAX,
        FieldName.SUBTOTAL,
        FieldName.DISCOUNT,
        FieldName.SURCHARGE,
        FieldName.ROUNDING,
        FieldName.CASH,
        FieldName.PAID,
        FieldName.CARRIED,
        FieldName.CHANGE,
        FieldName.DUE,
    }
)
_EVENTS = frozenset({FieldName.BIRTH_DATE, FieldName.DELIVERY_DATE, FieldName.VISIT_DATE, FieldName.NEXT_VISIT_DATE})
_MEANT = {
    "person": _FIELDS - _AMOUNTS - frozenset(DATES),
    "place": _FIELDS - _EVENTS,
    "duration": _FIELDS - _EVENTS,
    "amount": _AMOUNTS,
}
"""Fields that answer a question which says what it asks for: "where is the IBAN" is one about the IBAN, "where was she born" is
none about a day."""
_ANY_FIELD = tuple(word for _, words in _FIELD_WORDS for word in words)
_QUOTED = re.compile(r"[\"“”„«‹]\s*(.+?)\s*[\"“”‟»›]")
_ITEM_PATTERNS = (
    re.compile(
        r"(?:price|cost|total|amount)\s+(?:of|for)\s+(?:the\s+)?(?:item\s+|product\s+|article\s+)?(.+?)\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(r"how much (?:does|did|is|was|were|are)\s+(?:the\s+)?(.+?)(?:\s+cost)?\s*\??$", re.IGNORECASE),
    re.compile(r"(?:preis|kosten|betrag)\s+(?:von|für|der|des)\s+(?:den|die|das|der)?\s*(.+?)\s*\??$", re.IGNORECASE),
    re.compile(r"(?:was|wie ?viel)\s+koste[tn]\s+(?:der|die|das|den)?\s*(.+?)\s*\??$", re.IGNORECASE),
    re.compile(
        r"(?:prix|montant|coût)\s+(?:du|de la|de l['’]|des|de)\s*(?:l['’]article\s+)?(.+?)\s*\??$", re.IGNORECASE
    ),
    re.compile(r"combien coûten?t?\s+(?:le|la|les|l['’])?\s*(.+?)\s*\??$", re.IGNORECASE),
)
_COUNT_PATTERN = re.compile(
    r"(?:how many|wie viele|combien d[e'’]|quantity of|menge (?:von|an)|quantité de|hoeveel)\s*(.+?)(?:\s+(?:are|were|was|is|did|sind|wurden|have|has)\b.*)?\s*\??$",
    re.IGNORECASE,
)
_LABEL_PATTERNS = (
    re.compile(
        r"^(?:what|which|who|when)(?:'s| is| are| was| were)?\s+(?:the\s+|this\s+)?(.+?)(?:\s+(?:of|on|in|for)\s+(?:this|the)\s+(?:document|invoice|receipt|page|bill))?\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:was|wie|welche[rs]?|wer|wann)(?:\s+(?:ist|sind|lautet|lauten|heißt|war))?\s+(?:der|die|das|den)?\s*(.+?)(?:\s+(?:der|dieser|des|dieses|auf|in)\s+(?:rechnung|belegs?|dokuments?|seite))?\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:quel(?:le)?s?|qui|quand)(?:\s+(?:est|sont))?\s+(?:le\s|la\s|les\s|l['’])?\s*(.+?)(?:\s+(?:de|sur|du)\s+(?:la|cette|ce|le)?\s*(?:facture|document|ticket|reçu|page))?\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(r"^(.+?)(?:是什么|是多少|是谁|是哪天|呢)?[？?。]?$"),
)
_LONGEST_LABEL = 6


def understand(question: str) -> Ask:
    """Say what a question asks for."""
    text = " ".join(question.split())
    whole = next((kind for kind, words in _WHOLE_PAGE if has(text, words)), None)
    quoted = _QUOTED.search(text)
    if quoted and whole is None:
        return Ask(_item_kind(text), subject=quoted[1])
    if has(text, _BEYOND) and not _is_plain_label(text):
        return Ask(AskKind.BEYOND)
    if whole is not None:
        return Ask(whole)
    age = next((label for label, words in _AGES if has(text, words)), None)
    if age is not None:
        return Ask(AskKind.LABEL, subject=age)
    name = _named(text)
    if name is None and has(text, _ANY_FIELD):
        return Ask(AskKind.BEYOND)
    item = None if name not in (None, FieldName.TOTAL) else _item(text)
    if item is not None:
        return item
    asked = asked_dates.other_date(text) if name == FieldName.DATE else ""
    if name in (FieldName.DATE, FieldName.EXPIRY_DATE):
        asked = asked_dates.beginning(text) or asked
    if asked:
        return Ask(AskKind.DATE_LABEL, subject=asked)
    if name is not None:
        return Ask(
            AskKind.FIELD, name, _detail(name, text), currencies.asked_for(text) if name in _AMOUNTS else frozenset()
        )
    return _free_label(text)


def _detail(name: FieldName, text: str) -> str:
    """Return what a question says beside the name of a field: whose birth, of which paper, signed or printed."""
    match name:
        case FieldName.DATE:
            return asked_dates.own_event(text)
        case FieldName.BIRTH_DATE:
            return asked_dates.person(text)
        case FieldName.NUMBER if has(text, _INVOICE) and not has(text, _CREDIT):
            return "invoice"
        case _:
            return ""


def _named(text: str) -> FieldName | None:
    """The field that a question names: an amount where it asks for one, whatever else it names; never a date for a "who"."""
    named = [name for name, words in _FIELD_WORDS if has(text, words)]
    what = next((what for what, words in _ASKING.items() if has(text, words)), "")
    meant = _MEANT.get(what, _FIELDS)
    able = named if what == "amount" else named[:1]
    return next((name for name in able if name in meant), None)


def _item_kind(text: str) -> AskKind:
    if has(text, _UNIT_WORDS):
        return AskKind.ITEM_PRICE
    return AskKind.ITEM_COUNT if has(text, _COUNT_WORDS) else AskKind.ITEM_TOTAL


def _item(text: str) -> Ask | None:
    """A question about a thing that was sold; None where the "thing" is the document itself."""
    count = _COUNT_PATTERN.search(text)
    if count:
        return Ask(AskKind.ITEM_COUNT, subject=count[1])
    for pattern in _ITEM_PATTERNS:
        match = pattern.search(text)
        if match and not _is_about_document(match[1]):
            return Ask(_item_kind(text), subject=match[1])
    return None


def _is_about_document(subject: str) -> bool:
    return has(subject, _DOCUMENT)


def _is_plain_label(text: str) -> bool:
    """Tell whether a question is only the name of a field, as "Comment:", which may hold any word."""
    return text.rstrip().endswith(":")


def _free_label(text: str) -> Ask:
    for pattern in _LABEL_PATTERNS:
        match = pattern.match(text)
        if match and 0 < len(match[1].split()) <= _LONGEST_LABEL:
            return Ask(AskKind.LABEL, subject=match[1].strip(" :?\"'"))
    return Ask(AskKind.BEYOND)
