"""Tell names of people and companies from streets, headings and other lines, by form and words.

Does not decide whose name it is (`parties.py`, `recipients.py`).
"""

import re
from functools import reduce
from itertools import pairwise

from model_runtime.engines.reader import identifiers, labels
from model_runtime.engines.reader.amounts import amounts_in
from model_runtime.engines.reader.dates import dates_in
from model_runtime.engines.reader.text_keys import find, first_of, has, letters
from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line, join

POSTCODE = re.compile(
    r"(?<!\d)(?:[A-Z]{1,3}[- ])?\d{5}(?!\d)\s*,?\s*[A-Za-zÀ-ÿ]"  # DE, FR, MY, ES, US: 12345 Town
    r"|(?<![\d-])\d{4}\s?[A-Z]{2}\s+[A-Za-z]"  # NL: 1234 AB Town
    r"|(?<!\d)\d{4}\s+[A-ZÀ-Ý][a-zà-ÿ]{2,}"  # AT, CH, BE: 1234 Town
    r"|[A-Za-z]\s*,?\s\d{5,6}\b"  # Town 123456
)
SENDER_MARK = re.compile(r"\s+[-–—|•·*]\s*|\s*[|•·]\s*")
"""What stands between the parts of a sender's address on one line."""

_REGISTRATION = re.compile(
    r"\s*[(\[]\s*(?:Co\.?\s*(?:No|Reg)\.?\s*:?\s*)?[A-Z]{0,3}\d[\dA-Z\s.-]{3,}[)\]]?\s*$", re.IGNORECASE
)
_ONLY_REGISTRATION = re.compile(
    r"^\W*(?:(?:co|company|reg|roc|no|number|registration)[.\s:#-]*)*[A-Z]{0,3}\d[\d\s.]{3,}(?:\s?-\s?)?[A-Z]?\W*$",
    re.IGNORECASE,
)
_MARKS = " .,:;*-–—>#'\"|"
_LONGEST_NAME = 70
_CLEAR_PRINT = 0.7
_SHORT_FORM = 3  # letters: "ag", "co", "as" are also words
_LONG_FORM = 6  # letters: from here on one may be misread
_HEADLINE_GAP = 2.2  # letter heights between the words of a widely spaced headline


def name_piece(line: Line) -> Line | None:
    """Give the part of a line that can be a name: without registration number, street and sender's address."""
    end = len(line.text)
    mark = SENDER_MARK.search(line.text)
    if mark and mark.start() > 2 and POSTCODE.search(line.text):
        end = mark.start()
    registration = _REGISTRATION.search(line.text[:end])
    if registration and registration.start() > 2:
        end = registration.start()
    label = first_of(line.text[:end], labels.LABELS[labels.FieldName.COMPANY])
    skipped = label.end if label and label.start == 0 and line.text[label.end : end].lstrip().startswith(":") else 0
    start = end - len(line.text[skipped:end].lstrip(_MARKS))
    while end > start and line.text[end - 1] in " ,:;*-–—|'\"":
        end -= 1
    piece = line.piece(start, end)
    return piece if can_be_name(piece) else None


def can_be_name(line: Line) -> bool:
    """Tell whether a line may be somebody's name."""
    text = line.text
    alphabetic, digits = sum(char.isalpha() for char in text), sum(char.isdigit() for char in text)
    is_chinese = any("\u2e80" <= char <= "\u9fff" for char in text)
    if alphabetic < (2 if is_chinese else 3) or digits > alphabetic or len(text) > _LONGEST_NAME:
        return False
    if line.score < _CLEAR_PRINT or text.startswith(("(c)", "©")) or text.rstrip().endswith(":"):
        return False
    if POSTCODE.match(text) or dates_in(line) or amounts_in(line) or identifiers.emails_in(line):
        return False
    if identifiers.websites_in(line) and " " not in text:
        return False
    if has_legal_form(text):
        return not has(text, labels.OTHER_PARTY_WORDS)
    if re.match(r"^\W*\d+\s?[-/]?\d*\w?\s", text) and not has(text, labels.TRADE_WORDS):
        return False
    return not any(has(text, words) for words in (labels.NOT_A_NAME_WORDS, labels.DOCUMENT_WORDS, labels.DETAIL_WORDS))


def has_legal_form(text: str) -> bool:
    """Tell whether a name ends in a legal form, or goes on after one ("X Inc., Y", "X B.V. iov Y")."""
    compact = letters(text)
    for form in labels.LEGAL_FORMS:
        hit, wanted = find(text, form), letters(form)
        if hit is not None and re.search(r"\d\s?$", text[: hit.start]):
            continue  # "1 kg"
        if hit is not None and hit.start > 0 and (len(wanted) > _SHORT_FORM or _ends_name(text, hit.end)):
            return True
        tail = compact[-len(wanted) :]
        if len(wanted) >= _LONG_FORM and len(compact) > len(wanted) and _nearly(tail, wanted):
            return True
    return False


def own_letters(text: str) -> str:
    """Give the letters that remain when legal forms, words of trade and short brackets, "(M)", are taken away."""
    rest = text
    for form in sorted(labels.LEGAL_FORMS + labels.TRADE_WORDS, key=len, reverse=True):
        hit = find(rest, form)
        if hit is not None:
            rest = rest[: hit.start] + rest[hit.end :]
    return letters(re.sub(r"\(\w{1,3}\)", "", rest))


def is_street(text: str) -> bool:
    """Tell whether a line looks like a street, a building or a town."""
    return (has(text, labels.STREET_WORDS) or bool(POSTCODE.search(text))) and not has_legal_form(text)


def is_detail(line: Line) -> bool:
    """Tell whether a line is a party's telephone, registration or tax number."""
    return has(line.text, labels.DETAIL_WORDS) or bool(_ONLY_REGISTRATION.match(line.text))


def joined_headline(row: Row) -> tuple[Line, ...]:
    """Join the widely spaced words of a headline into one line; give other rows as they are."""
    gaps = [right.left - left.right for left, right in pairwise(row.lines)]
    has_digits = any(char.isdigit() for char in row.text)
    if gaps and not has_digits and max(gaps) < _HEADLINE_GAP * row.lines[0].tall:
        return (reduce(join, row.lines),)
    return row.lines


def _ends_name(text: str, end: int) -> bool:
    rest = re.sub(r"\(.*?\)", "", text[end:]).strip(" .,:;-)")
    return not rest or text[end : end + 2].strip(" .") in ("&", ",")


def _nearly(text: str, other: str) -> bool:
    return sum(a != b for a, b in zip(text, other, strict=True)) <= 1
