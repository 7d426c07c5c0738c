"""Rows say of every place when its page begins, where pages have times."""

import json
from pathlib import Path
from typing import Any

from desktop_app.export import records
from desktop_app.jobs.job import Job, JobResult
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.values import Answer, Box, Field, PageLine, Source

BOX = Box(1, 2, 3, 4)
FIELD = Field("when", "then", "check", (Source(1, BOX),))
ANSWER = Answer("then", "stop", "seen", sources=(Source(2, BOX, "then"), Source(1, BOX)), fields=(FIELD,))


def answer_in(line: PageLine) -> dict[str, Any]:
    """Return the one answer of a row about a document with such a line."""
    document = PreparedDocument("webm", line, "", "off", (), (), 0.0, 0.0)
    result = JobResult(document, (ANSWER,), None, (), 0.0)
    row: dict[str, Any] = records.analysis_record(Job("job", Path("film"), ("When?",)), result)
    found: dict[str, Any] = row["answers"][0]
    return found


def test_a_source_on_a_frame_says_when_it_begins() -> None:
    """To the millisecond, beside its number; of a field's sources, too."""
    answer = answer_in(PageLine(2, "frames", (0.0, 1.23456)))
    place = {"page": 2, "time_s": 1.235, "left": 1, "top": 2, "width": 3, "height": 4, "text": "then"}
    assert [list(place.items())] == [list(answer["sources"][0].items())]
    assert [1.235, 0.0] == [source["time_s"] for source in answer["sources"]]
    assert 0.0 == answer["fields"][0]["sources"][0]["time_s"]


def test_a_source_on_a_page_without_a_time_says_none() -> None:
    """Rows of documents are as they were."""
    answer = answer_in(PageLine(2))
    assert ["page", "left", "top", "width", "height", "text"] == list(answer["sources"][0])
    assert "time_s" not in answer["fields"][0]["sources"][0]


def test_a_row_drives_no_terminal_and_loses_nothing() -> None:
    """Whatever a file is called: C1 controls begin sequences, overrides turn what stands around them."""
    name = "x\x1b[31m\x9b31m\x7f\u202egpj.exe\u2066\u2028\u0645\u200f.png"
    row = records.line(records.named("file", Path(name)))
    assert all(char.isprintable() for char in row)
    assert json.loads(row) == {"file": name}
