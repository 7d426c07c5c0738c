"""Give window tests a real window around a scripted runner, and fail those that leave a widget behind."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui import app, theme
from desktop_app.gui.job_bridge import JobBridge
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.model_controller import EngineSeat
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.theme import Theme
from desktop_app.models import model_choice
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import Region
from desktop_app.settings.store import SettingsStore
from tests.desktop_app.gui.reviewing import FACE, NAME, Open, Ward
from tests.helpers.scripted_runner import Script


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen screen says that it has no window manager to tell sizes and orders to; that is no fault of ours."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise)", extend=True)
        )


@dataclass(frozen=True)
class Built:
    """A real window, its runner and the bridge that children talk through; `used` are the engines it asked for."""

    window: MainWindow
    script: Script
    bridge: JobBridge
    application: app.Application
    settings: SettingsController
    used: list[ChildCommand]


Build = Callable[[Script], Built]


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Theme:
    """Dress the one application of all tests."""
    dressed = theme.dress(qapp)
    dressed.prefer("light")
    return dressed


@pytest.fixture(autouse=True)
def no_widget_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test after which a window is still there."""
    before = set(QApplication.topLevelWidgets())
    yield
    _delete_what_waits()
    left = [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget not in before]
    assert left == [], "left behind"


@pytest.fixture
def build(qtbot: QtBot, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Build windows around scripts, in a profile of their own; all are closed at the end."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    made: list[Built] = []

    def make(script: Script) -> Built:
        settings = SettingsController(SettingsStore(tmp_path / "settings"))
        bridge = JobBridge()
        used: list[ChildCommand] = []
        first, refused = model_choice.remembered(settings.settings.model, settings.settings.precision)
        seat = EngineSeat(first, refused, used.append)
        engines = app.Engines(script.run, seat, lambda folder, families, stop: families[0], script.store)
        application = app.build(engines, bridge, settings, look)
        built = Built(application.window, script, bridge, application, settings, used)
        made.append(built)
        built.window.show()
        qtbot.waitExposed(built.window)
        return built

    yield make
    for built in made:
        built.script.hold.set()
        built.application.close()
        built.window.close()
        built.window.deleteLater()
    _delete_what_waits()
    look.prefer("light")


@pytest.fixture
def built(build: Build) -> Built:
    """A window around the plainest script."""
    return build(Script())


@pytest.fixture
def opened(build: Build, qtbot: QtBot, tmp_path: Path) -> Open:
    """Return a maker of windows with a document in which this is found, under this policy."""

    def make(policy: str = "faces", found: tuple[Region, ...] = (FACE, NAME), **script: object) -> Ward:
        made = Script(width=400, height=600, found=found, **script)  # type: ignore[arg-type]
        return Ward(build(made), qtbot, policy).open(tmp_path)

    return make


def _delete_what_waits() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
