"""The airlock answers each request with one event, keeps one document, and lets out only what it was told to."""

import numpy as np
import pytest
from PIL import Image

from model_runtime.airlock.handlers import BLOCK_BYTES, Airlock
from model_runtime.airlock.pages import Pages
from model_runtime.documents import formats
from model_runtime.documents.page import Pixels
from model_runtime.protocol import messages, payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Box, Detection, Region, Size
from model_runtime.reading.bodies import Shows
from model_runtime.reading.strips import Strips
from model_runtime.redaction import detectors
from model_runtime.redaction.ocr_reading import OcrReading
from model_runtime.redaction.page_lines import PageLines
from tests.helpers.documents import DATA, GivenChannel, opened, pdf, quarters, saved, text

ALL_PX = formats.MAX_SENT_PX


def _open(data: bytes) -> tuple[Airlock, GivenChannel]:
    airlock, channel = Airlock(), GivenChannel(data)
    airlock.handle(messages.OpenDocument(1, len(data)), channel)
    return airlock, channel


def _pixels(page: payloads.RedactedPage) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    picture = page.picture
    return np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.width, 3)


def _redact(
    airlock: Airlock, channel: GivenChannel, *hidden: Box, max_px: int = ALL_PX, part: Box | None = None
) -> payloads.RedactedPage:
    hide = tuple(Region("FACE", 1.0, "person", box) for box in hidden)
    event = airlock.handle(messages.RedactPage(9, 1, hide, max_px, part), channel)
    assert isinstance(event, messages.PageRedacted)
    return event.page


def _code(airlock: Airlock, request: messages.AnyRequest, channel: GivenChannel) -> ErrorCode:
    with pytest.raises(RequestFailed) as caught:
        airlock.handle(request, channel)
    return caught.value.code


def test_opening_tells_kind_and_pages() -> None:
    """The answer to an open document is what it is and how long."""
    data = pdf(b"", b"", b"")
    event = Airlock().handle(messages.OpenDocument(7, len(data)), GivenChannel(data))
    assert event == messages.DocumentOpened(7, "pdf", payloads.PageLine(3))


def test_a_page_for_people_is_the_source_scaled_to_fit() -> None:
    """Native size travels beside the smaller pixels; proportions stay."""
    airlock, channel = _open(saved(quarters(600, 400), "PNG"))
    event = airlock.handle(messages.RenderPage(2, 1, 60_000), channel)
    assert isinstance(event, messages.PageRendered)
    page, picture = event.page, event.page.picture
    assert (picture.width, picture.height, page.native) == (300, 200, Size(600, 400))
    assert picture.shown == Box(0, 0, 600, 400)
    assert len(picture.pixels) == 300 * 200 * 3


def test_no_page_is_larger_than_a_frame_allows() -> None:
    """However many pixels are asked for, the bound of the wire holds."""
    airlock, channel = _open(saved(Image.new("L", (5000, 4000)), "PNG"))
    page = _redact(airlock, channel, max_px=10**12)
    assert formats.MAX_SENT_PX * 0.99 < page.picture.width * page.picture.height <= formats.MAX_SENT_PX


def test_faces_are_found_hidden_and_gone() -> None:
    """Detect, then redact: the face's pixels are black, and looking again finds nothing."""
    airlock, channel = _open((DATA / "faces" / "astronaut.jpg").read_bytes())
    event = airlock.handle(messages.DetectRegions(3, 1, "faces"), channel)
    assert isinstance(event, messages.RegionsDetected)
    assert (event.detection.rounds, event.detection.residual, event.detection.review) == (1, (), False)
    page = _redact(airlock, channel, *(region.box for region in event.detection.regions))
    assert not _pixels(page)[56:178, 179:271].any()
    again, other = _open(saved(Image.fromarray(_pixels(page)), "PNG"))
    found = again.handle(messages.DetectRegions(4, 1, "faces"), other)
    assert found == messages.RegionsDetected(4, 1, Detection(Size(512, 512), (), thresholds={"FACE": 0.0}))


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_face_in_a_turned_photograph_is_found_upright(orientation: int) -> None:
    """A telephone held sideways stores the face lying down; it is still found where a person sees it."""
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    with Image.open(DATA / "faces" / "astronaut.jpg") as image:
        airlock, channel = _open(saved(image.transpose(turn), "JPEG", exif=exif.tobytes(), quality=95))
    event = airlock.handle(messages.DetectRegions(3, 1, "faces"), channel)
    assert isinstance(event, messages.RegionsDetected)
    assert any(region.box.contains(Box(179, 56, 92, 122)) for region in event.detection.regions)


