"""Every line is read in its own direction, and each letter's place is known on the page as it must be turned."""

from collections.abc import Callable

import numpy as np
import pytest

from model_runtime.engines.reader.page_reader import PageReader
from model_runtime.reading.combs import Comb as FoundComb
from model_runtime.reading.known_readings import KnownReadings
from model_runtime.reading.ocr import Ocr, OcrResult, weights_folder
from model_runtime.reading.text_detection import TextDetector
from model_runtime.reading.turning import Quad, Rgb
from model_runtime.redaction.page_lines import PageLines
from model_runtime.redaction.personal_text import MARGIN
from tests.helpers.pages import page_of
from tests.helpers.written_pages import Comb, Written, WrittenPage

ANGLES = {0: 0, 90: 3, 180: 2, 270: 1}
"""Degrees to the left in which a line is written, and quarter turns to the left that make it run right."""

BODY = [
    Written("Thank you for your letter of last week. We have looked into", 110, 60),
    Written("the matter and can tell you that the goods will be delivered", 110, 80),
    Written("within ten working days. Please keep this letter with your", 110, 100),
    Written("papers; you will need it when you ask for a refund.", 110, 120),
]


@pytest.fixture(scope="module")
def ocr() -> Ocr:
    """The networks, loaded once."""
    return Ocr(weights_folder())


def read(ocr: Ocr, pixels: Rgb) -> OcrResult:
    """Read a page."""
    result = ocr.read(pixels, lambda: False)
    assert result is not None
    return result


def text_by_turns(result: OcrResult) -> dict[int, str]:
    """Return what was read in each direction."""
    return {
        one.turned: " ".join(line.text for line in sorted(one.lines, key=lambda line: (round(line.top, -1), line.left)))
        for one in (result, *result.others)
    }


@pytest.mark.parametrize("size", [8, 14])
def test_turned_lines_on_an_upright_page_are_read_and_placed(ocr: Ocr, size: float) -> None:
    """Their letters, and the box of a part of each, which holds the part's ink and not the whole line."""
    places = {90: (80, 600), 180: (540, 450), 270: (500, 500)}
    page = WrittenPage(
        [Written("5512 8830 1947", *places[angle], size, angle=angle, label="Reference: ") for angle in places], BODY
    )
    result = read(ocr, page.pixels())
    assert (0, 4) == (result.turned, len(result.lines))
    assert {ANGLES[angle] for angle in places} == {other.turned for other in result.others}
    for angle, ink in zip(places, page.ink(), strict=True):
        (other,) = [one for one in result.others if one.turned == ANGLES[angle]]
        (line,) = other.lines
        assert "Reference:551288301947" == line.text.replace(" ", "")
        value = line.piece(line.text.index("5"), len(line.text))
        box = PageLines(other.lines, other.turned, other.width, other.height).box(value, MARGIN * value.tall)
        inside = ink[box.rows, box.columns]
        assert inside.sum() > 0.99 * ink.sum()
        assert max(box.width, box.height) < 0.75 * line.width


