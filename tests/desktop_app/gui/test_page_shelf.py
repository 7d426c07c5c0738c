"""No page is kept for sending that is not hidden as it was decided."""

from dataclasses import replace

from desktop_app.conversation.page_shelf import PageShelf
from desktop_app.jobs.film_decision import NOTHING_DECIDED
from desktop_app.jobs.page_shape import PageShape
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.prepared import PreparedPage
from desktop_app.runtime_client.values import Box, Region, Size

FACE = Region("FACE", 0.9, "faces", Box(1, 1, 9, 9))
OWN = Region("BADGE", 1.0, "person", Box(3, 3, 1, 1))
PAGE = PreparedPage(1, "key", PageShape(10, 10, Size(10, 10), Box(0, 0, 10, 10)), (FACE,))


def test_a_page_that_was_begun_before_a_decision_is_not_kept() -> None:
    """It comes late, and shows what a person has hidden since."""
    shelf = PageShelf(PageStore())
    shelf.decide("document", 1, (FACE, OWN))
    assert not shelf.put_prepared("document", PAGE)
    assert shelf.prepared("document", 1) is None
    assert shelf.put_prepared("document", replace(PAGE, regions=(OWN, FACE)))


def test_the_first_pages_end_before_one_that_is_missing() -> None:
    """Page 3 is being made anew."""
    shelf = PageShelf(PageStore())
    for number in (1, 2, 4):
        shelf.put_prepared("document", replace(PAGE, number=number))
    assert [1, 2] == [page.number for page in shelf.first_prepared("document")]


def test_who_looks_for_a_document_that_has_gone_leaves_nothing_of_it() -> None:
    """No empty shelf stands under the id of one that was removed."""
    shelf = PageShelf(PageStore())
    shelf.put_source("a", 1, "key")
    shelf.remove("a")
    looks = (shelf.has_source, shelf.source_key, shelf.source, shelf.prepared, shelf.sent)
    assert [False, "", None, None, None] == [look("a", 1) for look in looks]
    empty: tuple[object, ...] = ((), (), {}, ())
    assert empty == (shelf.all_prepared("a"), shelf.first_prepared("a"), shelf.decided("a"), shelf.to_review("a"))
    assert NOTHING_DECIDED == shelf.film("a")
    shelf.forget_sources("a", "")
    shelf.forget_prepared("a")
    assert frozenset() == shelf.known
