"""Whole lines that name the patient go, in whatever view they are seen; what says something of the picture stays."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from model_runtime.documents.page import KnownText, Pixels, SourcePage
from model_runtime.protocol.payloads import Region
from model_runtime.reading.bodies import Shows
from model_runtime.reading.strips import Strips
from model_runtime.redaction import looks, policy
from model_runtime.redaction.burnt_in_text import BurntInTextDetector
from model_runtime.redaction.entities.header_texts import HeaderTexts, dates_in
from model_runtime.redaction.page_lines import PageLines
from tests.helpers.read_lines import GivenReading, box_of, line_at

DARK = np.full((400, 900, 3), 20, dtype=np.uint8)
HEADER = (
    KnownText("person", "Chester^Art"),
    KnownText("person", "Yıldırımoğlu^Şebnem=山田^太郎"),
    KnownText("id", "K1234567"),
    KnownText("date", "19610403"),
    KnownText("place", "Clinique des Trois-Ormes"),
)


def _found(*texts: str, known: tuple[KnownText, ...] | None = HEADER) -> list[str]:
    """Return those of `texts`, one below the other, that a region covers whole."""
    lines = tuple(line_at(text, 50, 40 * index) for index, text in enumerate(texts))
    found = BurntInTextDetector(GivenReading(lines)).detect(SourcePage(1, DARK, known=known))
    return [line.text for line in lines if any(one.box.contains(box_of(line, line.text)) for one in found)]


@pytest.mark.parametrize(
    "text",
    [
        "CHESTER^ART", "Art Chester", "Chester A.", "CHESTEB, ART", "YILDIRIMOGLU SEBNEM", "山田太郎 F", "ID: K1234567", "K 1234567",
        "DOB 03.04.1961 F", "21/05/2013 10:15", "2013-05-21", "Trois Ormes", "Acc# 474519858A", "Dr. Somebody", "12345678",
    ],
)  # fmt: skip
def test_a_line_that_names_somebody_goes_whole(text: str) -> None:
    """Names in any order, case and script, misread by a letter; numbers, dates, places, what a label announces."""
    assert _found(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "CHEST PA", "ARTERIAL PHASE", "L", "R", "PORTABLE", "80 kVp 5 mAs", "Dist 12.4 mm", "MI 0.8 TIS 0.4", "5 cm", "HR 72 bpm",
        "Vmax 1.24 m/s", "Series 4 Image 12", "Dose 4.2 mGy DLP 310", "Gn 60 C 61", "W 400 L 40",
    ],
)  # fmt: skip
def test_what_says_something_of_the_picture_stays(text: str) -> None:
    """Measurements, sides and techniques, also where they look a little like the patient's name."""
    assert _found(text) == []


def test_a_body_is_no_line_beside_a_name() -> None:
    """Two lungs are read as an 8; what names the patient beside them goes, and they stay."""
    page = SourcePage(1, np.full((512, 512, 3), 20, dtype=np.uint8), known=HEADER)
    name, lungs = line_at("Art Chester", 200, 150), replace(line_at("8", 35, 97), width=446.0, height=312.0)
    (found,) = BurntInTextDetector(GivenReading((name, lungs))).detect(page)
    assert found.box.height < 40
    for said in ("Art Chester", "m.thornton@example.org"):  # however large it is
        large = replace(lungs, text=said, edges=tuple(35 + 446 * at / len(said) for at in range(len(said) + 1)))
        assert len(BurntInTextDetector(GivenReading((large,))).detect(page)) == 1


def test_what_looks_like_a_name_over_a_birth_date_goes_where_the_header_names_nobody() -> None:
    """The header was cleaned elsewhere: only the picture names the person. Sentences and single words stay."""
    lines = (line_at("ALHAKIMI Yusra", 50, 0), line_at("DOB 03.04.1961", 50, 24))
    assert len(BurntInTextDetector(GivenReading(lines)).detect(SourcePage(1, DARK, known=()))) == 2
    for above in ("Request for imaging", "SUPINE", "ERECT AP"):
        lines = (line_at(above, 50, 0), line_at("DOB 03.04.1961", 50, 24))
        assert len(BurntInTextDetector(GivenReading(lines)).detect(SourcePage(1, DARK, known=()))) == 1


def test_other_documents_are_not_looked_at() -> None:
    """A letter has no header; its dates and numbers are its own."""
    assert _found("Art Chester", "12345678", known=None) == []


SOME_GREYS = np.repeat(np.tile(np.arange(30, 230, dtype=np.uint8), (400, 2))[:, :, None], 3, axis=2)
"""Uses most of the range: no further view is made of it."""


