"""Build the real window for tests: around a script, or around real children. Nobody is at it yet (`hands.py`).

The one place that knows from which parts a window is made, and the one way to what lies behind it.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from desktop_app.gui import app
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.job_bridge import JobBridge
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.models.model_controller import EngineSeat
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.window_parts import Parts
from desktop_app.jobs.lease import KEPT_S
from desktop_app.jobs.tools import Tools
from desktop_app.models import model_choice
from desktop_app.models.weights_check import WeightsCheck
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.settings.store import SettingsStore
from tests.helpers.scripted_runner import Script


@dataclass(frozen=True)
class Built:
    """A real window, and the bridge that children talk through."""

    application: app.Application
    bridge: JobBridge
    settings: SettingsController

    @property
    def window(self) -> MainWindow:
        """What is seen."""
        return self.application.window

    @property
    def parts(self) -> Parts:
        """What stands behind the window, for what nobody can do or see in front of it."""
        return self.application.controller._parts

    @property
    def documents(self) -> DocumentsController:
        """The documents of the window."""
        return self.parts.documents

    def close(self) -> None:
        """Let nothing of the window be left."""
        self.application.close()
        self.window.close()
        self.window.deleteLater()
        delete_what_waits()


@dataclass(frozen=True)
class Scripted(Built):
    """A window with a script in the place of the children; `used` are the engines it asked for."""

    script: Script
    used: list[ChildCommand]

    def close(self) -> None:
        """Let nothing of the window be left."""
        self.script.hold.set()
        super().close()


@dataclass(frozen=True)
class Real(Built):
    """A window with real children."""

    tools: Tools

    def close(self) -> None:
        """Let nothing of window and children be left."""
        super().close()
        self.tools.close()


def finds_nothing_wrong(_folder: Path, families: tuple[str, ...], _stop: threading.Event) -> str:
    """Judge a folder of weights without looking at it: it is of the first family."""
    return families[0]


def scripted(script: Script, settings_folder: Path, look: Theme, check: WeightsCheck = finds_nothing_wrong) -> Scripted:
    """Build and show a window around a script."""
    bridge, settings = JobBridge(), SettingsController(SettingsStore(settings_folder))
    used: list[ChildCommand] = []
    first, refused = model_choice.remembered(settings.settings.model, settings.settings.precision)
    engines = app.Engines(
        script.run, EngineSeat(first, refused, used.append), check, script.store, write_down=script.write_down
    )
    application = app.build(engines, bridge, settings, look)
    application.window.show()
    return Scripted(application, bridge, settings, script, used)


def with_children(
    settings_folder: Path, look: Theme, check: WeightsCheck = finds_nothing_wrong, command: ChildCommand | None = None
) -> Real:
    """Build and show a window, and start its children; `command` starts another engine than the built-in reader."""
    bridge, settings = JobBridge(), SettingsController(SettingsStore(settings_folder))
    first = model_choice.reader()
    tools = Tools(
        command or first.command,
        bridge.pass_child_status,
        lease_s=KEPT_S,
        warms=True,
        on_engine_news=bridge.pass_engine_news,
    )
    seat = EngineSeat(first, None, tools.use_engine)
    engines = app.Engines(tools.run, seat, check, tools.store, tools.forget, tools, tools.warm_for, tools.recorder.tell)
    application = app.build(engines, bridge, settings, look)
    application.window.show()
    tools.start()
    return Real(application, bridge, settings, tools)


def kept_of_documents(built: Built) -> tuple[object, object]:
    """Return what the window itself still keeps of documents, seen or not: thumbnails and turns."""
    return built.parts.rows._thumbnails, built.parts.turns._turns


def delete_what_waits() -> None:
    """Delete what was left to Qt to delete later, and what only then is left to it."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
