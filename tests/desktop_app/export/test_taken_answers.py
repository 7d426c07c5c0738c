"""Answers that leave the window say where they are from, and nothing in them is computed, followed or loaded."""

import csv
import io
import json
from dataclasses import replace

import pytest

from desktop_app.export.answers_csv import answers_csv, safe_cell
from desktop_app.export.answers_json import answers_json
from desktop_app.export.answers_markdown import answers_markdown, escaped
from desktop_app.export.taken_answers import TakenAnswer, TakenField, table_in, tables_in
from desktop_app.runtime_client.values import Answer, Box, MedicalFacts, PageLine, SeriesPart, Source

GIVEN = Answer("567.51 EUR", "stop", "rule", "sure", (Source(2, Box(40, 60, 30, 10), "567.51 EUR"),))
TOTAL = TakenAnswer(
    "bill.pdf", "What is the total?", "567.51 EUR", "", "sure", (2,), (), (), GIVEN, "Built-in reader", "faces", "0.1.0"
)
FIELDS = (TakenField("Total", "567.51", "sure", (2,)), TakenField("Note", '=HYPERLINK("http://x")', "check", (1, 2)))
INVOICE = TakenAnswer(
    "bill.pdf", "Invoice fields", "", "", "", (), FIELDS, (), None, "Built-in reader", "faces", "0.1.0"
)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-2+3", "@SUM(A1)", " =1+1", '=HYPERLINK("http://x")', "-cmd|' /C calc'!A0",
        "\uff1d1+1", "+A1", "-A1", "@x", "\u200b=1+1", "\ufeff\u2060 =1+1", "\ufe661+1",
    ],
)  # fmt: skip
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Whatever stands on a page."""
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Bolt;=2+3", "Bolt;'=2+3"),
        ("Bolt; \u200b=2+3;-4;x", "Bolt;' \u200b=2+3;'-4;x"),
        ('a;"=1+1;b', "a;'\"=1+1;b"),
        ('a\n" @x', "a\n'\" @x"),
        ("a\t@SUM(A1)", "a\t'@SUM(A1)"),
        ("- one\n- two\n3", "'- one\n'- two\n3"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("a; b;-12 %", "a; b;'-12 %"),
    ],
)
def test_nothing_in_a_cell_begins_like_a_formula_where_others_cut_it(text: str, safe: str) -> None:
    """A spreadsheet whose decimals have a comma cuts lines at semicolons, others at tabs, whatever stands in quotes."""
    assert safe_cell(text) == safe


@pytest.mark.parametrize(
    "text", ["-369.60", "+49 30 123456", "-369,60 EUR", "- ", "567.51 EUR", "-1'234.50", "-12 %", "a=b", "", "366,52-"]
)
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    """A sign before a number computes nothing; what is no number and begins with one is marked."""
    assert safe_cell(text) == (f"'{text}" if text == "- " else text)


def test_no_number_is_the_beginning_of_a_formula_that_the_next_cell_ends() -> None:
    """`-2` and `5+1` are one cell, -2,5+1, to a spreadsheet whose decimals have a comma, as is all before the first cut."""
    text = 'Item,Price\n-2,5+1;x\na;+3,5+1\nb,"c;""=1+1"'
    table = TakenAnswer("a.png", "CSV?", text, "", "check", (1,), (), tables_in(text), None, "m", "off", "1")
    for cut in (";", "\t"):
        for row in csv.reader(io.StringIO(answers_csv([table]).removeprefix("\ufeff"), newline=""), delimiter=cut):
            assert not [cell for cell in row if cell.lstrip('" ').startswith(("=", "+", "-", "@"))]


def test_csv_has_a_row_for_each_answer_or_field_with_what_made_it() -> None:
    """It can be read back, with its encoding marked for spreadsheets."""
    text = answers_csv([TOTAL, INVOICE])
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert text.startswith("\ufeffdocument,question,")
    assert [(row["field"], row["value"], row["mark"], row["pages"]) for row in rows] == [
        ("", "567.51 EUR", "sure", "2"),
        ("Total", "567.51", "sure", "2"),
        ("Note", '\'=HYPERLINK("http://x")', "check", "1, 2"),
    ]
    assert {(row["model"], row["policy"], row["version"]) for row in rows} == {("Built-in reader", "faces", "0.1.0")}


def test_a_single_table_is_saved_as_its_rows() -> None:
    """With what made it behind each."""
    text = "Item,Price\nTea,2.50\n=1+1,-3"
    table = TakenAnswer("a.png", "CSV?", text, "", "check", (1,), (), tables_in(text), None, "m", "off", "1")
    rows = list(csv.reader(io.StringIO(answers_csv([table]).removeprefix("\ufeff"), newline="")))
    assert rows == [
        ["Item", "Price", "document", "pages", "mark", "model", "policy", "version"],
        ["Tea", "2.50", "a.png", "1", "check", "m", "off", "1"],
        ["'=1+1", "-3", "a.png", "1", "check", "m", "off", "1"],
    ]


def test_several_tables_follow_each_other() -> None:
    """With a blank line between them, in CSV as in Markdown; with anything else among them they are text."""
    text = "a,b\n1,2\n\nc,d,e\n3,4,5"
    both = TakenAnswer("a.png", "CSV?", text, "", "check", (1,), (), tables_in(text), None, "m", "off", "1")
    assert [len(table[0]) for table in both.tables] == [2, 3]
    assert "\r\n\r\nc,d,e,document," in answers_csv([both])
    assert "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| c | d | e |" in answers_markdown([both])
    assert tables_in(text + "\n\nand words") == ()


@pytest.mark.parametrize("text", ["", "one line", "a,b", "a,b\nc", "two\nlines", "a,b\n\nc,d", 'a,"b\nc,d'])
def test_what_is_no_table_is_none(text: str) -> None:
    """Lines of different lengths, one line, two tables, quotes that do not end."""
    assert table_in(text) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("![x](http://h/p.png)", r"\!\[x\](http\://h/p.png)"),
        ("<script>", r"\<script\>"),
        ("# no heading", r"\# no heading"),
        ("- no list\n1. nor here", "\\- no list\n1\\. nor here"),
        ("www.x.com a@b.com", r"www\.x.com a\@b.com"),
        ("a | b", r"a \| b"),
        ("567.51 EUR", "567.51 EUR"),
    ],
)
def test_markdown_has_no_markup_but_ours(text: str, wanted: str) -> None:
    """Neither links nor pictures nor headings."""
    assert escaped(text) == wanted


def test_markdown_names_document_question_mark_page_model_policy_and_version() -> None:
    """Whoever reads it needs no window."""
    text = answers_markdown([TOTAL, INVOICE])
    assert text.startswith("# bill.pdf\n\n## What is the total?\n\n567.51 EUR\n\n")
    assert "*sure · page 2 · Built-in reader · policy faces · In Camera 0.1.0 · machine-generated*" in text
    assert "| Total | 567.51 | sure | 2 |" in text
    assert text.count("# bill.pdf") == 1


FILM = replace(TOTAL, document="talk.mp4", pages=(2, 3), line=PageLine(3, "frames", (0.0, 0.4, 65.25)))
SLICES = replace(
    TOTAL,
    document="study",
    fields=(TakenField("Text", "R", "sure", (2,)),),
    line=PageLine(4, "slices"),
    facts=MedicalFacts(parts=(SeriesPart(1, "CT", 3), SeriesPart(4, "MR", 0))),
)


def test_answers_from_films_and_slices_say_when_and_in_which_series() -> None:
    """In every format: a page number says nothing to who has neither."""
    markdown = answers_markdown([FILM, SLICES])
    assert "*sure · frame 2, 3 (0:00.4, 1:05.2) · Built-in reader" in markdown
    assert "*sure · slice 2 (CT 3, slice 2) · Built-in reader" in markdown
    assert "| field | value | mark | slice |" in markdown
    assert "| Text | R | sure | CT 3, slice 2 |" in markdown
    rows = list(csv.DictReader(io.StringIO(answers_csv([FILM, SLICES, TOTAL]).removeprefix("\ufeff"), newline="")))
    assert [row["places"] for row in rows] == ["0:00.4, 1:05.2", "CT 3, slice 2", ""]
    film, slices = json.loads(answers_json([FILM, SLICES]))["answers"]
    assert film["sources"][0]["time_s"] == 0.4
    assert (slices["sources"][0]["series"], slices["sources"][0]["slice"]) == ("CT 3", 2)


def test_a_table_read_from_a_film_says_when() -> None:
    """Behind each row, instead of the number of a frame."""
    text = "Item,Price\nTea,2.50"
    first, row = csv.reader(io.StringIO(answers_csv([replace(FILM, tables=tables_in(text))]).removeprefix("\ufeff")))
    assert dict(zip(first, row, strict=True))["places"] == "0:00.4, 1:05.2"


def test_json_holds_places_and_what_made_it() -> None:
    """As the command line says it."""
    whole = json.loads(answers_json([TOTAL, INVOICE]))
    first, second = whole["answers"]
    assert (whole["program"], first["document"], first["confidence"]) == ("In Camera", "bill.pdf", "sure")
    assert first["sources"] == [{"page": 2, "left": 40, "top": 60, "width": 30, "height": 10, "text": "567.51 EUR"}]
    assert (first["model"], first["policy"], first["version"]) == ("Built-in reader", "faces", "0.1.0")
    assert second["confidence"] is None