class _SeesBright:
    """Reads a line only where the picture is bright: a view in which letters stand out."""

    def text_in(
        self, pixels: Pixels, _strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        lines = (line_at("Art Chester", 50, 40),) if pixels.max() > 200 else ()
        return (PageLines(lines, 0, 900, 400),)

    def __init__(self) -> None:
        self.ahead: list[tuple[int, Shows]] = []

    def read_ahead(self, pictures: Sequence[Pixels], *, shows: Shows) -> None:
        self.ahead.append((len(pictures), shows))

    def places_in(self, _pixels: Pixels) -> tuple[()]:
        return ()


def test_what_only_another_view_shows_is_found_and_hidden_in_it_too() -> None:
    """White on white in the file's own window; after hiding, no view shows it any more."""
    bright = DARK.copy()
    bright[45:55, 60:150] = 255
    page = SourcePage(1, DARK, known=HEADER, views=(bright,))
    (found,) = BurntInTextDetector(_SeesBright()).detect(page)
    left = looks.papered(page, [Region("PATIENT_TEXT", 1.0, "header-word", found.box)])
    assert (left.known, [int(view.max()) for view in left.views]) == (HEADER, [20])


@pytest.mark.parametrize(
    ("is_measured", "views", "ahead"), [(True, 1, [(2, Shows.SLICE)]), (True, 0, []), (False, 1, [])]
)
def test_the_views_of_a_slice_are_read_ahead(is_measured: bool, views: int, ahead: list[tuple[int, Shows]]) -> None:
    """They are small and many; a photograph is read view by view, and one view is nothing to read beside."""
    reads = _SeesBright()
    page = SourcePage(1, SOME_GREYS, known=HEADER, is_measured=is_measured, views=(255 - SOME_GREYS,) * views)
    BurntInTextDetector(reads).detect(page)
    assert reads.ahead == ahead


def test_sentences_have_dates_in_any_form() -> None:
    """And numbers that only look like some are none."""
    assert [bool(dates_in(text)) for text in ("03 Apr 1961", "1961.04.03", "3/4/61", "1.2.840.10008", "10:15", "12.4 mm")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_short_names_are_never_taken_for_misread_words() -> None:
    """One letter off counts only in long words that were read from pixels."""
    words = HeaderTexts((KnownText("person", "Art^Chester"),))
    assert words.found_in("PART", is_read=True) == ()
    assert words.found_in("Chestre", is_read=False) == ()


def test_letters_that_the_reader_leaves_out_are_left_out_of_names() -> None:
    """Vietnamese names as the reader gives them; text that was not read is compared as it stands."""
    words = HeaderTexts((KnownText("person", "Nguyễn^Thị Hạnh"),))
    assert words.found_in("Th Hnh Nguyn", is_read=True) == ((3, 12),)
    assert words.found_in("Th Hnh Nguyn", is_read=False) == ()
    assert words.found_in("Thị Hạnh Nguyễn", is_read=True) == ((0, 15),)
    assert HeaderTexts((KnownText("person", "Nhung^Hoa"),)).found_in("Nhng", is_read=True) == ()


def test_an_organisations_rules_leave_only_what_both_keep() -> None:
    """The stricter of two policies counts for headers as for pixels; a policy that says nothing is neutral."""
    mine = policy.DicomRules(dates="keep", device=True, uids="keep")
    theirs = policy.DicomRules(dates="remove", device=False, descriptors="remove")
    both = policy.Policy(dicom=mine).joined(policy.Policy(dicom=theirs)).dicom
    assert both == policy.DicomRules("remove", True, False, False, "replace", "remove", "clean", True)
    assert policy.Policy(dicom=mine).joined(policy.Policy()).dicom == mine


def test_nobody_looks_for_faces_in_slices_of_a_scanner() -> None:
    """No light made them; in a capture or a drawing of the same modality somebody may be seen."""
    looked: list[int] = []
    (look,) = looks.looks_of(policy.Policy((policy.DetectorName.FACES_FAST,)), lambda: looked.append(1))
    assert look.first(SourcePage(1, DARK, known=HEADER, is_measured=True)) == ()
    assert looked == [1]


def test_a_line_that_only_a_recogniser_knows_goes_and_so_does_the_rest_of_its_row() -> None:
    """A postal address that stands in no header; a sex that was read as a line of its own beside a birth date."""
    assert _found("m.thornton@example.org") == ["m.thornton@example.org"]
    row = (line_at("DOB 03.04.1961", 50, 40), line_at("F", 200, 40), line_at("80 kVp", 600, 40))
    found = BurntInTextDetector(GivenReading(row)).detect(SourcePage(1, DARK, known=HEADER))
    hidden = [line.text for line in row if any(one.box.contains(box_of(line, line.text)) for one in found)]
    assert hidden == ["DOB 03.04.1961", "F"]


def test_an_initial_counts_only_right_beside_its_name() -> None:
    """And a short number only where it stands by itself."""
    words = HeaderTexts((KnownText("person", "Chester^Art"), KnownText("id", "A12")))
    assert words.found_in("A. Chester") == ((0, 10),)
    assert words.found_in("A -- Chester") == ((5, 12),)
    assert words.found_in("A12, A1234, XA12") == ((0, 3),)
