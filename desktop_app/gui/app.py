"""Build the window, its controllers, the queue and the two children, join them, and run until the window closes.

The one place where the parts of the window are chosen.
"""

import gc
import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QPlainTextEdit

from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import this_machine
from desktop_app.foundation.paths import user_paths
from desktop_app.gui.answers.answer_text import let_go_of_copied_words
from desktop_app.gui.answers.taking_controller import TakingController
from desktop_app.gui.application.signal_watch import SignalWatch
from desktop_app.gui.conversation.fetch_controller import FetchController
from desktop_app.gui.conversation.job_bridge import JobBridge
from desktop_app.gui.conversation.look_again_controller import LookAgainController
from desktop_app.gui.conversation.medical_documents import MedicalDocuments
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.copies.copies_controller import CopiesController
from desktop_app.gui.dialogs.dialog_controller import DialogController
from desktop_app.gui.intake.document_list_model import DocumentListModel
from desktop_app.gui.intake.drop_progress_controller import DropProgressController
from desktop_app.gui.intake.intake_controller import IntakeController
from desktop_app.gui.intake.sorting_controller import SortingController
from desktop_app.gui.intake.standing_controller import StandingController
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.managed.managed_controller import ManagedController
from desktop_app.gui.models.model_controller import EngineSeat, ModelController
from desktop_app.gui.models.model_import_controller import ModelImportController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.page_keys import PageKeys
from desktop_app.gui.page.page_reading import PageReading
from desktop_app.gui.page.page_strip_controller import PageStripController
from desktop_app.gui.page.picture_maker import PictureMaker
from desktop_app.gui.page.text_controller import TextController
from desktop_app.gui.policy import policy_controller
from desktop_app.gui.policy.policy_controller import PolicyController
from desktop_app.gui.removal.removal_controller import RemovalController
from desktop_app.gui.review.compare_controller import CompareController
from desktop_app.gui.review.review_controller import ReviewController
from desktop_app.gui.series.series_room import SeriesRoom
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.status.status_controller import StatusController
from desktop_app.gui.style import controls, icons, theme
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.timeline.film_parts import FilmSources, film_parts
from desktop_app.gui.window_controller import WindowController
from desktop_app.gui.window_parts import Parts
from desktop_app.gui.words import translations
from desktop_app.gui.words.error_messages import error_message
from desktop_app.jobs.audited import Tell
from desktop_app.jobs.lease import KEPT_S
from desktop_app.jobs.page_store import PageStore, limit_for
from desktop_app.jobs.queue import JobQueue, Keeper, Runner
from desktop_app.jobs.tools import Tools
from desktop_app.managed import in_force
from desktop_app.models import model_choice
from desktop_app.models.weights_check import WeightsCheck, check_weights
from desktop_app.settings.own_policies import own_policies
from desktop_app.settings.presets import all_presets
from desktop_app.settings.store import FIRST_POLICY, SettingsStore

SWITCH_INTERVAL_S = 0.0005
"""How long another thread may keep Python's lock while the window's thread wants it.

That one asks for it at each of its own methods that Qt calls, a dozen times a paint: with Python's 5 ms, a thread that
makes pictures stalls it by 50 ms.
"""


@dataclass(frozen=True)
class Application:
    """A window with everything behind it.

    Attributes:
        window: what is seen.
        controller: takes in files.
        close: stops queue and threads (not the children: they belong to who started them).
    """

    window: MainWindow
    controller: WindowController
    close: Callable[[], None]


@dataclass(frozen=True)
class Engines:
    """What answers.

    Attributes:
        runner: carries out jobs.
        seat: which engine does, and how another takes over.
        check: judges a folder of weights in a sandboxed process; raises AppError.
        store: where the runner puts the pixels of pages.
        forget: lets the engine forget every page; returns at once.
        keeper: looks after the airlock while no job wants it.
        warm_for: has the airlock ready for documents under a policy; returns at once.
        write_down: writes an entry into the audit log; raises AppError.
    """

    runner: Runner
    seat: EngineSeat
    check: WeightsCheck
    store: PageStore
    forget: Callable[[], None] = lambda: None
    keeper: Keeper | None = None
    warm_for: Callable[[str], None] = lambda _: None
    write_down: Tell = lambda _what, _facts: None


