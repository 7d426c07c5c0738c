"""Hold answers as they are taken along: what was asked and said, how sure it is, and what made it. Writes nothing.

The formats (`answers_markdown.py`, `answers_csv.py`, `answers_json.py`) each make a file's text of them.
"""

import csv
import io
from dataclasses import dataclass, field

from desktop_app.export import records
from desktop_app.foundation import axis_words, film_clock
from desktop_app.runtime_client.values import Answer, MedicalFacts, PageLine, Source

MAX_TABLE_CELLS = 20_000
"""Of an answer that is a table; more is shown and saved as the text that it is."""

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TakenField:
    """One named value of an answer, in words. `mark` is `sure`, `check` or empty."""

    name: str
    value: str
    mark: str
    pages: tuple[int, ...]


@dataclass(frozen=True)
class TakenAnswer:
    """A question and what was answered, with everything that somebody needs who reads it without the window.

    Attributes:
        document: its name.
        question, answer: as the window shows them.
        state: a word for how it ended where it did not end well (`stopped`, `failed`), else empty.
        mark: `sure`, `check` or empty where nothing was measured.
        pages: where the answer stands.
        tables: their rows, where the answer is nothing but tables.
        given: the answer as it was given; None where none came.
        note: what has to stand with it wherever it goes; empty for none.
        line: the document's pages: when they are, of a film.
        facts: which slices they are, of medical pictures.
        model, policy, version: what answered, under which redaction policy, and which program asked.
    """

    document: str
    question: str
    answer: str
    state: str
    mark: str
    pages: tuple[int, ...]
    fields: tuple[TakenField, ...]
    tables: tuple[Table, ...]
    given: Answer | None
    model: str
    policy: str
    version: str
    note: str = ""
    line: PageLine = field(default_factory=lambda: PageLine(1))
    facts: MedicalFacts = field(default_factory=MedicalFacts)

    def place_words(self, pages: tuple[int, ...]) -> str:
        """Return what people call pages where that is no number of a page: times of a film, slices of series; else nothing."""
        return ", ".join(word for word in (self._place(number) for number in pages) if word)

    def pages_in_words(self) -> str:
        """Return where the answer stands, in words: `page 1, 2`, `frame 12 (0:00.5)`; nothing where nobody knows."""
        if not self.pages:
            return ""
        places = self.place_words(self.pages)
        return f"{axis_words.step(self.line.axis)} {page_words(self.pages)}" + (f" ({places})" if places else "")

    def _place(self, number: int) -> str:
        record = records.slice_record(number, self.line, self.facts)
        if record:
            return f"{record['series']}, slice {record['slice']}".lstrip(", ")
        time_s = self.line.time_s(number) if number in self.line.numbers else None
        return "" if time_s is None else film_clock.clock(time_s)


def pages_of(sources: tuple[Source, ...]) -> tuple[int, ...]:
    """Return the pages on which sources lie, each once, in order."""
    return tuple(sorted({source.number for source in sources}))


def page_words(pages: tuple[int, ...]) -> str:
    """Return page numbers as one cell of a table holds them."""
    return ", ".join(map(str, pages))


def tables_in(text: str) -> tuple[Table, ...]:
    """Return the tables of a text that is nothing but tables in CSV, a blank line between two. Else nothing."""
    tables = tuple(table_in(block) for block in text.strip().split("\n\n"))
    return tables if all(tables) else ()


def table_in(text: str) -> Table:
    """Return the rows of a text that is one table in CSV: two columns at least, as many in each row. Else nothing."""
    if text.count("\n") < 1 or "\n\n" in text.strip():
        return ()
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text.strip()), strict=True))
    except csv.Error:
        return ()
    widths = {len(row) for row in rows}
    is_table = len(rows) > 1 and len(widths) == 1 and min(widths) > 1
    return rows if is_table and len(rows) * min(widths) <= MAX_TABLE_CELLS else ()