def test_policy_off_finds_nothing_and_the_page_takes_the_same_way() -> None:
    """Without redaction the engine's pixels come from the same request, unchanged."""
    data = saved(quarters(), "PNG")
    airlock, channel = _open(data)
    assert airlock.handle(messages.DetectRegions(2, 1, "off"), channel) == messages.RegionsDetected(
        2, 1, Detection(Size(96, 64), ())
    )
    assert np.array_equal(_pixels(_redact(airlock, channel)), opened(data).render(1).pixels)


def test_a_part_is_cut_out_at_native_resolution_after_hiding() -> None:
    """The part has the source's own pixels, the hidden box inside it, and its place on the page."""
    airlock, channel = _open(saved(quarters(600, 400), "PNG"))
    page = _redact(airlock, channel, Box(310, 210, 20, 20), max_px=10_000, part=Box(300, 200, 100, 50))
    assert (page.picture.width, page.picture.height, page.picture.shown) == (100, 50, Box(300, 200, 100, 50))
    assert page.native == Size(600, 400)
    assert not _pixels(page)[10:30, 10:30].any()
    assert int(_pixels(page)[40, 90].min()) == 255


def test_a_part_is_clipped_to_the_page_or_refused() -> None:
    """A part across the edge is cut; one beside the page does not exist."""
    airlock, channel = _open(saved(quarters(60, 40), "PNG"))
    page = _redact(airlock, channel, part=Box(50, 30, 100, 100))
    assert (page.picture.width, page.picture.height) == (10, 10)
    assert _code(airlock, messages.RedactPage(3, 1, (), 10, Box(60, 0, 5, 5)), channel) == ErrorCode.PAGE_MISSING


def test_words_under_a_hidden_region_do_not_leave() -> None:
    """Of a line of text only what a person still sees travels on, and in a part only what lies in it."""
    airlock, channel = _open(pdf(text(b"Name: Jane Roe")))
    boxes = {word.text: word.box for word in _redact(airlock, channel).words}
    assert list(boxes) == ["Name:", "Jane", "Roe"]
    hidden = _redact(airlock, channel, boxes["Jane"])
    assert [word.text for word in hidden.words] == ["Name:", "Roe"]
    assert [word.text for word in _redact(airlock, channel, boxes["Jane"], part=boxes["Roe"]).words] == ["Roe"]


def test_a_page_is_read_once_however_often_its_words_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking, sending and copying share what was read; closing forgets it, and a picture is not read at all."""
    read: list[tuple[int, ...]] = []
    text_in = OcrReading.text_in

    def counted(
        self: OcrReading, pixels: Pixels, strips: Strips | None = None, *, shows: Shows = Shows.PAGE
    ) -> tuple[PageLines, ...]:
        read.append(pixels.shape)
        return text_in(self, pixels, strips, shows=shows)

    monkeypatch.setattr(OcrReading, "text_in", counted)
    data = pdf(text(b"Total due"), text(b"Thank you"))
    airlock, channel = _open(data)
    whole = _pixels(_redact(airlock, channel)).shape
    airlock.handle(messages.DetectRegions(3, 1, "financial"), channel)
    airlock.handle(messages.RenderPage(4, 2, ALL_PX), channel)
    _redact(airlock, channel)
    for output in ("pdf", "png"):
        airlock.handle(messages.EncodeDocument(5, (payloads.PageRegions(1, ()),), output), channel)
    assert [whole] == read
    airlock.handle(messages.OpenDocument(6, len(data)), channel)
    _redact(airlock, channel)
    assert [whole, whole] == read
    picture, other = _open(saved(quarters(), "PNG"))
    _redact(picture, other)
    assert [whole, whole] == read


def test_each_page_is_read_as_a_whole() -> None:
    """Never as what is new since the page before, however alike they are: it must not matter which was looked at first."""
    pages = Pages(opened(pdf(text(b"Total due"), text(b"Total done"))))
    for number in (1, 2):
        pages.with_words(number)
        assert 1 == len(detectors.reading()._kept)


def test_confirmed_words_are_kept_of_some_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document of thousands of pages does not fill memory; the page asked for last keeps its words."""
    monkeypatch.setattr("model_runtime.airlock.pages.MAX_KEPT_LETTERS", 12)
    pages = Pages(opened(pdf(text(b"Total due"), text(b"Thank you"))))
    for number in (1, 2, 1):
        assert pages.with_words(number).words
        assert [number] == list(pages._words)


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
def test_a_page_that_does_not_exist_is_missing(number: int) -> None:
    """Any other number than a page's own is refused."""
    airlock, channel = _open(saved(quarters(), "PNG"))
    assert _code(airlock, messages.RenderPage(2, number, 100), channel) == ErrorCode.PAGE_MISSING


