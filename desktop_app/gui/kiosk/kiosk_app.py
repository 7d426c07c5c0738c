"""Build the kiosk: its screen, its controllers, the queue and the two children, join them, and run until a PIN lets it end.

The one place where the parts of the kiosk are chosen.
"""

import contextlib
import gc
import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.foundation import allocator
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.paths import user_paths
from desktop_app.gui.application.signal_watch import SignalWatch
from desktop_app.gui.background import Background
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.fetch_controller import FetchController
from desktop_app.gui.conversation.job_bridge import JobBridge
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.kiosk.ask_controller import AskController
from desktop_app.gui.kiosk.door_controller import DoorController
from desktop_app.gui.kiosk.drive_watch import DriveWatch, Look
from desktop_app.gui.kiosk.files_controller import FilesController
from desktop_app.gui.kiosk.health import Health
from desktop_app.gui.kiosk.hidden_controller import HiddenController
from desktop_app.gui.kiosk.idle_watch import IdleWatch
from desktop_app.gui.kiosk.kiosk_controller import KioskController
from desktop_app.gui.kiosk.kiosk_facts import facts_now
from desktop_app.gui.kiosk.kiosk_guard import KioskGuard
from desktop_app.gui.kiosk.kiosk_parts import Backing, KioskParts
from desktop_app.gui.kiosk.kiosk_window import KioskWindow
from desktop_app.gui.kiosk.page_shower import PageShower
from desktop_app.gui.page.picture_maker import PictureMaker
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.style import icons, theme
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.words import translations
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.queue import JobQueue, Keeper, Runner
from desktop_app.jobs.tools import Tools
from desktop_app.kiosk import drives
from desktop_app.kiosk.pin_tries import PinTries
from desktop_app.managed import in_force
from desktop_app.managed.bounds import NOTHING_HIDDEN
from desktop_app.managed.rules import Rules
from desktop_app.models import model_choice
from desktop_app.settings.presets import Preset, all_presets
from desktop_app.settings.store import SettingsStore

LEAST_POLICY = "faces"
"""What a kiosk hides where nobody has decided: never nothing."""

_FOR_FILES = ("table_to_csv",)
"""Ready questions whose answers are of use in another program: none leaves a kiosk."""


@dataclass(frozen=True)
class Works:
    """What answers, and what is known of this machine.

    Attributes:
        runner, store, keeper, forget: as the window has them.
        backing: what stands behind the screen.
        rules: what the organisation has decided.
        drives: the drives that there are now; may touch the disk.
        tries: PINs that were tried.
    """

    runner: Runner
    store: PageStore
    forget: Callable[[], None]
    backing: Backing
    rules: Rules
    drives: Look
    tries: PinTries
    keeper: Keeper | None = None


@dataclass(frozen=True)
class Kiosk:
    """A kiosk with everything behind it; `close` stops queue and threads, not the children."""

    window: KioskWindow
    controller: KioskController
    parts: KioskParts
    guard: KioskGuard
    close: Callable[[], None]


def decided() -> Rules:
    """Return what the organisation has decided or recommends, if a kiosk may start under it: nobody chooses there.

    Raises:
        AppError: kiosk_without_pin, kiosk_key_unknown, and as `in_force.found` does.
    """
    found = in_force.found()
    if found.unknown:
        raise AppError("kiosk_key_unknown")
    if not found.rules_without_choice.kiosk.pin:
        raise AppError("kiosk_without_pin")
    return found.rules_without_choice


def redaction_policy(rules: Rules) -> str:
    """Return what is hidden from everybody's documents."""
    return LEAST_POLICY if rules.redaction.least == NOTHING_HIDDEN else rules.redaction.least


def offered_presets(rules: Rules, *, can_see: bool) -> tuple[Preset, ...]:
    """Return the ready questions as the organisation orders them; else all that what answers can, and that serve there."""
    known = all_presets()
    if rules.kiosk.presets is None:
        return tuple(one for one in known if (can_see or not one.needs_vision) and one.name not in _FOR_FILES)
    return tuple(one for name in rules.kiosk.presets for one in known if one.name == name)


