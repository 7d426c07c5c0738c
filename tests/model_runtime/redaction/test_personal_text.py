"""Detectors of text cover the values and nothing of their labels, on upright and turned pages, read or own text."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box
from model_runtime.reading.lines import line_from_box
from model_runtime.redaction import regions
from model_runtime.redaction.detectors import load
from model_runtime.redaction.entities.given_words import GivenWords
from model_runtime.redaction.page_lines import PageLines
from model_runtime.redaction.personal_text import AllTextDetector, PersonalTextDetector
from model_runtime.redaction.policy import FACE_DETECTORS, DetectorName
from model_runtime.redaction.redact import redacted
from tests.helpers.read_lines import GivenReading, box_of, claimed, line_at, word_at

WHITE = np.full((400, 900, 3), 255, dtype=np.uint8)
NAME = line_at("Name: Quillon Vexberry", 100, 50)


def test_the_value_is_covered_and_its_label_is_not() -> None:
    """Every pixel of the value, none of the label's letters."""
    (found,) = PersonalTextDetector(GivenReading((NAME,))).detect(SourcePage(1, WHITE))
    assert (found.kind, found.origin) == ("PERSON", "label")
    assert found.box.contains(box_of(NAME, "Quillon Vexberry"))
    assert not regions.intersects(found.box, box_of(NAME, "Name:"))


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_page_that_lies_on_its_side_is_covered_where_it_lies(turned: int) -> None:
    """Boxes are those of the page as it came, not of the one that was read."""
    upright = np.zeros((400, 900), dtype=np.uint8)
    value = box_of(NAME, "Quillon Vexberry")
    upright[value.rows, value.columns] = 1
    lying = np.ascontiguousarray(np.rot90(upright, -turned))
    page = SourcePage(1, np.repeat(lying[:, :, None], 3, axis=2))
    (found,) = PersonalTextDetector(GivenReading((NAME,), turned)).detect(page)
    rows, columns = np.nonzero(lying)
    assert found.box.contains(Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1))
    assert found.box.width * found.box.height < 2 * value.width * value.height


def test_a_line_that_runs_downwards_goes_whole() -> None:
    """Where letters stand along it is not known."""
    down = line_from_box("SSN: 078-05-1120", 10, 10, 20, 300)
    (found,) = PersonalTextDetector(GivenReading((down,))).detect(SourcePage(1, WHITE))
    assert found.box.contains(Box(10, 10, 20, 300))


def test_what_lies_outside_the_page_is_no_region() -> None:
    """A reading that misjudges a place breaks nothing."""
    outside = line_at("Name: Quillon Vexberry", 2000, 50)
    assert PersonalTextDetector(GivenReading((outside,))).detect(SourcePage(1, WHITE)) == ()


def test_given_words_and_patterns_are_found() -> None:
    """Whatever they mean; case, accents and blanks do not count."""
    given = GivenWords(("Projekt Löwenzahn",), (r"K-\d{3}", "z*"))
    line = line_at("Das PROJEKT  LØWENZAHN, Akte K-417, läuft", 0, 0)
    found = PersonalTextDetector(GivenReading((line,)), given).detect(SourcePage(1, WHITE))
    assert {(one.kind, one.score) for one in found} == {("GIVEN_WORD", 1.0)}
    assert len(found) == 2
    assert all(any(one.box.contains(box_of(line, piece)) for one in found) for piece in ("PROJEKT  LØWENZAHN", "K-417"))