def _refusal() -> AppError | None:
    """Return why nothing may be done on this machine: what its organisation has decided cannot be understood."""
    try:
        in_force.rules()
    except AppError as error:
        return error
    return None


def run_window(paths: list[Path]) -> int:
    """Open the window, with `paths` in it, and return the exit code when it closes."""
    application = QApplication([])
    application.setApplicationName("In Camera")
    application.setDesktopFileName("in-camera")
    application.setWindowIcon(icons.window_icon())
    refusal = _refusal()
    first_policy = FIRST_POLICY if refusal else in_force.first_policy(FIRST_POLICY)
    settings = SettingsController(SettingsStore(user_paths().settings, first_policy))
    locale = translations.install(application, settings.settings.language)
    application.setLayoutDirection(locale.textDirection())
    look = theme.dress(application)
    look.prefer(settings.settings.theme)
    if refusal is not None:
        message = error_message(refusal, is_about_file=False)
        controls.tell("In Camera", f"{message.what}\n\n{message.why}")
        return refusal.fault
    bridge = JobBridge()
    first, refused = model_choice.remembered(settings.settings.model, settings.settings.precision)
    tools = Tools(
        first.command, bridge.pass_child_status, lease_s=KEPT_S, warms=True, on_engine_news=bridge.pass_engine_news
    )
    built = build(
        Engines(
            tools.run,
            EngineSeat(first, refused, tools.use_engine),
            check_weights,
            tools.store,
            tools.forget,
            tools,
            tools.warm_for,
            tools.recorder.tell,
        ),
        bridge,
        settings,
        look,
    )
    gc.freeze()  # what is there stays for good: the collector need not stop the window to walk it
    built.window.show()

    def begin() -> None:
        tools.start()
        built.controller.add_files(paths)

    QTimer.singleShot(0, built.window, begin)  # after the first paint
    watch = SignalWatch()
    watch.ended.connect(application.exit)
    try:
        return application.exec()
    finally:
        built.close()
        tools.close()
        watch.close()