def run_kiosk(rules: Rules) -> int:
    """Fill the screen and return the exit code when somebody has left it with the PIN.

    Raises:
        AppError: before it opens, where what is done cannot be written down and must be.
    """
    application = QApplication([])
    application.setApplicationName("In Camera")
    application.setDesktopFileName("in-camera")
    application.setWindowIcon(icons.window_icon())
    application.setQuitOnLastWindowClosed(False)
    settings = SettingsController(SettingsStore(user_paths().settings))
    locale = translations.install(application, settings.settings.language)
    application.setLayoutDirection(locale.textDirection())
    look = theme.dress(application)
    look.prefer(settings.settings.theme)
    bridge = JobBridge()
    remembered = settings.settings
    choice, _ = model_choice.remembered(remembered.model, remembered.precision)
    tools = Tools(choice.command, bridge.pass_child_status, warms=True, rules=rules)
    health = Health(tools.renew)
    backing = Backing(
        tools.renew,
        tools.recorder.tell,
        lambda: facts_now(in_force.found(), tuple(in_force.complaints()), health, choice.name, tools.recorder),
        wipe,
    )
    tries = PinTries(user_paths().settings)
    works = Works(
        tools.run, tools.store, tools.forget, backing, rules, lambda: drives.drives(rules.kiosk.drives), tries, tools
    )
    tools.warm_for(redaction_policy(rules))
    tools.recorder.tell("kiosk_started", {})
    kiosk = build(works, bridge, look, offered_presets(rules, can_see=not choice.is_built_in))
    bridge.child_changed.connect(health.on_child_changed, Qt.ConnectionType.DirectConnection)
    health.changed.connect(lambda words, may_begin: kiosk.window.attract.show_shield(words, may_begin=may_begin))
    health.show()
    application.installEventFilter(kiosk.guard)
    gc.freeze()
    kiosk.window.showFullScreen()
    QTimer.singleShot(0, kiosk.window, tools.start)  # after the first paint
    kiosk.controller.left.connect(lambda: application.exit(0))
    watch = SignalWatch()
    watch.ended.connect(application.exit)
    health.watch()
    try:
        return application.exec()
    finally:
        health.close()
        kiosk.window.may_close = True
        kiosk.close()
        tools.close()
        watch.close()
        settings.close()


def build(works: Works, bridge: JobBridge, look: Theme, presets: tuple[Preset, ...]) -> Kiosk:
    """Build the screen around what answers; nothing is shown yet."""
    queue = JobQueue(works.runner, bridge.pass_job_event, works.keeper)
    counter = itertools.count(1)

    def new_id() -> str:
        return f"{next(counter)}"

    rules = works.rules
    documents = DocumentsController(queue, new_id, redaction_policy(rules), works.store)
    fetch = FetchController(queue, new_id, documents)
    turns = TurnsController(queue, new_id, documents)
    documents.emptied.connect(works.forget)
    window = KioskWindow(presets)
    maker, background, judging = PictureMaker(), Background(), Background()
    watch = DriveWatch(works.drives, background)
    files = FilesController(window.files, watch, rules.kiosk.folders, background)
    hidden = HiddenController(documents, PageShower(documents, fetch, maker, window.hidden.canvas), window.hidden)
    shower = PageShower(documents, fetch, maker, window.ask.canvas)
    ask = AskController(queue, new_id, (documents, turns), shower, window.ask, rules)
    door = DoorController(window.door, rules.kiosk.pin, works.tries, works.backing.tell, judging)
    led: list[KioskController] = []
    idle = IdleWatch(rules.kiosk.idle_s, lambda: bool(led) and led[0].is_working)
    parts = KioskParts(window, documents, turns, files, hidden, ask, door, watch, idle, works.backing, background)
    controller = KioskController(parts)
    led.append(controller)
    direct = Qt.ConnectionType.DirectConnection  # the bridge has already changed threads
    for hear in (documents.on_job_event, turns.on_job_event, fetch.on_job_event, ask.on_job_event):
        bridge.job_event.connect(hear, direct)
    guard = KioskGuard()
    guard.touched.connect(idle.touch)
    window.show_palette(look.palette)
    look.changed.connect(window.show_palette)
    watch.start()

    def close() -> None:
        window.hide()
        bridge.close()
        hidden.close()
        ask.close()
        idle.stop()
        door.close()
        watch.stop()
        queue.close()
        maker.close()
        for one in (background, judging):
            one.finish()

    return Kiosk(window, controller, parts, guard, close)


def wipe() -> None:
    """Let nothing stay that only waits to be collected, and give free memory back; what is freed has been written over."""
    gc.collect()
    sys.last_value = sys.last_traceback = None
    with contextlib.suppress(OSError):
        allocator.return_what_is_free()
