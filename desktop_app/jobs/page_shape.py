"""Say how large the picture of a page is that is sent, and what of the page it shows. Makes no picture."""

from dataclasses import dataclass

from desktop_app.runtime_client.values import Box, RedactedPage, Size


@dataclass(frozen=True)
class PageShape:
    """How large a page's picture is, and what of the upright page it shows.

    Attributes:
        width, height: of the picture.
        native: size of the upright page.
        shown: the piece of the upright page, in native pixels.
    """

    width: int
    height: int
    native: Size
    shown: Box

    @property
    def is_squashed(self) -> bool:
        """Whether the picture has another shape than what it shows; rounding to whole pixels does not count."""
        across, down = self.shown.width, self.shown.height
        return abs(self.width * down - self.height * across) > max(across, down)


def shape_of(page: RedactedPage) -> PageShape:
    """Return the shape of a page."""
    return PageShape(page.picture.width, page.picture.height, page.native, page.picture.shown)