def test_a_page_of_two_directions_is_read_in_both(ocr: Ocr) -> None:
    """Half of it upright, half of it sideways: nothing is lost, whichever is the main one."""
    sideways = [
        Written(f"Sideways row number {number} of the list", 200 + 30 * number, 700, angle=90) for number in range(6)
    ]
    said = text_by_turns(read(ocr, WrittenPage([], [*BODY, *sideways]).pixels()))
    assert "within ten working days" in said[0]
    assert all(f"number {number} of" in said[3] for number in range(6))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_lies_turned_has_its_lines_in_the_main_direction(ocr: Ocr, rotate: int) -> None:
    """And a label in its margin in the other."""
    page = WrittenPage([], [*BODY, Written("Patient file 4711 in the margin", 40, 600, angle=90)], rotate)
    said = text_by_turns(read(ocr, page.pixels()))
    main = rotate // 90 % 4
    assert "within ten working days" in said[main]
    assert "Patient file 4711" in said[(main + 3) % 4]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_page_is_looked_at_in_full_once_and_says_the_same(
    turns: int, ocr: Ocr, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for lines is half the cost of reading: a scan that lies turned must not cost half as much again."""
    upright = WrittenPage([], [*BODY, Written("Patient file 4711 in the margin", 40, 600, angle=90)]).pixels()
    expected = text_by_turns(read(ocr, upright))
    looked: list[int] = []
    find = TextDetector.find

    def counted(
        detector: TextDetector, picture: Rgb, is_cancelled: Callable[[], bool], whole: tuple[int, int] | None = None
    ) -> list[Quad] | None:
        looked.append(detector._size.max_long_px**2)
        return find(detector, picture, is_cancelled, whole)

    monkeypatch.setattr(TextDetector, "find", counted)
    found = text_by_turns(read(ocr, np.ascontiguousarray(np.rot90(upright, turns))))
    assert {(main - turns) % 4: text for main, text in expected.items()} == found
    glance, full = looked
    assert glance < full / 8


def test_a_page_that_was_read_is_not_glanced_at_again(ocr: Ocr, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies as it lay; until it is forgotten."""
    page = np.ascontiguousarray(np.rot90(WrittenPage([], BODY).pixels()))
    known = KnownReadings()
    glances: list[int] = []
    glance = ocr._glance

    def counted(picture: Rgb, is_cancelled: Callable[[], bool]) -> int:
        glances.append(glance(picture, is_cancelled))
        return glances[-1]

    monkeypatch.setattr(ocr, "_glance", counted)
    first = ocr.read(page, lambda: False, known)
    assert (first, [3]) == (ocr.read(page, lambda: False, known), glances)
    known.forget()
    assert (first, [3, 3]) == (ocr.read(page, lambda: False, known), glances)


def test_a_wrong_glance_costs_time_and_nothing_else(ocr: Ocr, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read is decided by the full look."""
    page = WrittenPage([], BODY).pixels()
    expected = read(ocr, page)
    for guess in (1, 2, 3):
        monkeypatch.setattr(ocr, "_glance", lambda *_, guess=guess: guess)
        assert expected == read(ocr, page)


@pytest.mark.parametrize("angles", [(-45, -15, 30), (60, 15, -30)])
def test_slanting_writing_is_read_and_its_box_holds_its_ink(ocr: Ocr, angles: tuple[int, ...]) -> None:
    """As stamps and watermarks stand."""
    words = ("CONFIDENTIAL COPY", "SPECIMEN ONLY", "PAID IN FULL")
    lines = [
        Written(text, 200, 230 * (n + 1), 18, angle=a) for n, (text, a) in enumerate(zip(words, angles, strict=True))
    ]
    page = WrittenPage(lines, [])
    result = read(ocr, page.pixels())
    for text, ink in zip(words, page.ink(), strict=True):
        (line,) = [line for line in result.all_lines() if text.split()[0] in line.text]
        ys, xs = np.nonzero(ink)
        assert line.left <= xs.min() <= xs.max() <= line.right
        assert line.top <= ys.min() <= ys.max() <= line.bottom


def test_an_upright_page_has_one_direction(ocr: Ocr) -> None:
    """Nothing is read twice where all is well."""
    assert () == read(ocr, WrittenPage([], BODY).pixels()).others


def test_letters_one_by_one_are_one_line(ocr: Ocr) -> None:
    """In boxes, above ticks, between rules, far apart; the label stays a line of its own."""
    items: list[Written | Comb] = [
        Comb("DE89370400440532013000", 60, 200, 18),
        Comb("FR1420041010050500013", 60, 300, 20, borders="ticks"),
        Comb("GB29NWBK60161331926819", 60, 400, 17, borders="rules", font="Helvetica"),
        Comb("ES9121000418450200051332", 60, 500, 17, borders="apart", font="Times-Roman"),
        Written("4111 1111 1111 1111", 60, 600, 11, spacing=8),
    ]
    labels = [Written("Account number", 60, y, 9) for y in (170, 270, 370, 470)]
    said = [line.text.replace(" ", "") for line in read(ocr, WrittenPage([], [*items, *labels]).pixels()).lines]
    assert 4 == said.count("Accountnumber")
    for item in items:
        assert 1 == said.count(item.text.replace(" ", "")), said


def test_the_engine_reads_a_sideways_label_and_says_where_it_stands() -> None:
    """Through the page reader: the line, and a source box that lies in the margin."""
    page = WrittenPage([Written("Patient: Marguerite Oyelaran", 40, 600, angle=90)], BODY)
    pixels = page.pixels()
    height, width = pixels.shape[:2]
    message = page_of(pixels.tobytes(), (width, height))
    said = PageReader.load(lambda _done, _total: None, lambda: False).read(message, lambda: False)
    assert said is not None
    (line,) = [line for line in said.lines if "Marguerite" in line.text]
    box = said.source(line.piece(9, len(line.text))).box
    (ink,) = page.ink()
    assert ink[box.rows, box.columns].all() == ink.all()
    assert ink.sum() == ink[box.rows, box.columns].sum()
    assert box.right < 0.15 * width


def test_reading_stops_when_it_is_cancelled(ocr: Ocr) -> None:
    """At the first question, and between two lines."""
    pixels = WrittenPage([], BODY).pixels()
    for patience in (0, 1, 2):
        asked = iter([False] * patience + [True] * 99)
        assert ocr.read(pixels, lambda asked=asked: next(asked)) is None  # type: ignore[misc]


def test_a_sideways_number_that_was_found_in_pieces_is_read_as_one(ocr: Ocr) -> None:
    """Short pieces such as 00 read as well upside down; the line that they stand beside decides."""
    lines = [
        Written("5500 0055 5555 5559", 59.77, 633.58, 12.18, "Courier", 90, label="Card number: "),
        Written("DE89 3704 0044 0532 0130 00", 563.53, 602.24, 12.48, "Courier", 90, label="IBAN: "),
    ]
    said = text_by_turns(read(ocr, WrittenPage(lines, BODY).pixels()))[3].replace(" ", "")
    assert "Cardnumber:5500005555555559" in said
    assert "IBAN:DE89370400440532013000" in said


def test_a_comb_that_says_nothing_is_read_as_it_was_found(ocr: Ocr, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever took the place of a line must not swallow it."""
    page = WrittenPage([Written("Reference 55128830", 60, 200, 14)], BODY)
    ((ink),) = page.ink()
    ys, xs = np.nonzero(ink)
    paper = tuple((xs.min() + 20.0 * n, ys.min() - 9.0, xs.min() + 20.0 * n + 18, ys.min() - 4.0) for n in range(8))
    around = (float(xs.min()), float(ys.max()), float(xs.max()), float(ys.max()) + 3.0)  # below the letters' bodies
    monkeypatch.setattr(
        "model_runtime.reading.ocr.combs_in", lambda _: (FoundComb((*paper, around), is_standing=False),)
    )
    assert any("55128830" in line.text for line in read(ocr, page.pixels()).lines)
