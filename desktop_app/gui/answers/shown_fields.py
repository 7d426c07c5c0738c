"""Say which fields of an answer have a row of the table, and which lines of its text are left beside it. Pure."""

import itertools
from collections.abc import Sequence

from desktop_app.runtime_client.values import Answer, Field

MAX_SHOWN_FIELDS, MAX_SHOWN_FIELD_CHARS = 200, 64_000
"""Rows of the table, and letters in it: as many as one page may have. Of 1,000 rows, from five pages that were asked about
one by one, the window stood still for half a minute; the rest stays among the lines of the answer."""


def shown_fields(answer: Answer | None) -> tuple[Field, ...]:
    """Return the fields that have a row of the table."""
    fields = answer.fields[:MAX_SHOWN_FIELDS] if answer is not None else ()
    ends = itertools.accumulate(len(field.name) + len(field.value) for field in fields)
    return tuple(field for field, end in zip(fields, ends, strict=True) if end <= MAX_SHOWN_FIELD_CHARS)


def beside_fields(text: str, fields: Sequence[Field]) -> str:
    """Return the lines that do not only repeat a field: those are in the table."""
    if not fields:
        return text
    repeated = {f"{field.name}: {field.value}" for field in fields}
    return "\n".join(line for line in text.splitlines() if line not in repeated)
