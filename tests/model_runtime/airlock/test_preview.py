"""A preview shows a person the source with what was found: lines over it, nothing hidden, nothing else changed."""

import numpy as np

from model_runtime.airlock.handlers import Airlock
from model_runtime.airlock.preview import outlined
from model_runtime.documents.page import SourcePage
from model_runtime.protocol import messages, payloads
from model_runtime.protocol.payloads import Box, Region
from tests.helpers.documents import GivenChannel, opened, quarters, saved
from tests.helpers.read_lines import word_at

GREY = np.full((400, 600, 3), 90, dtype=np.uint8)


def _region(kind: str, *place: int) -> Region:
    return Region(kind, 0.5, "person", Box(*place))


def test_boxes_are_drawn_by_kind_and_their_inside_stays() -> None:
    """Two kinds have two colours, one kind has one; what lies outside the page is not drawn; no words go along."""
    page = SourcePage(1, GREY, (word_at("secret", Box(1, 1, 2, 2)),), 96.0)
    found = (_region("FACE", 100, 100, 80, 60), _region("FACE", 300, 100, 80, 60), _region("CODE", 100, 300, 80, 60))
    made = outlined(page, (*found, _region("FACE", 700, 10, 20, 20)))
    colours = [tuple(made.pixels[region.box.top + 30, region.box.left]) for region in found]
    assert colours[0] == colours[1] != colours[2]
    for box in (region.box for region in found):
        assert (made.pixels[box.top + 5 : box.top + 55, box.left + 5 : box.left + 75] == 90).all()
    assert ((), 96.0) == (made.words, made.dpi)
    assert (GREY == 90).all()


def test_a_preview_is_a_file_of_the_source_pages() -> None:
    """It comes in blocks like a copy, and shows what the copy hides."""
    data = saved(quarters(), "PNG")
    airlock, channel = Airlock(), GivenChannel(data)
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    wanted = (payloads.PageRegions(1, (_region("FACE", 20, 20, 40, 30),)),)
    end = airlock.handle(messages.EncodePreview(2, wanted, "png"), channel)
    blocks = b"".join(event.data for event in channel.said if isinstance(event, messages.EncodedBlock))
    assert messages.DocumentEncoded(2, len(blocks)) == end
    source, shown = opened(data).render(1).pixels, opened(blocks).render(1).pixels
    assert np.array_equal(source[26:46, 26:54], shown[26:46, 26:54])
    assert not np.array_equal(source[20, 20:60], shown[20, 20:60])
