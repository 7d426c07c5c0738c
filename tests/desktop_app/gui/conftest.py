"""Give window tests a real window around a scripted runner, and fail those that leave a widget behind."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from tests.helpers import screens

os.environ.setdefault("QT_QPA_PLATFORM", screens.platform())

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.style import theme
from desktop_app.gui.style.theme import Theme
from desktop_app.models.weights_check import WeightsCheck
from desktop_app.runtime_client.values import Region
from tests.helpers import window
from tests.helpers.hands import Meets, Person
from tests.helpers.scripted_runner import FACE, NAME, Script
from tests.helpers.window import Scripted


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen screen says that it has no window manager to tell sizes and orders to; that is no fault of ours."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore(
                "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)", extend=True
            )
        )


class Build(Protocol):
    """What builds windows around scripts."""

    def __call__(self, script: Script, check: WeightsCheck = window.finds_nothing_wrong) -> Scripted:
        """Build one; `check` judges folders of weights."""


Meet = Callable[[Script], Person]
"""Puts somebody at a window around a script."""


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Theme:
    """Dress the one application of all tests."""
    dressed = theme.dress(qapp)
    dressed.prefer("light")
    return dressed


@pytest.fixture(autouse=True)
def no_widget_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test after which a window is still there; nobody finds what another has copied, or its pointer over theirs."""
    QCursor.setPos(QPoint(0, 0))
    before = set(QApplication.topLevelWidgets())
    yield
    QApplication.clipboard().clear()
    window.delete_what_waits()
    left = [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget not in before]
    assert left == [], "left behind"


@pytest.fixture
def build(qtbot: QtBot, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Build windows around scripts, in a profile of their own; all are closed at the end."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    made: list[Scripted] = []

    def make(script: Script, check: WeightsCheck = window.finds_nothing_wrong) -> Scripted:
        made.append(window.scripted(script, tmp_path / "settings", look, check))
        qtbot.waitExposed(made[-1].window)
        return made[-1]

    yield make
    for built in made:
        built.close()
    look.prefer("light")


@pytest.fixture
def meet(build: Build, qtbot: QtBot) -> Meet:
    """Return what puts somebody at a window."""
    return lambda script: Person(build(script), qtbot.waitUntil)


@pytest.fixture
def person(meet: Meet) -> Person:
    """Somebody at a window around the plainest script."""
    return meet(Script())


@pytest.fixture
def opened(meet: Meet, tmp_path: Path) -> Meets:
    """Return a maker of windows with a document in which this is found, under this policy."""

    def make(policy: str = "faces", found: tuple[Region, ...] = (FACE, NAME), **script: object) -> Person:
        made = meet(Script(width=400, height=600, found=found, **script))  # type: ignore[arg-type]
        if policy != "faces":
            made.choose_policy(policy)
        return made.open(tmp_path)

    return make
