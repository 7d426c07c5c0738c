"""Turn the words of a document's own text layer into lines, as optical character recognition would give them.

Does not decide which of the two to trust for what (`reader_engine.py` asks `covers_page`).
"""

from collections.abc import Sequence

from model_runtime.engines.reader.page_text import Line, join, line_from_box
from model_runtime.protocol.payloads import Page, Word

_LONGEST_WORD = 300  # characters: no printed word is longer, and patterns must end
_ENOUGH_WORDS = 25
_WORD_GAP = 0.65  # of the letter height: a wider gap begins another cell


def covers_page(page: Page) -> bool:
    """Tell whether a text layer is worth trusting alone: many words, spread over the page, made of letters."""
    words = [word for word in page.words if word.text.strip()]
    if len(words) < _ENOUGH_WORDS:
        return False
    readable = sum(1 for word in words if any(char.isalnum() for char in word.text) and "\ufffd" not in word.text)
    top = min(word.box.top for word in words)
    bottom = max(word.box.top + word.box.height for word in words)
    return readable > 0.8 * len(words) and bottom - top > 0.35 * page.native_height


def lines_from_words(page: Page) -> tuple[Line, ...]:
    """Join words that stand close together on one line, in pixels of `page.pixels`."""
    across = page.width / max(1, page.part_width or page.native_width)
    down = page.height / max(1, page.part_height or page.native_height)
    pieces = [_scaled(word, page, across, down) for word in page.words if word.text.strip()]
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        row = next(
            (
                row
                for row in reversed(rows[-3:])
                if abs(row[-1].middle - piece.middle) < 0.4 * min(row[-1].tall, piece.tall)
            ),
            None,
        )
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return tuple(line for row in rows for line in _joined(sorted(row, key=lambda piece: piece.left)))


def _scaled(word: Word, page: Page, across: float, down: float) -> Line:
    return line_from_box(
        word.text.strip()[:_LONGEST_WORD],
        (word.box.left - page.offset_left) * across,
        (word.box.top - page.offset_top) * down,
        max(1, word.box.width) * across,
        max(1, word.box.height) * down,
    )


def _joined(row: Sequence[Line]) -> list[Line]:
    lines: list[Line] = []
    for piece in row:
        if lines and piece.left - lines[-1].right < _WORD_GAP * max(lines[-1].tall, piece.tall):
            lines[-1] = join(lines[-1], piece)
        else:
            lines.append(piece)
    return lines
