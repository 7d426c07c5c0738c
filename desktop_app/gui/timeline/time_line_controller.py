"""Join a film's time line with its document: where one is, what is hidden when, how far the look through it is; and seek.

Keeps no pixels and decides nothing about what is hidden (`film_review_controller.py`).
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject

from desktop_app.conversation.document import UNDER_WAY, Document, DocumentState
from desktop_app.conversation.errands import Jobs
from desktop_app.conversation.film_review import FilmReview
from desktop_app.foundation import film_clock
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.timeline.film_pace import FilmPace
from desktop_app.gui.timeline.film_review_controller import FilmReviewController
from desktop_app.gui.timeline.playback import Playback
from desktop_app.gui.timeline.thumbnails_controller import COUNT, ThumbnailsController
from desktop_app.gui.timeline.time_line_model import Bar, TimeLine, in_lanes
from desktop_app.gui.timeline.time_line_view import TimeLineView
from desktop_app.jobs.film_events import FilmProgress
from desktop_app.jobs.job import (
    JobEnded,
    JobEvent,
)

_WRITING = "writing"

MAX_TIMES = 24
"""Of the frames that are sent, named below the line: as many as a video model sees."""


class TimeLineController(QObject):
    """The time line of the film that is looked at; of anything else there is none.

    Attributes:
        playback: who asks for frames.
    """

    def __init__(
        self,
        jobs: Jobs,
        documents: DocumentsController,
        page: PageController,
        review: FilmReviewController,
        shown: tuple[TimeLineView, ThumbnailsController],
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._documents = documents
        self._page = page
        self._review = review
        self._view, self._thumbnails = shown
        self._line = TimeLine()
        self._shown = ""
        self._barred: FilmReview | None = None
        self._pace, self._pace_beside = FilmPace(), FilmPace()
        self._beside: FilmProgress | None = None  # of a job that prepares no document
        self.playback = Playback()
        documents.current_changed.connect(self._on_current_changed)
        documents.document_changed.connect(self._on_document_changed)
        page.page_shown.connect(self._on_page_shown)
        review.changed.connect(self._show_bars)
        self.playback.frame_wanted.connect(page.go_to)
        self.playback.playing_changed.connect(lambda is_on: self._view.show_playing(is_on=is_on))
        self._connect_view()

    def on_job_event(self, event: JobEvent) -> None:
        """Note how far a copy of a film is, or a look that it needs; that of a document itself is told by the document."""
        match event:
            case FilmProgress() if not any(document.looking == event for document in self._documents.documents):
                self._beside = event
                self._show_words()
            case JobEnded() if self._beside is not None and event.job_id == self._beside.job_id:
                self._beside = None
                self._show_words()
            case _:
                pass

    def seek(self, number: int) -> None:
        """Go to a frame, and stay there."""
        self.playback.pause()
        self.playback.wish(number)

    def seek_time(self, time_s: float) -> None:
        """Go to the frame that is seen at a time, and stay there."""
        if self._line.count:
            self.seek(self._line.frame_at(time_s))

    def _connect_view(self) -> None:
        view = self._view
        view.frame_asked.connect(self.seek)
        # from the frame that is wished for: the one that is shown may be keys behind where frames come slowly
        view.frame_step_asked.connect(lambda by: self.seek(min(max(self.playback.goal + by, 1), self._line.count)))
        view.second_step_asked.connect(lambda by_s: self.seek(self._line.stepped_s(self.playback.goal, by_s)))
        view.play_asked.connect(self.playback.toggle)
        view.stop_asked.connect(self._on_stop_asked)
        view.doubt_asked.connect(self._review.walk)
        view.canvas.bar_chosen.connect(self._review.choose)

    def _on_current_changed(self, document: Document | None) -> None:
        self._show_document(document)

    def _on_document_changed(self, document: Document) -> None:
        current = self._documents.current
        if current is not None and current.id == document.id:
            self._show_document(document)

    def _show_document(self, document: Document | None) -> None:
        is_film = document is not None and document.is_film and document.state is not DocumentState.FAILED
        shown = document.id if document is not None and is_film else ""
        if shown != self._shown:
            self._shown = shown
            times_s = document.line.times_s if document is not None and document.line is not None and is_film else ()
            self._line, self._barred = TimeLine(times_s), None
            self.playback.begin(self._line)
            self._view.show_line(self._line)
            self._thumbnails.begin(document if is_film else None, self._line.spread(COUNT))
        if shown:
            self._show_bars()
            self._on_page_shown()

    def _on_page_shown(self) -> None:
        if not self._shown:
            return
        number = self._page.number
        self._view.show_number(number)
        self._show_words()
        is_there = self._page.source_picture is not None or self._page.is_model_view
        self.playback.arrived(number, is_shown=is_there)

    def _show_bars(self) -> None:
        document, review = self._documents.current, self._review.review
        if document is None or not self._shown:
            return
        before, self._barred = self._barred, review
        is_same = (
            review is not None and review.lists_as(before) and before is not None and review.chosen == before.chosen
        )
        if not is_same:
            self._view.canvas.show_bars(in_lanes(_bars(review)))
        self._view.canvas.show_sent(self._sent(document))

    def _sent(self, document: Document) -> tuple[int, ...]:
        groups = document.prepared.groups if document.prepared is not None else ()
        return tuple(number for group in groups for number in group)

    def _show_words(self) -> None:
        document = self._documents.current
        if document is None or not self._shown:
            return
        if self._beside is not None:
            words, is_writing = self._pace_beside.words(self._beside), self._beside.step == _WRITING
            self._view.show_words(words, can_stop=True, is_writing=is_writing)
        elif document.looking is not None and document.state in UNDER_WAY:
            self._view.show_words(self._pace.words(document.looking), can_stop=True)
        elif document.state in UNDER_WAY:
            self._view.show_words(self.tr("Looking for what will be hidden…"), can_stop=True)
        elif document.state is DocumentState.STOPPED:
            self._view.show_words(self.tr("Not looked through: nothing of it is sent."))
        else:
            self._view.show_words(self._sent_words(self._sent(document)))

    def _sent_words(self, sent: tuple[int, ...]) -> str:
        """Say how many frames a model gets, which of them this is, and to whoever sees what it sees, when all of them are."""
        one = self.tr("1 frame is sent")
        words = one if len(sent) == 1 else self.tr("{count} frames are sent").format(count=len(sent))
        if self._page.number in sent:
            place = sent.index(self._page.number) + 1
            words = self.tr("This frame is sent: number {place} of {count}").format(place=place, count=len(sent))
        if not self._page.is_model_view:
            return words
        times = [film_clock.clock(self._line.time_s(number)) for number in sent[:MAX_TIMES]]
        return f"{words} · {', '.join(times)}{'…' if len(sent) > MAX_TIMES else ''}"

    def _on_stop_asked(self) -> None:
        if self._beside is not None:
            self._jobs.cancel(self._beside.job_id)
        elif (document := self._documents.current) is not None:
            self._documents.stop_one(document.id)


def _bars(review: FilmReview | None) -> Iterator[Bar]:
    """Yield a bar for each row of a review."""
    for row in range(review.rows if review is not None else 0):
        assert review is not None  # it has rows
        tracks, (first, last) = review.found.tracks, review.span(row)
        kind = tracks[row].kind if row < len(tracks) else review.places[row - len(tracks)].region.kind
        doubts = tracks[row].doubts if row < len(tracks) else ()
        yield Bar(first, last, kind, 0, review.is_shown(row), row == review.chosen, doubts)
