"""Give what a page's file claims and the pixels did not confirm to those who hide, and to nobody else.

Letters that stand alone in boxes and scripts that nothing here reads are not confirmed, though a person sees them. What is
found in such a claim is hidden: too much hidden does no harm, and nothing of a claim is sent, answered from or copied.
"""

from model_runtime.documents.page import ClaimedWord, Pixels, SourcePage, box_around
from model_runtime.protocol.payloads import Box

_VISIBLE_CONTRAST = 24
"""Steps of 255 between the darkest and the lightest value in a word's box: less is not seen. What reads letters reads
fainter ones (from 12 steps on, measured)."""


def hints(page: SourcePage) -> tuple[ClaimedWord, ...]:
    """Return all words that `page` claims where something is seen, in the file's order; none where all are confirmed."""
    height, width = page.pixels.shape[:2]
    confirmed = {word.letters for word in page.words}
    boxes = [(claim, box_around(claim.letters, width, height)) for claim in page.claims]
    seen = tuple(claim for claim, box in boxes if box is not None and is_seen(page.pixels, box))
    return seen if any(claim.letters not in confirmed for claim in seen) else ()


def is_seen(pixels: Pixels, box: Box) -> bool:
    """Tell whether something stands out from its ground in `box`, which lies on the page `pixels` [H, W, 3]."""
    part = pixels[box.rows, box.columns]
    return int(part.max()) - int(part.min()) >= _VISIBLE_CONTRAST
