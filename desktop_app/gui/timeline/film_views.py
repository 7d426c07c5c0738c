"""Hold what of a film is seen: its time line below the page, and the review of it. Joins nothing."""

from desktop_app.gui.page.page_view import PageView
from desktop_app.gui.review.region_layer import RegionLayer
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.timeline.film_review_view import FilmReviewView
from desktop_app.gui.timeline.time_line_view import TimeLineView


class FilmViews:
    """The views of films in one window.

    Attributes:
        time_line: below the page.
        review: for whoever lays out the window.
        regions, canvas: the boxes over the page, and the page.
    """

    def __init__(self, page: PageView, regions: RegionLayer) -> None:
        self.time_line = TimeLineView()
        self.review = FilmReviewView()
        self.regions = regions
        self.canvas = page.canvas
        page.take_below(self.time_line)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look; the page hands them on to what lies at it."""
        self.review.show_palette(palette)
