"""Draw what a model squashes in the shape that it gets, and find the way back to the page. Keeps nothing."""

import msgspec

from desktop_app.jobs.page_shape import PageShape, shape_of
from desktop_app.runtime_client.values import Box, RedactedPage


def in_its_own_shape(page: RedactedPage) -> RedactedPage:
    """Return a page that draws as the pixels are, when the model squashes what they show."""
    picture = page.picture
    if not shape_of(page).is_squashed:
        return page
    as_they_are = msgspec.structs.replace(picture, shown=Box(0, 0, picture.width, picture.height))
    return msgspec.structs.replace(page, picture=as_they_are)


def on_upright_page(shape: PageShape, box: Box) -> Box:
    """Return where a box drawn on the squashed pixels lies on the upright page; at least a pixel, never outside."""
    shown = shape.shown
    left, top = box.left * shown.width // shape.width, box.top * shown.height // shape.height
    right = box.right * shown.width // shape.width
    foot = box.bottom * shown.height // shape.height
    return Box(shown.left + left, shown.top + top, max(1, right - left), max(1, foot - top))
