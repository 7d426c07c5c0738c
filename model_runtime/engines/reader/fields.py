"""Find dates, numbers and identifiers by their labels, forms and check digits; best first.

Amounts are chosen in `totals.py`, names and addresses in `parties.py`. Does not decide between *sure* and *check*.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from model_runtime.engines.reader import dates, identifiers, labels
from model_runtime.engines.reader.amounts import amounts_in
from model_runtime.engines.reader.dates import DateReading
from model_runtime.engines.reader.finding import Finding
from model_runtime.engines.reader.identifiers import Identifier
from model_runtime.engines.reader.labelled import Labelled, labelled
from model_runtime.engines.reader.labels import LABELS, FieldName
from model_runtime.engines.reader.page_text import Line
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import find, first_of, has, letters

_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PLAIN_LABEL = 2.0  # strength from which a label says that a date is something else
_SENTENCE = 25  # letters beside a date that make it part of a sentence
_RANGE = re.compile(r"\d\s?(?:-|–|to|bis|au)\s?\d{1,2}[./]\d", re.IGNORECASE)
_TOKEN = re.compile(r"#?\s?[A-Za-z0-9][A-Za-z0-9\-/_.]*")
_NUMBER_MARK = re.compile(r"^(?:(?:no|nr|n°|num|inv)\.?[:#.]?\s?|[#:])+(?=[A-Za-z]*\d)", re.IGNORECASE)
_OTHER_DATES = (FieldName.DUE_DATE, FieldName.DELIVERY_DATE, FieldName.ORDER_DATE)
_NOT_A_NUMBER = (
    LABELS[FieldName.ORDER_NUMBER]
    + LABELS[FieldName.CUSTOMER_NUMBER]
    + LABELS[FieldName.TAX_NUMBER]
    + LABELS[FieldName.VAT_ID]
    + LABELS[FieldName.PHONE]
)
_PART_OF = re.compile(r"\s+(?:of|for|von|der|des|de la|du|de)\s+(?:the\s+|die\s+|la\s+|le\s+)?", re.IGNORECASE)
_MARKED = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:[:=#]|[.#]?\s*\d|(?:no|nr|n°)\b)", re.IGNORECASE)
_TELLING = 5  # letters from which one word of a question is looked for alone
_LABEL_REST = 4  # letters that may follow a label on its line, a plural or "(s)"
_LABEL_SCORE = {"behind": 1.0, "right": 0.8, "below": 0.4}
_YOURS = ("ihre", "your", "customer", "votre", "uw", "client", "kunden", "käufer", "buyer")

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


def find_date(view: PageView, name: FieldName) -> list[Finding]:
    """Find dates of one purpose (`date`, `due_date`, …)."""
    is_month_first = dates.month_first(tuple(date for date, _ in view.dates))
    weighed = [(date, line, *_date_label(view, date, line)) for date, line in view.dates]
    different = {date.day for date, _, _, purpose in weighed if purpose in (None, FieldName.DATE)}
    found = []
    for date, line, strength, purpose in weighed:
        if purpose != name and (name != FieldName.DATE or (purpose is not None and strength >= _PLAIN_LABEL)):
            continue
        same = sum(1 for other, _, _, theirs in weighed if other.day == date.day and theirs in (None, name))
        score = strength if purpose == name else -strength
        score += _place_score(view, date, line) + 0.5 * min(same - 1, 2)
        supports = [*(["label"] if purpose == name else []), *(["repeated"] if same > 1 else [])]
        supports += ["only"] if different == {date.day} else []
        supports += ["time"] if _has_time(view, date, line) else []
        other = _both_readings(date, month_first=is_month_first)
        found.append(Finding(date.text, (date.line,), score, tuple(supports), "", other))
    return sorted(found, key=lambda finding: -finding.score)


def _place_score(view: PageView, date: DateReading, line: Line) -> float:
    """A document's date stands high, alone or beside a time; dates in sentences and ranges are about other things."""
    score = 1.0 - line.middle / max(1, view.page.height)
    score += 0.8 if _has_time(view, date, line) else 0.0
    around = len(letters(line.text)) - len(letters(date.text))
    score += 1.0 if around == 0 else -1.0 if around > _SENTENCE else 0.0
    score -= 2.0 if _RANGE.search(line.text) else 0.0
    return score


def _has_time(view: PageView, date: DateReading, line: Line) -> bool:
    rest = line.text.replace(date.text, " ")
    return bool(_TIME.search(rest)) or any(_TIME.fullmatch(other.text) for other in view.right_of(line))


def _both_readings(date: DateReading, *, month_first: bool) -> tuple[str, ...]:
    if date.other is None:
        return ()
    days = (date.other, date.day) if month_first else (date.day, date.other)
    return tuple(day.isoformat() for day in days)


def _date_label(view: PageView, date: DateReading, line: Line) -> tuple[float, FieldName | None]:
    """How plainly the words before, left of or above a date say what it is."""
    before = line.text[: line.text.find(date.text)]
    left = [before, *(other.text for other in view.left_of(line)[:2])]
    above = [o.text for o in view.lines if o.middle < line.middle and any(below is line for below in view.below(o))]
    for weight, texts in ((1.0, left), (0.7, above[-1:])):
        for text in texts:
            found = _date_words(text)
            if found is not None:
                return weight * found[0], found[1]
    return 0.0, None


def _date_words(text: str) -> tuple[float, FieldName] | None:
    hits = [(hit, name) for name in (FieldName.DATE, *_OTHER_DATES) if (hit := first_of(text, LABELS[name]))]
    if not hits:
        return None
    hit, name = max(hits, key=lambda pair: pair[0].end - pair[0].start)
    length = hit.end - hit.start
    strength = 3.0 if length > 5 else 2.0 if length > 3 else 1.0
    if name == FieldName.DATE and has(text, labels.DOCUMENT_WORDS):  # "Rechnung Nr. 471 vom"
        strength = 3.5 if any(char.isdigit() for char in text) else 2.5
    return strength, name


def find_number(view: PageView, name: FieldName) -> list[Finding]:
    """Find the document's, an order's or a customer's number."""
    others = _NOT_A_NUMBER if name == FieldName.NUMBER else ()
    found = []
    for hit in labelled(view, LABELS[name]):
        around = hit.label.text
        if others and (rival := first_of(around, others)) and rival.end - rival.start > hit.weight:
            continue
        token = _number_token(hit.value)
        if token is None or (hit.place == "right" and _is_label_like(hit.value)):
            continue
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
        found.append(Finding(token.text, (token,), score, supports))
    return _distinct(sorted(found, key=lambda finding: -finding.score))


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
        if any(char.isdigit() for char in line.text[start:end]):
            return line.piece(start, end)
    return None


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
            score -= 1.5 if any(has(text, _YOURS) for text in (*around, line.text[:20])) else 0.0
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
        match = re.match(r"[A-Z]{0,4}[\s-]?\d[\d\s./-]{4,18}\d(?:-?[A-Z])?|[A-Z]{0,3}\d[\dA-Z-]{5,16}", hit.value.text)
        if match and not dates.dates_in(hit.value.piece(*match.span())):
            value = hit.value.piece(*match.span())
            yours = 1.5 if has(hit.label.text, _YOURS) else 0.0
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
