"""Find the people in a mail's head, however their names are written: "From: maggie", "To: dave o'neill; priya r".

A head is a few lines in a row of which one is a subject or a time of sending: elsewhere "From" and "To" stand before
towns and days. Addresses of mail are others'.
"""

import re
from collections.abc import Iterator, Sequence

from model_runtime.reading.layout import Row
from model_runtime.reading.lines import Line
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.found import Found, is_firm, is_of_document
from model_runtime.redaction.entities.readable import Readable

_SCORE = 0.65
_NEAR = 5  # rows between a sender and a subject
_LONGEST = 40  # letters of a name
_MOST_WORDS = 4
_PERSON = re.compile(
    r"\W*(?:from|to|cc|bcc|reply-to|von|an|kopie|de|a|para|da|van|aan|fran|till|fra|til|kopi|od|do|komu|lahettaja"
    r"|vastaanottaja)\s*:\s*"
)
_OTHER = re.compile(
    r"\W*(?:subject|betreff|objet|asunto|oggetto|onderwerp|assunto|amne|emne|temat|predmet|aihe|targy|subiect|konu"
    r"|re|aw|sent|gesendet|envoye|enviado|inviato|verzonden|skickat|sendt|wyslano)\s*:"
)
_NAME = re.compile(r"[^\W\d_](?:[\w'.\-]|,? (?=[^\W\d_]))*")
_BETWEEN = re.compile(r"[;<>()\[\]|]|\s{3,}")


def names_in_mail_heads(page: Sequence[Row]) -> Iterator[Found]:
    """Yield the names behind "From", "To" and "Cc" of every mail's head in `page`."""
    plain = [Readable(row.lines[0].text).plain for row in page]
    for number, row in enumerate(page):
        label = _PERSON.match(plain[number])
        near = plain[max(0, number - _NEAR) : number + _NEAR + 1]
        if label is not None and any(_OTHER.match(text) for text in near):
            yield from _names(row.lines[0], label.end())
            for line in row.lines[1:2] if label.end() == len(plain[number]) else ():
                yield from _names(line, 0)


def _names(line: Line, start: int) -> Iterator[Found]:
    text = Readable(line.text).folded
    ends = [*(match.start() for match in _BETWEEN.finditer(text, start)), len(text)]
    for end in ends:
        piece = text[start:end].strip(" ,\"'")
        at = text.find(piece, start)
        is_name = _NAME.fullmatch(piece) and len(piece) <= _LONGEST and len(piece.split()) <= _MOST_WORDS
        if is_name and not is_firm(piece) and not is_of_document(piece):
            yield Found(EntityKind.PERSON, _SCORE, "mail-head", line.piece(at, at + len(piece)))
        start = end + 1