def test_an_unknown_policy_is_refused() -> None:
    """A misspelt policy hides nothing in silence nowhere."""
    airlock, channel = _open(saved(quarters(), "PNG"))
    assert _code(airlock, messages.DetectRegions(2, 1, "fases"), channel) == ErrorCode.POLICY_UNKNOWN


def test_what_a_person_decided_is_not_found_again() -> None:
    """A face that is hidden already is no news, and one that was shown on purpose stays shown."""
    airlock, channel = _open((DATA / "faces" / "astronaut.jpg").read_bytes())
    first = airlock.handle(messages.DetectRegions(2, 1, "faces"), channel)
    assert isinstance(first, messages.RegionsDetected)
    hidden = airlock.handle(messages.DetectRegions(3, 1, "faces", hidden=first.detection.regions), channel)
    spared = airlock.handle(messages.DetectRegions(4, 1, "faces", spared=first.detection.regions), channel)
    for event, rounds in ((hidden, 1), (spared, 0)):
        assert isinstance(event, messages.RegionsDetected)
        assert ((), rounds) == (event.detection.regions, event.detection.rounds)


def test_a_policy_says_how_and_whether_a_person_must_look() -> None:
    """A text in place of a name is a policy, too: its operator travels with each place."""
    own = 'detectors = ["faces"]\nreview = true\n[kinds]\nFACE = { threshold = 0.1, operator = "blur" }'
    airlock, channel = _open((DATA / "faces" / "astronaut.jpg").read_bytes())
    event = airlock.handle(messages.DetectRegions(2, 1, own), channel)
    assert isinstance(event, messages.RegionsDetected)
    assert {"blur"} == {region.operator for region in event.detection.regions}
    assert (True, {"FACE": 0.1}) == (event.detection.review, event.detection.thresholds)
    assert _code(airlock, messages.DetectRegions(3, 1, own + "x"), channel) == ErrorCode.POLICY_INVALID


def test_nothing_is_left_after_closing_or_failing() -> None:
    """A closed document has no pages; a bad one that follows a good one does not leave the good one open."""
    airlock, channel = _open(saved(quarters(), "PNG"))
    bad = b"\xff\xd8\xff not a picture"
    assert _code(airlock, messages.OpenDocument(2, len(bad)), GivenChannel(bad)) == ErrorCode.FILE_DAMAGED
    assert _code(airlock, messages.RenderPage(3, 1, 100), channel) == ErrorCode.PAGE_MISSING
    airlock.handle(messages.OpenDocument(4, len(saved(quarters(), "PNG"))), channel)
    assert airlock.handle(messages.CloseDocument(5), channel) == messages.Done(5)
    assert _code(airlock, messages.RenderPage(6, 1, 100), channel) == ErrorCode.PAGE_MISSING


def test_a_damaged_first_page_is_told_on_opening() -> None:
    """A document is open when it can be seen, not when its header can be read."""
    data = (DATA / "hostile" / "truncated.jpg").read_bytes()
    assert _code(Airlock(), messages.OpenDocument(1, len(data)), GivenChannel(data)) == ErrorCode.FILE_DAMAGED


def test_requests_of_the_other_role_are_a_bug() -> None:
    """The airlock answers no questions."""
    assert _code(Airlock(), messages.Generate(1, "What?", ()), GivenChannel(b"")) == ErrorCode.BUG


