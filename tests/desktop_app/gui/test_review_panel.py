"""The panel of the review fits the lowest window: what has no room is scrolled, and nothing lies over anything else."""

from itertools import combinations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.conversation.review import PageReview, Place
from desktop_app.conversation.review_history import Look, Standing
from desktop_app.gui.review.review_panel_view import ReviewPanelView
from desktop_app.runtime_client.values import Box, Region

_KINDS = ("IBAN", "PHONE", "EMAIL", "CREDIT_CARD", "PERSON", "FACE")


@pytest.mark.parametrize("height", [400, 530, 700, 1000])
@pytest.mark.parametrize("is_series", [False, True])
def test_nothing_lies_over_anything_else(qtbot: QtBot, height: int, is_series: bool) -> None:
    """In the window's own lowest, too, with everything that the panel can have to say."""
    view = ReviewPanelView()
    qtbot.addWidget(view)
    view.show_policy("financial")
    regions = [Region(kind, 0.9, "rule", Box(9 * at, 9, 8, 8)) for at, kind in enumerate(_KINDS)]
    places = tuple(Place(region, is_undecided=at == 0) for at, region in enumerate(regions))
    page = PageReview(100, 100, places, tuple(regions[:1]), 1)
    view.show_review(page, Standing(9, 9, 0, Look.CLEAR, unseen=8, other_files=2, is_series=is_series))
    view.resize(354, height)
    view.show()
    qtbot.waitExposed(view)

    def has_room() -> None:
        shown: list[QLabel | QAbstractButton] = [*view.findChildren(QLabel), *view.findChildren(QAbstractButton)]
        shown = [one for one in shown if one.isVisible() and one.text()]
        assert len(shown) > len(_KINDS)
        assert [one.text() for one in shown if one.height() < _needed_px(one)] == []
        beside = [(one, other) for one, other in combinations(shown, 2) if one.parent() is other.parent()]
        assert [
            (one.text(), other.text()) for one, other in beside if one.geometry().intersects(other.geometry())
        ] == []

    qtbot.waitUntil(has_room)


def _needed_px(shown: QLabel | QAbstractButton) -> int:
    is_wrapped = isinstance(shown, QLabel) and shown.wordWrap()
    return shown.heightForWidth(shown.width()) if is_wrapped else shown.minimumSizeHint().height()