def build(engines: Engines, bridge: JobBridge, settings: SettingsController, look: Theme) -> Application:
    """Build the window around what answers; nothing is shown yet."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    queue = JobQueue(engines.runner, bridge.pass_job_event, engines.keeper)
    counter = itertools.count(1)

    def new_id() -> str:
        return f"{next(counter)}"

    own = own_policies(user_paths().policies)
    policy_text = policy_controller.text_of(settings.settings.policy, own)
    documents = MedicalDocuments(queue, new_id, policy_text, engines.store)
    fetch = FetchController(queue, new_id, documents)
    turns = TurnsController(queue, new_id, documents)
    rows = DocumentListModel()
    window = MainWindow(rows, all_presets())
    maker = PictureMaker()
    page = PageController(documents, fetch, maker, window.page)
    strip = PageStripController(documents, page, maker, window.page.strip)
    series = SeriesRoom(queue, new_id, documents, page, window.page)
    PageKeys(
        page.step, window, *window.side.question.findChildren(QPlainTextEdit), *window.tray.findChildren(QListView)
    )
    reading = PageReading(queue, new_id, documents, engines.store)
    text = TextController(reading, documents, page, (window.text, window.page))
    compare = CompareController(page, fetch, maker, window.regions)
    looks = LookAgainController(queue, new_id, documents)
    review = ReviewController(documents, page, compare, looks, (window.regions, window.review))
    review.keys.listen_to(window.page.canvas, takes_arrows=True)
    review.keys.listen_to(window.review.places, takes_arrows=False)
    review.keys.listen_to(window.review, takes_arrows=False)
    sources = FilmSources(page, engines.store, maker, review, compare)
    films = film_parts(queue, new_id, documents, sources, window.films)
    notices = NoticeController(documents, window.side.notice)
    text.hide_asked.connect(review.hide_boxes)
    review.opened.connect(text.close)
    told = (notices, window.side.notice)
    taking = TakingController(turns, documents, window.side, told, engines.write_down)
    copies = CopiesController(queue, new_id, documents, window.page.tool_bar.copies, told)
    films.frames.failed.connect(notices.show_error_of)
    looks.failed.connect(notices.show_error_of)
    series.failed.connect(notices.show_error)
    fetch.failed.connect(notices.show_error_of)
    reading.failed.connect(notices.show_error)
    if settings.damage is not None:  # what is hidden may be another policy's than yesterday
        notices.show_error(settings.damage)
    documents.emptied.connect(engines.forget)
    documents.policy_changed.connect(lambda: engines.warm_for(documents.policy))
    engines.warm_for(documents.policy)
    policy = PolicyController(
        documents, settings, (window.page.tool_bar.picker, window.review.picker, window.films.review.picker), own
    )
    machine = this_machine()
    status = StatusController(window.status, notices, machine)
    models = ModelController(engines.seat, window.status.model, settings, notices)
    imports = ModelImportController(window.status.model, machine, engines.check)
    direct = Qt.ConnectionType.DirectConnection  # the bridge has already changed threads
    policy.shown.connect(window.review.show_policy)
    policy.show()
    status.ready_changed.connect(window.start.show_tasks)
    status.show()
    bridge.job_event.connect(documents.on_job_event, direct)
    bridge.job_event.connect(turns.on_job_event, direct)
    bridge.job_event.connect(looks.on_job_event, direct)
    bridge.job_event.connect(fetch.on_job_event, direct)
    bridge.job_event.connect(reading.on_job_event, direct)
    bridge.job_event.connect(copies.on_job_event, direct)
    bridge.job_event.connect(films.on_job_event, direct)
    bridge.child_changed.connect(status.on_child_changed, direct)
    bridge.engine_news.connect(models.on_engine_news, direct)
    turns.model_known.connect(status.on_model_known)
    turns.answered.connect(status.on_answered)

    def limit_pages(size_mb: int) -> None:
        engines.store.limit(limit_for(machine.memory_bytes, size_mb))

    dialogs = DialogController(window, settings, look, limit_pages)
    bar = window.page.tool_bar
    locks: dict[str, tuple[QAbstractButton, ...]] = {"review": (bar.review,), "models": (window.status.model,)}
    locks |= {"redaction": (bar.picker, window.review.picker), "export": (bar.copies, window.side.save)}
    dialogs.managed_asked.connect(ManagedController(window, look, locks).open)
    removals = RemovalController(documents, turns, page, review, rows, window.toast)
    sorting = SortingController(queue, new_id)
    intake = IntakeController(documents, notices, settings, (window.start.drop, window.tray.drop), sorting)
    bridge.job_event.connect(sorting.on_job_event, direct)
    bridge.job_event.connect(series.on_job_event, direct)
    removals.let_go.connect(lambda: intake.forget_pasted(removals.paths))
    removals.let_go.connect(strip.forget_removed)
    if settings.settings.page_memory_mb:
        limit_pages(settings.settings.page_memory_mb)
    parts = Parts(
        window,
        rows,
        documents,
        turns,
        page,
        review,
        policy,
        notices,
        status,
        models,
        imports,
        settings,
        dialogs,
        look,
        maker,
        intake,
        DropProgressController(queue, documents, window.tray.progress),
        StandingController(documents, turns, rows),
        removals,
        films,
    )
    controller = WindowController(parts)
    policy.tell_what_is_gone(notices)
    return Application(window, controller, lambda: _close(bridge, queue, parts, taking, copies))


def _close(
    bridge: JobBridge, queue: JobQueue, parts: Parts, taking: TakingController, copies: CopiesController
) -> None:
    parts.window.hide()
    bridge.close()
    queue.close()
    parts.removals.close()
    for part in (parts.review, parts.page, parts.imports, parts.models, parts.intake, parts.maker, parts.settings):
        part.close()
    taking.close()
    copies.close(bridge.untold_ends())
    let_go_of_copied_words()
