"""Join window and controllers: what the user does becomes a request, what becomes known is shown.

Holds no document and no turn; those have controllers of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_app.gui import wording
from desktop_app.gui.actions import KeyTargets, bind_keys
from desktop_app.gui.conversation_controller import ConversationController
from desktop_app.gui.document import Document, DocumentState, Question, Turn, TurnState
from desktop_app.gui.document_list_model import DocumentListModel
from desktop_app.gui.file_gathering import FileGatherer, Gathered
from desktop_app.gui.keys_dialog import KeysDialog
from desktop_app.gui.main_window import MainWindow, local_files
from desktop_app.gui.model_controller import ModelController
from desktop_app.gui.model_import_controller import ModelImportController
from desktop_app.gui.notice_controller import NoticeController
from desktop_app.gui.page_controller import PageController
from desktop_app.gui.pasted_picture import PastedPictures
from desktop_app.gui.picture_maker import PictureMaker
from desktop_app.gui.session_controller import SessionController
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.settings_dialog import SettingsDialog
from desktop_app.gui.status_controller import StatusController
from desktop_app.gui.theme import Theme
from desktop_app.gui.turn_view import all_sources, first_source
from desktop_app.jobs.model_choice import Choice
from desktop_app.runtime_client.values import Box, ModelInfo
from desktop_app.settings.presets import Preset


@dataclass(frozen=True)
class Parts:
    """Everything the window controller joins."""

    window: MainWindow
    documents: DocumentListModel
    session: SessionController
    conversation: ConversationController
    page: PageController
    notices: NoticeController
    status: StatusController
    models: ModelController
    imports: ModelImportController
    settings: SettingsController
    theme: Theme
    maker: PictureMaker
    gatherer: FileGatherer
    pasted: PastedPictures


class WindowController(QObject):
    """The joiner."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._window = parts.window
        self._session = parts.session
        self._conversation = parts.conversation
        self._part: tuple[int, Box] | None = None
        self._keys = bind_keys(self._window, self._key_targets())
        self._connect_session()
        self._connect_conversation()
        self._connect_window()
        self._connect_models()
        self._restore()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Take in files and folders."""
        if paths:
            self._parts.gatherer.gather(paths)

    # -- joining -------------------------------------------------------------------------------------------------------

    def _key_targets(self) -> KeyTargets:
        window = self._window
        return KeyTargets(
            open_files=self._on_open_asked,
            paste=self._on_paste_asked,
            ask=window.side.question.ask,
            stop=self._on_stop_asked,
            choose_redaction=window.page.tool_bar.show_policy_menu,
            show_model_view=self._parts.page.toggle_model_view,
            start_anew=self._session.clear,
            toggle_tray=window.toggle_tray,
            fit_page=window.page.canvas.fit,
            show_actual_size=window.page.canvas.show_actual_size,
            open_settings=self._on_settings_asked,
            toggle_full_screen=window.toggle_full_screen,
            show_keys=self._on_keys_asked,
            quit=self._quit,
        )

    def _connect_session(self) -> None:
        session, documents = self._session, self._parts.documents
        session.document_added.connect(documents.add)
        session.document_changed.connect(documents.change)
        session.document_removed.connect(documents.remove)
        session.current_changed.connect(self._on_current_changed)
        session.document_changed.connect(self._on_document_changed)
        session.page_arrived.connect(self._on_page_arrived)
        session.files_refused.connect(self._parts.notices.show_refusal)
        self._parts.maker.thumbnail_made.connect(documents.set_thumbnail)
        self._parts.gatherer.gathered.connect(self._on_gathered)

    def _connect_conversation(self) -> None:
        self._conversation.turn_added.connect(self._on_turn_changed)
        self._conversation.turn_changed.connect(self._on_turn_changed)
        self._conversation.turn_failed.connect(self._on_turn_failed)
        answers = self._window.side.answers
        answers.source_chosen.connect(self._on_source_chosen)
        answers.copy_asked.connect(self._on_copy_asked)
        answers.again_asked.connect(self._on_again_asked)

    def _connect_window(self) -> None:
        window, parts = self._window, self._parts
        window.files_dropped.connect(self._take_in)
        window.closed.connect(self._on_closed)
        window.tray.document_chosen.connect(self._session.choose)
        window.tray.document_removal_asked.connect(self._session.remove)
        for drop in (window.start.drop, window.tray.drop):
            drop.choose_asked.connect(self._on_open_asked)
        window.header.tray_asked.connect(window.toggle_tray)
        window.header.settings_asked.connect(self._on_settings_asked)
        window.header.help_asked.connect(self._on_keys_asked)
        window.page.tool_bar.policy_chosen.connect(self._on_policy_chosen)
        parts.page.part_chosen.connect(self._on_part_chosen)
        question = window.side.question
        question.asked.connect(lambda text: self._ask(Question(text)))
        question.stop_asked.connect(self._on_stop_asked)
        question.files_pasted.connect(self._take_in)
        question.part_forgotten.connect(self._forget_part)
        window.side.preset_chosen.connect(self._on_preset_chosen)
        parts.notices.choose_files_asked.connect(self._on_open_asked)
        parts.notices.ask_again_asked.connect(self._on_again_asked)
        parts.notices.part_asked.connect(lambda: window.page.show_part_mode(is_on=True))
        parts.theme.changed.connect(window.show_palette)

    def _connect_models(self) -> None:
        parts = self._parts
        parts.models.chosen.connect(self._on_model_chosen)
        parts.models.known.connect(self._on_model_known)
        parts.imports.imported.connect(self._on_model_imported)
        self._conversation.ask_model(wording.model_title(parts.models.choice.name))

    def _restore(self) -> None:
        settings = self._parts.settings.settings
        self._window.show_palette(self._parts.theme.palette)
        self._window.page.tool_bar.show_policy(settings.policy)
        self._window.show_geometry(settings.geometry, settings.splitter)
        self._window.start.drop.choose.setFocus()
        self._window.side.answers.show_hint(self.tr("Answers appear here, with their places on the page."))

    # -- files ---------------------------------------------------------------------------------------------------------

    def _take_in(self, mime: QMimeData) -> None:
        files = local_files(mime)
        if files:
            self.add_files(files)
            return
        picture = self._parts.pasted.store(mime)
        if picture is not None:
            self._session.add([picture], self.tr("Pasted picture"))
        else:
            self._parts.notices.show_nothing_to_paste()

    def _on_gathered(self, found: Gathered) -> None:
        self._session.add(list(found.files))
        if found.is_cut or not found.files:
            self._parts.notices.show_gathered(found)

    def _on_open_asked(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open pictures or documents"))
        if names:
            self.add_files([Path(name) for name in names])

    def _on_paste_asked(self) -> None:
        self._take_in(QGuiApplication.clipboard().mimeData())

    # -- documents -----------------------------------------------------------------------------------------------------

    def _on_current_changed(self, document: Document | None) -> None:
        self._forget_part()
        self._window.show_start(is_empty=document is None)
        self._window.header.show_document(document.name if document is not None else "")
        self._window.tray.show_current(document.id if document is not None else None)
        self._window.side.answers.show_turns(self._conversation.turns(document.id) if document is not None else ())
        self._show_can_ask()
        if document is None:
            self._window.start.drop.choose.setFocus()
        elif not self._is_in_tray(QApplication.focusWidget()):
            self._window.side.question.focus_box()  # one can type at once; who walks the tray stays there

    def _is_in_tray(self, widget: QWidget | None) -> bool:
        return widget is not None and self._window.tray.isAncestorOf(widget)

    def _on_document_changed(self, _document: Document) -> None:
        self._show_can_ask()

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        page = self._session.source_page(document_id, number)
        if number == 1 and page is not None and self._session.prepared_page(document_id, 1) is None:
            self._parts.maker.request_thumbnail(document_id, page)

    def _show_can_ask(self) -> None:
        document = self._session.current
        can_ask = document is not None and document.state is not DocumentState.FAILED
        self._window.side.show_can_ask(can_ask=can_ask)

    def _on_policy_chosen(self, policy: str) -> None:
        self._window.page.tool_bar.show_policy(policy)
        self._session.set_policy(policy)
        settings = self._parts.settings
        settings.change(msgspec.structs.replace(settings.settings, policy=policy))

    # -- questions -----------------------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> None:
        document = self._session.current
        if document is None:
            return
        if self._part is not None and question.part is None:
            page, box = self._part
            question = replace(question, page=page, part=box)
        self._forget_part()
        self._parts.notices.clear()
        self._conversation.ask(document, question)

    def _on_preset_chosen(self, preset: Preset) -> None:
        title, note = wording.preset_title(preset.title), wording.preset_note(preset.note)
        self._ask(Question(preset.question, title, note=note))

    def _on_part_chosen(self, page: int, box: Box) -> None:
        self._part = (page, box)
        self._window.side.question.show_part(is_on=True)
        self._window.side.question.focus_box()

    def _forget_part(self) -> None:
        self._part = None
        self._window.side.question.show_part(is_on=False)
        self._parts.page.forget_part()

    def _on_turn_changed(self, turn: Turn) -> None:
        self._window.side.question.show_busy(is_busy=self._conversation.is_busy)
        document = self._session.current
        if document is None or turn.document_id != document.id:
            return
        self._window.side.answers.show_turn(turn)
        if turn.state is TurnState.DONE and turn.answer is not None and all_sources(turn.answer):
            first = first_source(turn.answer)
            self._window.side.answers.show_lit(turn.id, first)
            self._parts.page.light(all_sources(turn.answer), first)

    def _on_turn_failed(self, turn: Turn) -> None:
        self._window.side.question.show_draft("" if turn.question.title else turn.question.text)
        self._parts.notices.show_failed_turn(turn)

    def _on_source_chosen(self, turn_id: str, source: int) -> None:
        turn = self._conversation.turn(turn_id)
        if turn is not None and turn.answer is not None:
            self._window.side.answers.show_lit(turn_id, source)
            self._parts.page.light(all_sources(turn.answer), source)

    def _on_copy_asked(self, turn_id: str) -> None:
        turn = self._conversation.turn(turn_id)
        if turn is not None:
            text = wording.answer_text(turn.answer) if turn.answer is not None else turn.text
            QGuiApplication.clipboard().setText(text)

    def _on_again_asked(self, turn_id: str) -> None:
        turn = self._conversation.turn(turn_id)
        if turn is not None:
            self._ask(turn.question)

    def _on_stop_asked(self) -> None:
        if self._conversation.is_busy:
            self._conversation.stop()
        else:
            self._session.stop()

    # -- models --------------------------------------------------------------------------------------------------------

    def _on_model_chosen(self, choice: Choice) -> None:
        """Whatever was made for another model is made anew; questions on their way wait for it."""
        self._parts.page.show_image_tokens(0)
        self._conversation.ask_model(wording.model_title(choice.name))
        self._session.prepare_all_again()

    def _on_model_known(self, model: ModelInfo) -> None:
        self._parts.status.on_model_known(model)
        self._parts.page.show_image_tokens(model.image_tokens)
        self._window.side.show_can_see(can_see=model.can_see)

    def _on_model_imported(self, name: str) -> None:
        self._parts.models.list_models()
        self._parts.models.choose(name, "auto")

    # -- the rest ------------------------------------------------------------------------------------------------------

    def _on_settings_asked(self) -> None:
        settings = self._parts.settings
        dialog = SettingsDialog(settings.settings, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.theme_chosen.connect(self._parts.theme.prefer)
        dialog.theme_chosen.connect(
            lambda theme: settings.change(msgspec.structs.replace(settings.settings, theme=theme))
        )
        dialog.language_chosen.connect(
            lambda language: settings.change(msgspec.structs.replace(settings.settings, language=language))
        )
        dialog.open()

    def _on_keys_asked(self) -> None:
        dialog = KeysDialog(self._keys, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _quit(self) -> None:
        self._window.close()

    def _on_closed(self) -> None:
        settings = self._parts.settings
        settings.change(
            msgspec.structs.replace(
                settings.settings, geometry=self._window.geometry_text, splitter=self._window.zone_widths_px
            )
        )
