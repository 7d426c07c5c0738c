"""Join window and controllers: what the user does becomes a request, what becomes known is shown.

Holds no document and no turn; those have controllers of their own.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.conversation.document import Document, DocumentState, Question, Turn, TurnState
from desktop_app.gui.actions import KeyTargets, bind_keys, typed_keys
from desktop_app.gui.answers.sources import all_sources, first_source
from desktop_app.gui.question_scope import QuestionScope
from desktop_app.gui.window_parts import Parts
from desktop_app.gui.words import wording
from desktop_app.models.model_choice import Choice
from desktop_app.runtime_client.values import ModelInfo
from desktop_app.settings.presets import Preset

_LOOKING = frozenset({DocumentState.WAITING, DocumentState.OPENING})
"""Of a document in one of these nobody knows yet whether something is to be hidden."""

_LEFT = frozenset({DocumentState.STOPPED, DocumentState.FAILED})
"""Nor of one in these, and nobody looks any more."""


class WindowController(QObject):
    """The joiner."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._window = parts.window
        self._documents = parts.documents
        self._turns = parts.turns
        self._reviewing = parts.films.reviewing
        self._scope = QuestionScope(parts.page, parts.films.frame_choice, parts.window.side.question)
        self._keys = bind_keys(self._window, self._key_targets())
        self._connect_documents()
        self._connect_turns()
        self._connect_window()
        self._connect_models()
        self._connect_review()
        self._restore()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Take in files and folders."""
        self._parts.intake.add(paths)

    # -- joining -------------------------------------------------------------------------------------------------------

    def _key_targets(self) -> KeyTargets:
        window = self._window
        return KeyTargets(
            open_files=self._parts.intake.choose,
            paste=self._parts.intake.paste,
            ask=self._on_ask_pressed,
            stop=self._on_stop_asked,
            stop_preparing=self._documents.stop,
            find=window.page.find_bar.open_asked.emit,
            save_copy=window.page.tool_bar.copies.save_asked.emit,
            review=self._toggle_review,
            show_model_view=self._parts.page.toggle_model_view,
            start_anew=self._start_anew,
            toggle_tray=window.toggle_tray,
            fit_page=window.page.canvas.fit,
            fit_whole_page=window.page.canvas.fit_page,
            show_actual_size=window.page.canvas.show_actual_size,
            open_settings=self._parts.dialogs.open_settings,
            toggle_full_screen=window.toggle_full_screen,
            show_keys=self._on_keys_asked,
            quit=self._quit,
        )

    def _connect_documents(self) -> None:
        documents, rows = self._documents, self._parts.rows
        documents.document_added.connect(rows.add)
        documents.document_changed.connect(rows.change)
        documents.document_removed.connect(rows.remove)
        documents.document_put_back.connect(rows.put_back)
        documents.current_changed.connect(self._on_current_changed)
        documents.document_changed.connect(self._on_document_changed)
        documents.document_removed.connect(lambda _: self._show_busy())  # its questions have gone with it
        documents.document_put_back.connect(lambda *_: self._show_busy())  # and have come back with it
        documents.page_arrived.connect(self._on_page_arrived)
        documents.files_refused.connect(self._parts.notices.show_refusal)
        self._parts.maker.thumbnail_made.connect(rows.set_thumbnail)

    def _connect_turns(self) -> None:
        self._turns.turn_added.connect(self._on_turn_changed)
        self._turns.turn_changed.connect(self._on_turn_changed)
        self._turns.turn_failed.connect(self._on_turn_failed)
        self._turns.rest_prepared.connect(self._on_rest_prepared)
        answers = self._window.side.answers
        answers.source_chosen.connect(self._on_source_chosen)
        answers.time_chosen.connect(lambda _, time_s: self._parts.films.time_line.seek_time(time_s))
        answers.again_asked.connect(self._on_again_asked)

    def _connect_window(self) -> None:
        window, parts = self._window, self._parts
        window.closed.connect(self._on_closed)
        window.files_dropped.connect(parts.intake.take_in)
        window.side.question.files_pasted.connect(parts.intake.take_in)
        window.tray.document_chosen.connect(self._documents.choose)
        window.tray.document_removal_asked.connect(lambda one: parts.removals.remove([one]))
        window.tray.document_reveal_asked.connect(self._on_reveal_asked)
        window.tray.document_stop_asked.connect(self._documents.stop_one)
        window.tray.document_preparation_asked.connect(lambda one: self._documents.go_on_with([one]))
        parts.notices.removal_asked.connect(parts.removals.remove)
        parts.removals.brought_back.connect(window.side.question.show_draft)
        window.header.tray_asked.connect(window.toggle_tray)
        window.header.settings_asked.connect(parts.dialogs.open_settings)
        window.header.help_asked.connect(self._on_keys_asked)
        question = window.side.question
        question.asked.connect(lambda text: self._ask(Question(text)))
        question.stop_asked.connect(self._on_stop_asked)
        window.side.preset_chosen.connect(self._on_preset_chosen)
        parts.notices.ask_again_asked.connect(self._on_again_asked)
        parts.notices.part_asked.connect(lambda: window.page.show_part_mode(is_on=True))
        parts.theme.changed.connect(window.show_palette)

    def _connect_models(self) -> None:
        parts, status = self._parts, self._window.status
        status.load_cancel_asked.connect(parts.models.use_reader)
        parts.models.load_changed.connect(status.show_load)
        parts.models.chosen.connect(self._on_model_chosen)
        parts.models.known.connect(self._on_model_known)
        parts.imports.imported.connect(self._on_model_imported)
        parts.models.show()
        self._expect_model(parts.models.choice)

    def _connect_review(self) -> None:
        window, review = self._window, self._reviewing
        review.opened.connect(self._on_review_opened)
        review.closed.connect(self._on_review_closed)
        review.standing_changed.connect(self._show_review)
        window.page.tool_bar.review_asked.connect(review.toggle)
        window.side.question.review_asked.connect(review.open)
        self._parts.notices.review_asked.connect(review.open)
        self._documents.changes_failed.connect(self._parts.notices.show_error_of)

    def _restore(self) -> None:
        settings = self._parts.settings.settings
        self._window.show_palette(self._parts.theme.palette)
        self._window.show_tray(is_on=not settings.tray_hidden)  # first: a tray that is not there takes no room
        self._window.show_geometry(settings.geometry, settings.splitter)
        self._window.start.drop.choose.setFocus()
        self._window.side.answers.show_hint(self.tr("Answers appear here, with their places on the page."))

    # -- documents -----------------------------------------------------------------------------------------------------

    def _on_current_changed(self, document: Document | None) -> None:
        self._scope.forget()
        self._window.show_start(is_empty=document is None)
        self._window.header.show_document(document.name if document is not None else "")
        self._window.tray.show_current(document.id if document is not None else None)
        self._window.side.answers.show_turns(self._turns.turns(document.id) if document is not None else ())
        self._show_can_ask()
        if document is None:
            self._reviewing.close()
            self._window.start.drop.choose.setFocus()
        elif not self._is_in_tray(QApplication.focusWidget()):
            self._window.side.question.focus_box()  # one can type at once; who walks the tray stays there

    def _is_in_tray(self, widget: QWidget | None) -> bool:
        return widget is not None and self._window.tray.isAncestorOf(widget)

    def _on_document_changed(self, _document: Document) -> None:
        self._show_can_ask()

    def _on_page_arrived(self, document_id: str, number: int) -> None:
        page = self._documents.source_page(document_id, number)
        if number == 1 and page is not None and self._documents.prepared_page(document_id, 1) is None:
            self._parts.maker.request_thumbnail(document_id, page)

    def _show_can_ask(self) -> None:
        document = self._documents.current
        can_ask = document is not None and document.state is not DocumentState.FAILED
        self._window.side.show_can_ask(can_ask=can_ask)
        self._window.side.show_has_times(has_times=document is not None and document.is_film)
        has_page = document is not None and document.line is not None and can_ask
        self._window.page.tool_bar.show_has_page(has_page=has_page)

    def _on_reveal_asked(self, document_id: str) -> None:
        document = self._documents.document(document_id)
        if document is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(document.path if document.files else document.path.parent)))

    # -- questions -----------------------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> None:
        document = self._documents.current
        if document is None:
            return
        question = self._scope.taken(question)
        self._parts.notices.clear()
        self._turns.ask(document, question)

    def _on_preset_chosen(self, preset: Preset) -> None:
        title, note = wording.preset_title(preset.title), wording.preset_note(preset.note)
        self._ask(Question(preset.question, title, note=note))

    def _show_busy(self) -> None:
        self._window.side.show_has_answers(has_answers=any(turn.answer is not None for turn in self._turns.all_turns))
        self._window.side.question.show_busy(is_busy=self._turns.is_busy)

    def _on_turn_changed(self, turn: Turn) -> None:
        self._show_busy()
        document = self._documents.current
        if document is None or turn.document_id != document.id:
            return
        self._window.side.answers.show_turn(turn)
        if turn.state is TurnState.DONE and turn.answer is not None and all_sources(turn.answer):
            first = first_source(turn.answer)
            self._window.side.answers.show_lit(turn.id, first)
            self._parts.page.light(all_sources(turn.answer), first)

    def _on_rest_prepared(self, turn: Turn) -> None:
        document = self._documents.current
        if document is not None and turn.document_id == document.id:
            self._window.side.answers.show_turn(turn)

    def _on_turn_failed(self, turn: Turn) -> None:
        self._window.side.question.show_draft("" if turn.question.title else turn.question.text)
        self._parts.notices.show_failed_turn(turn)

    def _on_source_chosen(self, turn_id: str, source: int) -> None:
        turn = self._turns.turn(turn_id)
        if turn is not None and turn.answer is not None:
            self._window.side.answers.show_lit(turn_id, source)
            self._parts.page.light(all_sources(turn.answer), source)

    def _on_again_asked(self, turn_id: str) -> None:
        turn = self._turns.turn(turn_id)
        if turn is not None:
            self._ask(turn.question)

    def _on_ask_pressed(self) -> None:
        if self._reviewing.is_open:
            self._reviewing.accept_page()
        else:
            self._window.side.question.ask()

    def _on_stop_asked(self) -> None:
        if self._reviewing.is_open:
            self._reviewing.close()
        else:
            self._turns.stop()  # and nothing else: what is being prepared has its own way to be stopped

    # -- review --------------------------------------------------------------------------------------------------------

    def _toggle_review(self) -> None:
        document = self._documents.current
        if self._reviewing.is_open or (document is not None and document.state is not DocumentState.FAILED):
            self._reviewing.toggle()

    def _on_review_opened(self) -> None:
        self._scope.forget()
        self._window.toast.take_key(is_on=False)  # here it takes back what was done in the review
        self._window.show_review(is_on=True, is_of_film=self._reviewing.is_of_film)
        self._window.page.tool_bar.show_review_open(is_open=True)
        self._window.page.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_review_closed(self) -> None:
        self._window.toast.take_key(is_on=True)
        self._window.show_review(is_on=False)
        self._window.page.tool_bar.show_review_open(is_open=False)
        self._window.side.question.focus_box()

    def _show_review(self) -> None:
        """Say how many places are hidden, and whether sending waits for a person."""
        review, document = self._reviewing, self._documents.current
        waiting = len(self._documents.pages_to_review(document.id)) if document is not None else 0
        count = review.hidden_count()
        is_looking = document is not None and document.state in _LOOKING and count == 0
        if document is not None and document.state in _LEFT and count == 0:
            self._window.page.tool_bar.show_nobody_looked()
        else:
            self._window.page.tool_bar.show_review(None if is_looking else count, is_waiting=waiting > 0)
        are_slices = document is not None and bool(document.files)
        self._window.side.question.show_waits_for(wording.waits_for(waiting, are_slices=are_slices))

    # -- models --------------------------------------------------------------------------------------------------------

    def _expect_model(self, choice: Choice) -> None:
        """Name what answers from now on, of which nothing is known yet."""
        title = wording.model_title(choice.name)
        self._turns.ask_model(title)
        self._window.start.show_model(title)
        self._window.side.show_can_see(can_see=False)
        self._window.status.show_speed("")

    def _on_model_chosen(self, choice: Choice) -> None:
        """Whatever was made for another model is made anew; questions on their way wait for it."""
        self._parts.page.show_image_tokens(0)
        self._expect_model(choice)
        self._documents.prepare_all_again()

    def _on_model_known(self, model: ModelInfo) -> None:
        self._parts.status.on_model_known(model)
        self._parts.page.show_image_tokens(model.image_tokens)
        self._window.side.show_can_see(can_see=model.can_see)

    def _on_model_imported(self, name: str) -> None:
        self._parts.models.list_models()
        self._parts.models.choose(name, "auto")

    # -- the rest ------------------------------------------------------------------------------------------------------

    def _start_anew(self) -> None:
        """Begin a new conversation; nothing that was said or half typed about the old one stays on the screen."""
        self._parts.removals.start_anew(self._window.side.question.draft)
        self._parts.notices.clear_all()
        self._window.side.question.clear()

    def _on_keys_asked(self) -> None:
        self._parts.dialogs.open_keys(self._keys, typed_keys())

    def _quit(self) -> None:
        self._window.close()

    def _on_closed(self) -> None:
        settings = self._parts.settings
        settings.change(
            msgspec.structs.replace(
                settings.settings,
                geometry=self._window.geometry_text,
                splitter=self._window.zone_widths_px,
                tray_hidden=self._window.tray.isHidden(),
            )
        )
