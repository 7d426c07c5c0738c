"""Find numbers and identifiers by their labels, forms and check digits; best first.

Dates are found in `date_fields.py`, amounts in `totals.py`, names and addresses in `parties.py`. Does not decide between *sure* and *check*.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from model_runtime.engines.reader import dates, identifiers, labels
from model_runtime.engines.reader.amounts import CURRENCY, amounts_in
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.identifiers import Identifier
from model_runtime.engines.reader.labelled import Labelled, labelled
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import find, first_of, has, letters
from model_runtime.reading.lines import Line

_TOKEN = re.compile(r"#?\s?[A-Za-z0-9][A-Za-z0-9\-/_.]*")
_NUMBER_MARK = re.compile(r"^(?:(?:no|nr|n°|num|inv)\.?[:#.]?\s?|[#:])+(?=[A-Za-z]*\d)", re.IGNORECASE)
_SERIES = re.compile(
    r"(?!(?:NO|NR|NUM|INV|ID|REF|DOC|VAT|GST|TEL|FAX|TIN|UID|PAGE|DATE|OF|PO|VOM|DU|LE|AM)\b)[A-Z]{1,4} \d[\w\-/.]*"
)  # "CF 2207": letters in front of digits are a part of the number where nothing else stands there
_BLANKS = re.compile(
    r"(?:[A-Z]{1,4} )?(?:\d[\w\-/.]* [A-Z]|(?:19|20)\d\d(?: \d+)+)"
)  # a number with blanks in it: a last letter, or a year in front
_NOT_A_NUMBER = (
    LABELS[FieldName.ORDER_NUMBER]
    + LABELS[FieldName.CUSTOMER_NUMBER]
    + LABELS[FieldName.TAX_NUMBER]
    + LABELS[FieldName.VAT_ID]
    + LABELS[FieldName.PHONE]
)
_SENTENCE = 25  # letters around a label that make it a word of a sentence
_PLAIN = 2.5  # score from which a label is plainly that of a number
_SHORTEST = 3  # characters of a number that stands for a document
_UNIT_BEHIND = re.compile(
    r"\s*(?:days?|tagen?|jours?|dagen|giorni|días|dias|weeks?|wochen|months?|monate|mois|years?)\b", re.IGNORECASE
)
_LABELLED_NUMBER = re.compile(
    r"(?:[A-Z]{0,4}[\s-]?\d[\d\s./-]{4,18}\d(?:-?[A-Z])?|[A-Z]{0,3}\d[\dA-Z-]{5,16})(?![A-Za-z0-9])"
)
_PART_OF = re.compile(r"\s+(?:of|for|von|der|des|de la|du|de)\s+(?:the\s+|die\s+|la\s+|le\s+)?", re.IGNORECASE)
_MARKED = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:[:=#]|[.#]?\s*\d|(?:no|nr|n°)\b)", re.IGNORECASE)
_TELLING = 5  # letters from which one word of a question is looked for alone
_LABEL_REST = 4  # letters that may follow a label on its line, a plural or "(s)"
_LABEL_SCORE = {"behind": 1.0, "right": 0.8, "below": 0.4}

Finder = Callable[[Line], tuple[Identifier, ...]]
_FINDERS: dict[FieldName, Finder] = {
    FieldName.IBAN: identifiers.ibans_in,
    FieldName.BIC: identifiers.bics_in,
    FieldName.VAT_ID: identifiers.vat_ids_in,
    FieldName.EMAIL: identifiers.emails_in,
    FieldName.WEBSITE: identifiers.websites_in,
    FieldName.PHONE: identifiers.phones_in,
    FieldName.FAX: identifiers.phones_in,
}


def find_number(view: PageView, name: FieldName, words: tuple[str, ...] = ()) -> list[Finding]:
    """Find the document's, an order's or a customer's number; by `words` instead of the field's own, where given."""
    others = _NOT_A_NUMBER if name == FieldName.NUMBER else ()
    found = []
    for hit in labelled(view, words or LABELS[name]):
        around = hit.label.text
        if others and (rival := first_of(around, others)) and rival.end - rival.start > hit.weight:
            continue
        token = _number_token(hit.value)
        if token is None or (hit.place == "right" and _is_label_like(hit.value)):
            continue
        if hit.place != "behind" and len(letters(around)) - hit.weight > _SENTENCE:
            continue  # words of a sentence label nothing beside or below it
        plain = (
            hit.weight >= 9
            or find(around, hit.word + " no")
            or find(around, hit.word + " nr")
            or "#" in around
            or "°" in around
        )
        score = (3.0 if plain else 1.5) + {"behind": 0.6, "right": 0.5, "below": 0.0}[hit.place]
        score += min(sum(c.isdigit() for c in token.text), 6) * 0.15 - (
            0.0 if hit.value.text.startswith(token.text) else 0.4
        )
        score += 0.5 * (1.0 - hit.label.middle / max(1, view.page.height))
        same = sum(1 for line in view.lines if letters(token.text) in letters(line.text))
        supports = ("label", "repeated") if same > 1 else ("label",)
        score -= 2.0 * (len(token.text) < _SHORTEST)
        found.append(Finding(token.text, (token,), score, supports, "", _longer(hit.value, token)))
    different = _distinct(sorted(found, key=lambda finding: -finding.score))
    return with_only(different) if different and different[0].score >= _PLAIN else different


def _is_label_like(line: Line) -> bool:
    return line.text.rstrip().endswith(":")


def _number_token(line: Line) -> Line | None:
    """The first token of a value that can be a number: has a digit and is neither date, amount nor percentage."""
    taken = [d.line for d in dates.dates_in(line)] + [a.line for a in amounts_in(line)]
    for match in _TOKEN.finditer(line.text):
        start, end = match.span()
        piece = line.piece(start, end)
        if any(t.left < piece.right - 1 and piece.left < t.right - 1 for t in taken) or line.text[end : end + 1] in (
            "%",
            ")",
        ):
            continue
        mark = _NUMBER_MARK.match(piece.text)
        start += mark.end() if mark else 0
        tail = re.search(r"(?<=\d)(?:du|vom|le|dated)$|[.\-/_]+$", line.text[start:end])
        end -= len(tail[0]) if tail else 0
        if any(char.isdigit() for char in line.text[start:end]) and not _UNIT_BEHIND.match(line.text[end:]):
            return line.piece(0 if _is_series(line.text[:end]) else start, end)
    return None


def _longer(value: Line, token: Line) -> tuple[str, ...]:
    """Give both readings where all of a value may be one number with blanks, "AB 12 C"; nothing tells where it ends."""
    whole = value.text.strip()
    is_all = _BLANKS.fullmatch(whole) is not None and re.match(CURRENCY, whole) is None
    is_number = is_all and not dates.dates_in(value) and not amounts_in(value)
    return (token.text, whole) if is_number and whole.startswith(token.text) and whole != token.text else ()


def _is_series(text: str) -> bool:
    """Tell whether a value up to the end of its digits is "CF 2207": letters of a series, no label and no currency."""
    return _SERIES.fullmatch(text) is not None and re.match(CURRENCY, text) is None


def with_only(found: list[Finding]) -> list[Finding]:
    """Support a finding by there being no other on the page that could be meant."""
    if len(found) != 1:
        return found
    return [replace(found[0], supports=(*found[0].supports, "only"))]


def find_identifier(view: PageView, name: FieldName) -> list[Finding]:
    """Find identifiers of a known form; check digits and labels count."""
    found = list(_by_form(view, name))
    if name in (FieldName.VAT_ID, FieldName.TAX_NUMBER):
        found += _by_label(view, name)
    return _distinct(sorted(found, key=lambda finding: -finding.score))


def _by_form(view: PageView, name: FieldName) -> Iterator[Finding]:
    finder = _FINDERS.get(name)
    for line in view.lines if finder else ():
        for one in finder(line) if finder else ():
            before = line.text[: line.text.find(one.text)]
            around = [before[-24:], *(other.text for other in view.left_of(line)[:1])]
            rivals = (
                LABELS[FieldName.FAX]
                if name == FieldName.PHONE
                else LABELS[FieldName.PHONE]
                if name == FieldName.FAX
                else ()
            )
            is_labelled = any(has(text, LABELS[name]) for text in around)
            is_rival = (has(before[-12:], rivals) and not has(before[-5:], LABELS[name])) or (
                not before.strip() and any(has(t, rivals) for t in around[1:])
            )
            if name == FieldName.FAX and not is_labelled:
                continue
            score = (2.0 if is_labelled else 0.5) + (2.0 if one.is_proven else 0.0) - (3.0 if is_rival else 0.0)
            score -= 1.5 if any(has(text, labels.BUYERS_WORDS) for text in (*around, line.text[:20])) else 0.0
            score -= 0.5 * line.middle / max(1, view.page.height)
            score -= (
                4.0
                if name == FieldName.PHONE
                and not is_labelled
                and (identifiers.ibans_in(line) or has(line.text, LABELS[FieldName.VAT_ID]))
                else 0.0
            )
            supports = [*(["label"] if is_labelled else []), *(["check_digits"] if one.is_proven else [])]
            if name in (FieldName.EMAIL, FieldName.WEBSITE):
                supports.append("form")
            yield Finding(one.text, (one.line,), score, tuple(supports))


def _by_label(view: PageView, name: FieldName) -> Iterator[Finding]:
    for hit in labelled(view, LABELS[name]):
        if hit.place == "below":
            continue
        match = _LABELLED_NUMBER.match(hit.value.text)
        value = hit.value.piece(*match.span()) if match else None
        if value is not None and not dates.dates_in(value) and not amounts_in(value):
            yours = 1.5 if has(hit.label.text, labels.BUYERS_WORDS) else 0.0
            yield Finding(value.text, (value,), 1.5 + 0.05 * hit.weight - yours, ("label",))


def find_free_label(view: PageView, subject: str) -> list[Finding]:
    """Find the value beside words of the asker's own choosing; the whole wording first, then its parts."""
    parts = _PART_OF.split(subject)
    wordings = dict.fromkeys(
        [subject, parts[0], parts[-1], *(word for word in subject.split() if len(word) >= _TELLING)]
    )
    for wording in wordings:
        found = [
            Finding(hit.value.text, (hit.value,), _LABEL_SCORE[hit.place] + 0.05 * hit.weight, ("label",))
            for hit in labelled(view, (wording,))
            if _is_value_of(hit)
        ]
        if found:
            return _distinct(sorted(found, key=lambda finding: -finding.score))
    return []


def _is_value_of(hit: Labelled) -> bool:
    """A label begins its line and is followed by a mark, a number or a blank; within a sentence it is a mere word."""
    before = hit.label.text[: hit.label.text.find(hit.word)]
    after = hit.label.text[len(before) + len(hit.word) :]
    if any(char.isalpha() for char in before) or not hit.value.text or _is_label_like(hit.value):
        return False
    if hit.place == "behind":
        return bool(_MARKED.match(after))
    rest = letters(after)
    return len(rest) <= _LABEL_REST and (hit.place == "right" or not _MARKED.match(after))


def _distinct(found: Iterable[Finding]) -> list[Finding]:
    """Drop repetitions of a value; the best stays."""
    seen: dict[str, Finding] = {}
    for finding in found:
        seen.setdefault(letters(finding.text), finding)
    return list(seen.values())
