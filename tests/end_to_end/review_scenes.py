"""Scenes of the review: what will be hidden, seen, changed and accepted, in light, dark and Chinese."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QDialog

from desktop_app.settings.store import Language
from tests.end_to_end.player import Player, Script
from tests.helpers import finding
from tests.helpers.patient_page import patient_page

QUESTION = "What is the haemoglobin?"


def in_english(player: Player) -> Script:
    """Ask about a patient's page under `medical`, look at what will be hidden, change it, accept, see what was sent."""
    window, eyes = player.window, player.eyes
    yield from _dropped(player, "medical")
    yield from player.ask(QUESTION)
    yield lambda: bool(eyes.waits_for)
    yield from player.pause(0.6)
    player.shoot("21-review-waiting", waits=eyes.waits_for, answers=eyes.answers)
    yield from player.press("ctrl+r")
    yield lambda: eyes.review is not None
    yield from player.pause(0.6)
    player.shoot("22-review", places=len(eyes.places))
    yield from player.press("bracketright")
    yield from player.press("space")
    player.shoot("23-review-chosen", chosen=eyes.chosen)
    yield from player.drag((70, 885), (420, 935))
    player.shoot("24-review-drawn", places=len(eyes.places))
    again = finding.button(window.review, "Look again")
    again.click()
    yield lambda: bool(eyes.looked) and again.isEnabled()
    yield from player.pause(0.6)
    player.shoot("25-review-looked-again", said=eyes.looked)
    yield from player.press("ctrl+z")
    finding.button(window.review, "Before and after").click()
    yield from player.pause(0.8)
    player.shoot("26-review-slider")
    finding.button(window.review, "Before and after").click()
    yield from _menu_open(player)
    player.shoot("27-policies")
    yield from player.press("Escape")
    yield from player.press("ctrl+Return")
    yield lambda: bool(eyes.answers)
    yield from player.pause(0.6)
    player.shoot("28-review-accepted", answers=eyes.answers)
    yield from player.press("ctrl+m")
    yield from player.pause(0.6)
    player.shoot("29-as-it-was-sent", banner=eyes.banner)


def in_the_dark(player: Player) -> Script:
    """Two pages, a small screen, the dark look, a policy of the user's own, and redaction switched off."""
    window, eyes = player.window, player.eyes
    window.resize(1280, 720)
    window.header.settings_asked.emit()
    yield from player.pause(0.5)
    finding.dialog(QDialog).findChildren(QComboBox)[0].setCurrentIndex(2)
    finding.dialog(QDialog).accept()
    yield from _dropped(player, "faces+text", pages=2)
    yield from player.press("ctrl+r")
    yield lambda: eyes.review is not None
    yield from player.drag((600, 60), (940, 390))
    finding.button(window.review, "On all pages").click()
    yield from player.pause(0.6)
    player.shoot("30-dark-review", places=len(eyes.places))
    finding.button(window.review, "Before and after").click()
    yield from player.pause(0.8)
    player.shoot("31-dark-slider")
    finding.button(window.review, "Before and after").click()
    yield from _menu_open(player)
    player.shoot("32-dark-policies")
    yield from player.press("Escape")
    yield from player.press("Escape")
    yield from player.pause(0.3)
    player.shoot("33-dark-held-back", waits=eyes.waits_for)
    window.page.tool_bar.picker.policy_chosen.emit("off")
    yield lambda: eyes.are_ready
    yield from player.press("ctrl+r")
    yield from player.pause(0.6)
    player.shoot("34-dark-off", places=len(eyes.places))
    yield from player.press("Escape")
    yield from player.press("F1")
    player.shoot("35-dark-keys")
    finding.dialog(QDialog).accept()


def in_chinese(player: Player) -> Script:
    """The review in Simplified Chinese."""
    eyes = player.eyes
    yield from _dropped(player, "medical")
    yield from player.ask(QUESTION)
    yield lambda: bool(eyes.waits_for)
    yield from player.pause(0.6)
    player.shoot("36-chinese-waiting", waits=eyes.waits_for)
    yield from player.press("ctrl+r")
    yield lambda: eyes.review is not None
    yield from player.press("bracketright")
    player.shoot("37-chinese-review", places=len(eyes.places))
    yield from _menu_open(player)
    player.shoot("38-chinese-policies")
    yield from player.press("Escape")
    yield from player.press("Escape")


SCENES: dict[str, tuple[Callable[[Player], Script], Language]] = {
    "review": (in_english, "en"),
    "review-dark": (in_the_dark, "en"),
    "review-chinese": (in_chinese, "zh_CN"),
}


def _dropped(player: Player, policy: str, pages: int = 1) -> Script:
    """Choose a policy and drag a patient's pages onto the window."""
    window, eyes = player.window, player.eyes
    yield lambda: window.status.shield.property("level") != "checking"
    window.page.tool_bar.picker.policy_chosen.emit(policy)
    name = "laboratory-report.png" if pages == 1 else "laboratory-reports.tiff"
    picture = Path(player.scratch.name, name)
    more = [patient_page() for _ in range(pages - 1)]
    patient_page().save(picture, save_all=bool(more), append_images=more)
    yield from player.drop(picture)
    yield lambda: eyes.are_ready
    yield lambda: eyes.has_page


def _menu_open(player: Player) -> Script:
    """Click the policy picker of the review."""
    yield from player.click_at(player.window.review.picker.mapToGlobal(QPoint(20, 14)))
    yield from player.pause(0.6)
