"""Scenes of the review: what will be hidden, seen, changed and accepted, in light, dark and Chinese."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QComboBox

from desktop_app.gui.document import DocumentState
from desktop_app.gui.review import PageReview
from desktop_app.settings.store import Language
from tests.end_to_end.player import Player, Script, dialog, ended
from tests.helpers.patient_page import patient_page

QUESTION = "What is the haemoglobin?"


def in_english(player: Player) -> Script:
    """Ask about a patient's page under `medical`, look at what will be hidden, change it, accept, see what was sent."""
    window = player.window
    yield from _dropped(player, "medical")
    yield from player.ask(QUESTION)
    yield window.side.question._waits.isVisible
    yield from player.pause(0.6)
    player.shoot("21-review-waiting", waits=window.side.question._waits_for.text(), answers=player.answers())
    yield from player.press("ctrl+r")
    yield lambda: shown_review(player) is not None
    yield from player.pause(0.6)
    player.shoot("22-review", places=len(review_of(player).places))
    yield from player.press("bracketright")
    yield from player.press("space")
    player.shoot("23-review-chosen", chosen=review_of(player).chosen)
    yield from dragged(player, (70, 885), (420, 935))
    player.shoot("24-review-drawn", places=len(review_of(player).places))
    window.review._again.click()
    yield lambda: bool(window.review._looked.text()) and window.review._again.isEnabled()
    yield from player.pause(0.6)
    player.shoot("25-review-looked-again", said=window.review._looked.text())
    yield from player.press("ctrl+z")
    window.review._compare.click()
    yield from player.pause(0.8)
    player.shoot("26-review-slider")
    window.review._compare.click()
    yield from _menu_open(player)
    player.shoot("27-policies")
    yield from player.press("Escape")
    yield from player.press("ctrl+Return")
    yield lambda: bool(player.answers())
    yield from player.pause(0.6)
    player.shoot("28-review-accepted", answers=player.answers())
    yield from player.press("ctrl+m")
    yield from player.pause(0.6)
    player.shoot("29-as-it-was-sent", banner=window.page._banner_text.text())


def in_the_dark(player: Player) -> Script:
    """Two pages, a small screen, the dark look, a policy of the user's own, and redaction switched off."""
    window = player.window
    window.resize(1280, 720)
    window.header.settings_asked.emit()
    yield from player.pause(0.5)
    dialog().findChildren(QComboBox)[0].setCurrentIndex(2)
    dialog().accept()
    yield from _dropped(player, "faces+text", pages=2)
    yield from player.press("ctrl+r")
    yield lambda: shown_review(player) is not None
    yield from dragged(player, (600, 60), (940, 390))
    window.review._every_page.click()
    yield from player.pause(0.6)
    player.shoot("30-dark-review", places=len(review_of(player).places))
    window.review._compare.click()
    yield from player.pause(0.8)
    player.shoot("31-dark-slider")
    window.review._compare.click()
    yield from _menu_open(player)
    player.shoot("32-dark-policies")
    yield from player.press("Escape")
    yield from player.press("Escape")
    yield from player.pause(0.3)
    player.shoot("33-dark-held-back", waits=window.side.question._waits_for.text())
    window.page.tool_bar.picker.policy_chosen.emit("off")
    yield lambda: window.tray._model._documents[0].state is DocumentState.READY
    yield from player.press("ctrl+r")
    yield from player.pause(0.6)
    player.shoot("34-dark-off", places=len(review_of(player).places))
    yield from player.press("Escape")
    yield from player.press("F1")
    player.shoot("35-dark-keys")
    dialog().accept()


def in_chinese(player: Player) -> Script:
    """The review in Simplified Chinese."""
    window = player.window
    yield from _dropped(player, "medical")
    yield from player.ask(QUESTION)
    yield window.side.question._waits.isVisible
    yield from player.pause(0.6)
    player.shoot("36-chinese-waiting", waits=window.side.question._waits_for.text())
    yield from player.press("ctrl+r")
    yield lambda: shown_review(player) is not None
    yield from player.press("bracketright")
    player.shoot("37-chinese-review", places=len(review_of(player).places))
    yield from _menu_open(player)
    player.shoot("38-chinese-policies")
    yield from player.press("Escape")
    yield from player.press("Escape")


SCENES: dict[str, tuple[Callable[[Player], Script], Language]] = {
    "review": (in_english, "en"),
    "review-dark": (in_the_dark, "en"),
    "review-chinese": (in_chinese, "zh_CN"),
}


def shown_review(player: Player) -> PageReview | None:
    """Return the review of the page on the screen, as it is drawn."""
    return player.window.page.regions._review


def review_of(player: Player) -> PageReview:
    """Return the same, once it is there."""
    review = shown_review(player)
    assert review is not None
    return review


def dragged(player: Player, start: tuple[int, int], end: tuple[int, int]) -> Script:
    """Drag the pointer over the page, from and to pixels of the page."""
    canvas = player.window.page.canvas
    points = [canvas.viewport().mapToGlobal(canvas.mapFromScene(QPointF(*at))) for at in (start, end)]
    (x0, y0), (x1, y1) = ((point.x(), point.y()) for point in points)
    line = f"""
        xdotool mousemove {x0} {y0} sleep 0.2 mousedown 1 sleep 0.1
        xdotool mousemove {(x0 + x1) // 2} {(y0 + y1) // 2} sleep 0.1 mousemove {x1} {y1} sleep 0.2 mouseup 1
    """
    yield from ended(player.stage.start("bash", "-c", line))
    yield from player.pause(0.4)


def _dropped(player: Player, policy: str, pages: int = 1) -> Script:
    """Choose a policy and drag a patient's pages onto the window."""
    window = player.window
    yield lambda: window.status.shield.property("level") != "checking"
    window.page.tool_bar.picker.policy_chosen.emit(policy)
    name = "laboratory-report.png" if pages == 1 else "laboratory-reports.tiff"
    picture = Path(player.scratch.name, name)
    more = [patient_page() for _ in range(pages - 1)]
    patient_page().save(picture, save_all=bool(more), append_images=more)
    yield from player.drop(picture)
    documents = window.tray._model._documents
    yield lambda: bool(documents) and documents[0].state is DocumentState.READY
    yield lambda: not window.page.canvas.page_rect.isEmpty()


def _menu_open(player: Player) -> Script:
    """Click the policy picker of the review."""
    at = player.window.review.picker.mapToGlobal(QPoint(20, 14))
    yield from ended(player.stage.click((at.x(), at.y())))
    yield from player.pause(0.6)
