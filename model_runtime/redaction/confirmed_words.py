"""Ask the pixels of a page which of the words that its file claims stand there: only those are words of the page.

The page is read as a person sees it, whatever its file is made of; a claimed word that does not agree, letter by letter and
place by place, with what was read there does not exist. So what is covered, transparent, clipped, switched off, as light as
its ground or named wrongly needs no rule of its own. Of its letters it keeps those that reading can mean (`lending.py`). Words in scripts that are not read (Arabic, Cyrillic, Hangul …) cannot
be confirmed and do not exist either. Answers nothing, hides nothing.
"""

from dataclasses import replace

from model_runtime.documents.page import ClaimedWord, ConfirmedWord, Pixels, SourcePage, box_around
from model_runtime.reading.agreement import agreements
from model_runtime.reading.lending import PlacedWord, lent
from model_runtime.redaction.hints import is_seen
from model_runtime.redaction.page_lines import Reads, placed


def confirmed(page: SourcePage, reads: Reads) -> SourcePage:
    """Return `page` with those of its claimed words as its words that `reads` reads in its pixels, in the file's order."""
    if not page.claims:
        return page
    words: dict[int, ConfirmedWord] = {}
    for read in reads.text_in(page.pixels):
        left = [index for index in range(len(page.claims)) if index not in words]
        claims = [page.claims[index] for index in left]
        for one in agreements(placed(claims, read), read.lines):
            claim = claims[one.word]
            said = lent(PlacedWord(claim.text, claim.letters), read.lines[one.line].text[one.start : one.end])
            word = _confirmed(claim, said, read.turned, page.pixels)
            if word is not None:
                words[left[one.word]] = word
    return replace(page, words=tuple(words[index] for index in sorted(words)))


def _confirmed(claim: ClaimedWord, said: PlacedWord, turned: int, pixels: Pixels) -> ConfirmedWord | None:
    """Return the word with its place, a pixel wider all round than its letters: ink is blurred where it ends."""
    height, width = pixels.shape[:2]
    rounded = [tuple(map(round, letter)) for letter in claim.letters]
    wider = [(left - 1, top - 1, right + 1, bottom + 1) for left, top, right, bottom in rounded]
    box = box_around(wider, width, height)
    is_word = bool(said.text) and box is not None and is_seen(pixels, box)
    return ConfirmedWord(said.text, said.letters, box, turned) if is_word and box else None