def test_running_out_of_memory_is_a_page_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request fails, the airlock goes on."""
    airlock, channel = _open(saved(quarters(), "PNG"))

    def exhausted(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("model_runtime.airlock.outgoing.source_view", exhausted)
        assert _code(airlock, messages.RenderPage(2, 1, 100), channel) == ErrorCode.PAGE_TOO_LARGE
    assert isinstance(airlock.handle(messages.RenderPage(3, 1, 100), channel), messages.PageRendered)


def _encode(
    airlock: Airlock, channel: GivenChannel, page_count: int, output: payloads.OutputFormat
) -> messages.AnyEvent:
    pages = tuple(payloads.PageRegions(number, ()) for number in range(1, page_count + 1))
    return airlock.handle(messages.EncodeDocument(5, pages, output), channel)


def test_an_encoded_file_comes_in_small_pieces_and_is_counted() -> None:
    """No block is larger than its bound, and their sum is the size that is told last."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (1500, 1500, 3)).astype(np.uint8))
    airlock, channel = _open(saved(noise, "PNG"))
    event = _encode(airlock, channel, 1, "png")
    sizes = [len(block.data) for block in channel.said if isinstance(block, messages.EncodedBlock)]
    assert event == messages.DocumentEncoded(5, sum(sizes))
    assert len(sizes) > 1
    assert max(sizes) <= BLOCK_BYTES


def test_encoding_stops_between_pages_when_cancelled() -> None:
    """A copy of many pages is given up within one page."""
    data = pdf(b"", b"", b"")
    airlock, channel = _open(data)
    channel.cancelled_after = 1
    with pytest.raises(RequestFailed) as caught:
        _encode(airlock, channel, 3, "pdf")
    assert caught.value.code == ErrorCode.CANCELLED


def test_detection_does_not_start_when_cancelled() -> None:
    """The longest step asks first."""
    airlock, channel = _open(saved(quarters(), "PNG"))
    channel.cancelled_after = 0
    assert _code(airlock, messages.DetectRegions(2, 1, "faces"), channel) == ErrorCode.CANCELLED


@pytest.mark.parametrize("patience", [1, 5, 12])
def test_a_wish_to_stop_is_heard_in_the_middle_of_a_look(patience: int) -> None:
    """Of a photograph of twelve megapixels: after a piece of it, not after the whole look."""
    airlock, channel = _open(saved(Image.effect_noise((4000, 3000), 60.0).convert("RGB"), "JPEG"))
    channel.cancelled_after = patience

    assert _code(airlock, messages.DetectRegions(2, 1, "faces"), channel) == ErrorCode.CANCELLED
    assert channel.cancelled_after == -1


def test_words_that_people_select_are_those_that_can_be_seen() -> None:
    """Those of a document's own text and those in a picture's pixels, each in its place; nothing of what is hidden."""
    airlock, channel = _open(pdf(text(b"Name: Jane Roe")))
    boxes = {word.text: word.box for word in _read(airlock, channel)}
    assert list(boxes) == ["Name:", "Jane", "Roe"]
    assert [word.text for word in _read(airlock, channel, boxes["Jane"])] == ["Name:", "Roe"]
    pixels = opened(pdf(text(b"Name: Jane Roe"))).render(1).pixels
    picture, other = _open(saved(Image.fromarray(pixels), "PNG"))
    read = {word.text: word.box for word in _read(picture, other)}
    assert list(read) == ["Name:", "Jane", "Roe"]
    assert all(_middle_is_in(read[word], boxes[word]) for word in boxes)
    assert [word.text for word in _read(picture, other, read["Jane"])] == ["Name:", "Roe"]


def _read(airlock: Airlock, channel: GivenChannel, *hidden: Box) -> tuple[payloads.Word, ...]:
    event = airlock.handle(
        messages.ReadPage(8, 1, tuple(Region("PERSON", 1.0, "person", box) for box in hidden)), channel
    )
    assert isinstance(event, messages.PageRead)
    return event.words


def _middle_is_in(box: Box, other: Box) -> bool:
    x, y = box.left + box.width // 2, box.top + box.height // 2
    return other.left <= x < other.right and other.top <= y < other.bottom