@pytest.mark.parametrize("words", [((" ",), ()), ((), ("(",)), (tuple("a" * 1001), ())])
def test_words_that_cannot_be_looked_for_are_refused(words: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    """Blank words, broken patterns, too many."""
    with pytest.raises(ValueError, match=r"^$"):
        GivenWords(*words)


def test_all_pixels_are_read_whatever_words_are_said_to_stand_there() -> None:
    """A word with a box over the whole page takes nothing from sight, and what is read is found."""
    stamp = line_at("078-05-1120", 500, 300)
    reading = GivenReading((stamp,))
    page = SourcePage(1, WHITE, (word_at("Anna", Box(0, 0, 1000, 400)),), claims=(claimed("x", Box(0, 0, 1000, 400)),))
    (found,) = PersonalTextDetector(reading).detect(page)
    assert "NATIONAL_ID" == found.kind
    assert found.box.contains(box_of(stamp, "078-05-1120"))
    (shown,) = reading.seen
    assert shown is page.pixels


def test_all_text_covers_words_and_what_is_only_seen() -> None:
    """Also scripts that nobody reads; the places stay on the page."""
    reading = GivenReading(places=(Box(10, 10, 200, 30), Box(890, 390, 100, 100), Box(5000, 0, 9, 9)))
    page = SourcePage(1, WHITE, (word_at("Слово", Box(300, 300, 60, 20)),))
    found = AllTextDetector(reading).detect(page)
    assert {one.origin for one in found} == {"text-layer", "text-detector"}
    assert {one.kind for one in found} == {"TEXT"}
    for box in (Box(10, 10, 200, 30), Box(300, 300, 60, 20), Box(890, 390, 10, 10)):
        assert any(one.box.contains(box) for one in found)


def test_a_box_without_margin_is_the_lines_own() -> None:
    """Whole pixels, rounded outwards."""
    line = line_from_box("x", 1.5, 2.5, 3.0, 4.0)
    assert PageLines((line,), 0, 10, 10).box(line) == Box(1, 2, 4, 5)


def test_every_detector_can_be_had_by_its_name() -> None:
    """Each name has its class; the same networks are not loaded twice."""
    loaded = {name: type(load(name, GivenWords())).__name__ for name in DetectorName}
    assert loaded == {
        **dict.fromkeys(FACE_DETECTORS, "FaceDetector"),
        DetectorName.PERSONAL_TEXT: "PersonalTextDetector",
        DetectorName.ALL_TEXT: "AllTextDetector",
        DetectorName.BURNT_IN_TEXT: "BurntInTextDetector",
        DetectorName.CODES: "CodeDetector",
        DetectorName.BURNT_IN_TEXT: "BurntInTextDetector",
    }
    readers = [load(name, GivenWords()) for name in (DetectorName.PERSONAL_TEXT, DetectorName.PERSONAL_TEXT)]
    assert readers[0]._reads is readers[1]._reads  # type: ignore[attr-defined]  # the detectors of text have it


def test_planted_values_leave_a_rendered_form_and_labels_stay() -> None:
    """From pixels to pixels: after hiding, reading the page again yields the labels and none of the values."""
    rows = (
        ("Name:", "Margaret Thornton"),
        ("Date of birth:", "03.05.1970"),
        ("IBAN:", "DE89 3704 0044 0532 0130 00"),
        ("E-mail:", "m.thornton@example.org"),
        ("Total:", "1,234.56 EUR"),
    )
    page = SourcePage(1, _form(rows))
    detector = load(DetectorName.PERSONAL_TEXT, GivenWords())
    after = redacted(page, detector.detect(page))
    assert isinstance(detector, PersonalTextDetector)
    left = " ".join(line.text for lines in detector._reads.text_in(after.pixels) for line in lines.lines)
    for label, value in rows[:-1]:
        assert label.rstrip(":").split()[-1] in left
        assert not any(word in left for word in value.split())
    assert "1,234.56" in left


def test_text_that_is_seen_is_covered_on_a_rendered_page() -> None:
    """The all-text detector leaves nothing to read; thin pictures hold no text."""
    page = SourcePage(1, _form((("Alpha:", "beta gamma"), ("Delta:", "epsilon"))))
    detector = load(DetectorName.ALL_TEXT, GivenWords())
    after = redacted(page, detector.detect(page))
    assert isinstance(detector, AllTextDetector)
    assert [lines.lines for lines in detector._reads.text_in(after.pixels)] == [()]
    thin = SourcePage(1, np.zeros((1, 500, 3), dtype=np.uint8))
    assert detector.detect(thin) == ()
    assert load(DetectorName.PERSONAL_TEXT, GivenWords()).detect(thin) == ()


def _form(rows: tuple[tuple[str, str], ...]) -> Pixels:
    image = Image.new("RGB", (900, 60 + 60 * len(rows)), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=26)
    for number, (label, value) in enumerate(rows):
        draw.text((40, 30 + 60 * number), label, fill="black", font=font)
        draw.text((320, 30 + 60 * number), value, fill="black", font=font)
    return np.asarray(image)
