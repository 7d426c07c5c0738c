"""Find the amount of a payment slip: it stands below the words "Currency" and "Amount", which stand side by side.

So it is on the payment part and the receipt of a Swiss QR bill (Swiss Implementation Guidelines for the QR-bill, section 3),
where no word says "total". Judges no other amount.
"""

from collections.abc import Iterator

from model_runtime.engines.reader import labels
from model_runtime.engines.reader.amounts import Amount
from model_runtime.engines.reader.page_view import PageView
from model_runtime.engines.reader.text_keys import letters
from model_runtime.reading.lines import Line

_BELOW = 2.5  # letter heights, at most, between a head and its amount
_BESIDE = 12  # letter heights, at most, between the two heads


def slip_heads(view: PageView) -> tuple[Line, ...]:
    """Return every "Amount" of the page that stands beside a "Currency" and above one amount: more are a table's."""
    heads = list(_named(view, labels.SLIP_CURRENCY_WORDS))
    return tuple(
        amount
        for amount in _named(view, labels.SLIP_AMOUNT_WORDS)
        if any(_is_beside(currency, amount) for currency in heads) and _is_over_one(view, amount)
    )


def head_above(amount: Amount, heads: tuple[Line, ...]) -> Line | None:
    """Return the one of `heads` below which `amount` stands; None for an amount of anything else."""
    return next((head for head in heads if _is_below(amount.line, head)), None)


def _named(view: PageView, words: tuple[str, ...]) -> Iterator[Line]:
    """Yield the pieces of lines that are one of `words` and nothing else."""
    wanted = {letters(word) for word in words}
    for line in view.lines:
        start = 0
        for end in range(len(line.text) + 1):
            if end == len(line.text) or line.text[end].isspace():
                if letters(line.text[start:end]) in wanted:
                    yield line.piece(start, end)
                start = end + 1


def _is_beside(currency: Line, amount: Line) -> bool:
    gap = amount.left - currency.right  # a little below 0 where both boxes take in the blank between them
    return abs(amount.middle - currency.middle) < 0.5 * amount.tall and -0.5 < gap / amount.tall < _BESIDE


def _is_over_one(view: PageView, head: Line) -> bool:
    under = [one.line for one, _ in view.amounts if _is_below(one.line, head, _BELOW * 2)]
    return len(under) == 1


def _is_below(amount: Line, head: Line, most: float = _BELOW) -> bool:
    shared = min(amount.right, head.right) - max(amount.left, head.left)
    return 0 < amount.middle - head.middle <= most * max(amount.tall, head.tall) and shared > 0
