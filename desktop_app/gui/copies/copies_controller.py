"""Have redacted copies written, each as its pages were accepted, and say in a report what was hidden in them.

Decides nothing about what is hidden, and writes no copy itself: jobs do. The report is written when the last has ended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from desktop_app.conversation.copy_order import CopyOrder, Made, may_be_copied, proposed_name
from desktop_app.conversation.document import Document
from desktop_app.conversation.errands import Jobs, job_about
from desktop_app.export import records
from desktop_app.foundation import atomic_file, file_identity
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_identity import Identity
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.background import Background
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.copies.copy_button_view import CopyButtonView
from desktop_app.gui.copies.copy_drag_controller import CopyDragController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.notices.notice_view import NoticeView
from desktop_app.gui.style import file_dialogs
from desktop_app.gui.words import wording
from desktop_app.gui.words.error_messages import error_message
from desktop_app.jobs import copy_places
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.copy_report import RedactedFilm
from desktop_app.jobs.job import FILE_REPLACED, JobEnded, JobEvent, JobOptions, JobState
from desktop_app.jobs.need import Urgency
from desktop_app.managed import bounds, in_force


class CopiesController(QObject):
    """The copies of this conversation's documents."""

    def __init__(
        self,
        jobs: Jobs,
        new_id: Callable[[], str],
        documents: DocumentsController,
        button: CopyButtonView,
        told: tuple[NoticeController, NoticeView],
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._new_id = new_id
        self._documents = documents
        self._button = button
        self._notices, self._notice = told
        self._background = Background(self)
        self._orders: list[CopyOrder] = []
        self._drag = CopyDragController(jobs, new_id, documents, self.stem_of)
        button.save_asked.connect(self.save)
        button.save_all_asked.connect(self.save_all)
        button.drag_asked.connect(self._drag.fetch)
        self._drag.ready.connect(self._on_copy_ready)
        self._drag.not_ready.connect(self._tell_not_ready)
        self._drag.failed.connect(self._notices.show_error)

    def save(self) -> None:
        """Ask where a copy of the document that is looked at goes, and have it written there with its report."""
        document = self._documents.current
        if document is None:
            return
        if self._documents.pages_to_review(document.id):
            self._notices.show_error(AppError("review_needed"))
            return
        if not self._may_be_copied(document):
            self._tell_not_ready()
            return
        name = proposed_name(document, self.stem_of(document))
        chosen = file_dialogs.file_to_write(self._button.window(), self.tr("Save the hidden copy"), name)
        if chosen is not None:
            known = copy_places.FILM_BY_SUFFIX if document.is_film else copy_places.FORMAT_BY_SUFFIX
            names_format = chosen.suffix.lower() in known
            self._place_of(
                chosen,
                lambda place: self._begin(CopyOrder(None), [(document.id, place)]),
                names_format=names_format,
            )

    def save_all(self) -> None:
        """Ask for a folder, and have copies of all documents that are ready written into it with one report."""
        ready = [document for document in self._documents.documents if self._may_be_copied(document)]
        left_out = tuple(document.name for document in self._documents.documents if document not in ready)
        if not ready:
            self._tell(self.tr("No document is ready to be saved yet."))
            return
        folder = file_dialogs.folder_to_open(self._button.window(), self.tr("Save hidden copies of all documents"))
        if folder is None:
            return

        def begin(sources: frozenset[Identity]) -> None:
            places = [
                (document.id, Place(folder, is_folder=True, sources=sources, stem=self.stem_of(document)))
                for document in ready
            ]
            self._begin(CopyOrder(folder, left_out), places)

        self._background.do(self._sources, begin, self._notices.show_error)

    def stem_of(self, document: Document) -> str:
        """Return a name that tells a document's copy from the document."""
        return self.tr("{name} (hidden)").format(name=plain(Path(document.name).stem))

    def on_job_event(self, event: JobEvent) -> None:
        """Note how a job of ours ends; other jobs' events are not ours."""
        self._drag.on_job_event(event)
        order = self._order_of(event)
        if order is None or not isinstance(event, JobEnded):
            return
        job = order.ended(event)
        if event.error is not None and event.error.code == FILE_REPLACED:
            for document in self._documents.documents:
                if document.source == job.source:
                    self._documents.replaced(document.id)
        if not order.waiting:
            self._orders.remove(order)
            self._end(order)

    def close(self, ends: Iterable[JobEnded]) -> None:
        """Let what is being written be written, the reports of all copies that are there too, and tell nobody any more.

        Args:
            ends: how jobs ended of which the window was not told any more.
        """
        for event in ends:
            if (order := self._order_of(event)) is not None:
                order.ended(event)
        left, self._orders = self._orders, []
        for order in left:
            if order.copies:
                self._end(order)
        self._drag.close()
        self._background.finish()

    def _order_of(self, event: JobEvent) -> CopyOrder | None:
        return next((order for order in self._orders if event.job_id in order.waiting), None)

    def _on_copy_ready(self, copy: Path) -> None:
        if not self._button.carry(copy):
            self._tell(self.tr("The hidden copy is ready: drag it out now."))

    def _tell_not_ready(self) -> None:
        self._tell(self.tr("The hidden copy can be saved when every page is ready."))

    def _tell(self, what: str, why: str = "") -> None:
        self._notice.show_notice(what, why, [])

    def _may_be_copied(self, document: Document) -> bool:
        return may_be_copied(document, self._documents.pages_to_review(document.id))

    def _sources(self) -> frozenset[Identity]:
        """Return what no copy may take the place of. Looks at the disk."""
        return file_identity.all_identities(
            path for document in self._documents.documents for path in document.files or (document.path,)
        )

    def _place_of(self, chosen: Path, begin: Callable[[Place], None], *, names_format: bool) -> None:
        """Find out what a chosen name stands for; one that says no format is completed, and then replaces nothing."""

        def place(sources: frozenset[Identity]) -> Place:
            if names_format:
                return Place(chosen, is_folder=False, sources=sources)
            return Place(chosen.parent, is_folder=True, sources=sources, stem=chosen.name)

        self._background.do(self._sources, lambda sources: begin(place(sources)), self._notices.show_error)

    def _begin(self, order: CopyOrder, places: Sequence[tuple[str, Place]]) -> None:
        shared = JobOptions()  # what DICOM files name gets the same new names in all copies of one order
        for document_id, place in places:
            document = self._documents.document(document_id)
            if document is None or document.prepared is None or not self._may_be_copied(document):
                continue  # somebody has begun to change it meanwhile, or has taken it away
            film = self._documents.film_decision(document_id)
            options = replace(shared, policy=document.prepared.policy, film=film, decided_for=document.sha256)
            prepared, job_id = document.prepared, self._new_id()
            job = job_about(document, job_id, options, prepared=prepared, copy_to=place, urgency=Urgency.ASKED)
            order.waiting[job_id] = (document.name, job)
            order.has_face_in_slices |= document.has_face_in_slices
        if not order.waiting:
            self._tell_not_ready()
            return
        self._orders.append(order)
        for job_id, (_, job) in list(order.waiting.items()):
            try:
                self._jobs.submit(job)
            except AppError as error:
                self.on_job_event(JobEnded(job_id, JobState.FAILED, error=error))

    # -- when all have ended -------------------------------------------------------------------------------------------

    def _end(self, order: CopyOrder) -> None:
        """Write the report, then tell; where there is no copy, there is nothing to report."""
        if not order.copies:
            self._notices.show_error(next((made.error for made in order.made if made.error), AppError("cancelled")))
            return
        text = "".join(records.line(_row(made)) + "\n" for made in order.made)
        place = order.report_place(self.tr("hidden copies"))
        self._background.do(
            lambda: _written_report(place, text),
            lambda report: self._tell(self._saved_words(order), self._more_words(order, report)),
            self._notices.show_error,
        )

    def _saved_words(self, order: CopyOrder) -> str:
        if order.folder is None:
            return self.tr("The hidden copy is saved: {name}").format(name=order.copies[0].output.name)
        total = len(order.made) + len(order.left_out)
        words = self.tr("{count} of {total} hidden copies are saved.")
        return words.format(count=len(order.copies), total=total)

    def _more_words(self, order: CopyOrder, report: Path | None) -> str:
        lines = [self.tr("Your organisation lets no report of it be written there.")]
        if report is not None:
            lines = [self.tr("What was hidden in it stands in {name}.").format(name=report.name)]
        if any("reversible_operator" in copy.warnings for copy in order.copies):
            lines.append(self.tr("Pixelated and blurred places can sometimes be made out again."))
        if any("doubtful_stretches" in copy.warnings for copy in order.copies):
            lines.append(self.tr("Some stretches of it are doubtful, and nobody has reviewed them."))
        if any("needs_person" in copy.warnings for copy in order.copies):
            lines.append(self.tr("Something was found only after hiding, and is not hidden. Review it."))
        if order.has_face_in_slices:
            lines.append(wording.face_in_slices())
        for made in order.made:
            if made.error is not None:
                what = error_message(made.error, is_about_file=True).what
                lines.append(self.tr("{name}: {what}").format(name=made.name, what=what))
        if order.left_out:
            names = ", ".join(order.left_out[:3]) + ("…" if len(order.left_out) > 3 else "")
            lines.append(self.tr("Not ready, or not reviewed yet: {names}").format(names=names))
        return "\n".join(lines)


def _written_report(place: Path, text: str) -> Path | None:
    """Write a report and return where it is; None where the organisation lets none be written. Raises AppError."""
    try:
        bounds.check_export(in_force.rules(), place)
    except AppError as error:
        if error.code != "export_not_allowed":
            raise
        return None
    return atomic_file.write_new(copy_places.numbered(place), [text.encode()])


def _row(made: Made) -> records.Record:
    """Return the row of a copy, or of a document of which there is none; a document is named as the tray names it."""
    name = Path(made.name)
    if isinstance(made.copy, RedactedFilm):
        return records.film_record(made.job, made.copy) | records.named("file", name)
    if made.copy is not None:
        return records.copy_record(made.job, made.copy) | records.named("file", name)
    error = made.error or AppError("bug")
    return records.error_record(name, error, error_message(error, is_about_file=True).what)
