"""Build what shows and reviews films, and join it: frames, small pictures, the review in time, the time line. Shows nothing itself."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.conversation.errands import Jobs
from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.frames_controller import FramesController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.picture_maker import PictureMaker
from desktop_app.gui.review.compare_controller import CompareController
from desktop_app.gui.review.review_controller import ReviewController
from desktop_app.gui.timeline.film_review_controller import FilmReviewController
from desktop_app.gui.timeline.film_views import FilmViews
from desktop_app.gui.timeline.frame_choice_controller import FrameChoiceController
from desktop_app.gui.timeline.reviewing import Reviewing
from desktop_app.gui.timeline.thumbnails_controller import ThumbnailsController
from desktop_app.gui.timeline.time_line_controller import TimeLineController
from desktop_app.jobs.job import JobEvent
from desktop_app.jobs.page_store import PageStore


@dataclass(frozen=True)
class FilmSources:
    """Where the pictures of films come from, and what the pages of other documents are reviewed with."""

    page: PageController
    store: PageStore
    maker: PictureMaker
    review: ReviewController
    compare: CompareController


@dataclass(frozen=True)
class FilmParts:
    """What a window joins.

    Attributes:
        reviewing: the review of whatever is looked at.
        frames: those that are made for who looks at them.
        frame_choice: those that the next question is about.
    """

    reviewing: Reviewing
    time_line: TimeLineController
    frames: FramesController
    thumbnails: ThumbnailsController
    frame_choice: FrameChoiceController

    def on_job_event(self, event: JobEvent) -> None:
        """Let all hear what jobs tell."""
        self.frames.on_job_event(event)
        self.thumbnails.on_job_event(event)
        self.time_line.on_job_event(event)


def film_parts(
    jobs: Jobs,
    new_id: Callable[[], str],
    documents: DocumentsController,
    sources: FilmSources,
    views: FilmViews,
) -> FilmParts:
    """Build the parts for a window's documents."""
    frames = FramesController(jobs, new_id, documents)
    review = FilmReviewController(
        documents, frames, sources.page, (sources.review, sources.compare), (views.regions, views.review)
    )
    for widget in (views.canvas, views.review.tracks, views.review):
        review.keys.listen_to(widget, takes_arrows=False)
    thumbnails = ThumbnailsController(jobs, new_id, documents, (sources.store, sources.maker, views.time_line.canvas))
    time_line = TimeLineController(jobs, documents, sources.page, review, (views.time_line, thumbnails))
    review.seek_asked.connect(time_line.seek)
    frame_choice = FrameChoiceController(documents, sources.page, views.time_line)
    views.time_line.frame_choice_asked.connect(time_line.playback.pause)
    return FilmParts(Reviewing(documents, sources.review, review), time_line, frames, thumbnails, frame_choice)
