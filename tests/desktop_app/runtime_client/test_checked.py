"""What a child says is judged by what it was asked: each lie is refused, each honest word passes, real files fit."""

import math

import msgspec
import numpy as np
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client import checked_answers, checked_pages
from desktop_app.runtime_client.checked_answers import Asked
from desktop_app.runtime_client.checked_pages import PageWish
from model_runtime.airlock import encoding, outgoing
from model_runtime.documents.page import SourcePage
from model_runtime.engines import engine_role
from model_runtime.protocol import limits, messages, payloads
from model_runtime.redaction.redact import RedactedPage
from tests.helpers.pages import picture_of

BOX = payloads.Box
SIZE = payloads.Size(400, 200)
WHOLE = payloads.RedactedPage(3, SIZE, picture_of(None, (40, 20), SIZE.whole), (payloads.Word("w", BOX(0, 0, 9, 9)),))
PART = payloads.RedactedPage(3, SIZE, picture_of(None, (40, 20), BOX(100, 50, 200, 100)))
SQUARE = payloads.RedactedPage(3, SIZE, picture_of(None, (30, 30), SIZE.whole))
LARGE = payloads.Size(99_999, 99_999)
LINE = payloads.Size(90_000, 1)
WISH = PageWish(3, 800)
PART_WISH = PageWish(3, 800, BOX(100, 50, 200, 100))


def _with_picture(page: payloads.RedactedPage, **changes: object) -> payloads.RedactedPage:
    return msgspec.structs.replace(page, picture=msgspec.structs.replace(page.picture, **changes))


PAGE_LIES: dict[str, tuple[payloads.RedactedPage, PageWish]] = {
    "another page": (WHOLE, PageWish(2, 800)),
    "more pixels than asked": (WHOLE, PageWish(3, 799)),
    "pixels that are missing": (_with_picture(WHOLE, pixels=bytes(2399)), WISH),
    "scaled up": (_with_picture(WHOLE, width=800, height=1), WISH),
    "another size than before": (WHOLE, PageWish(3, 800, native=payloads.Size(401, 200))),
    "more than any page": (payloads.RedactedPage(3, LARGE, picture_of(None, (40, 20), LARGE.whole)), WISH),
    "a part for the whole": (PART, WISH),
    "the whole for a part": (WHOLE, PART_WISH),
    "another part": (PART, PageWish(3, 800, BOX(101, 50, 200, 100))),
    "a part that is not on the page": (PART, PageWish(3, 800, BOX(400, 50, 200, 100))),
    "no square": (WHOLE, PageWish(3, 800, square_px=30)),
    "another square": (SQUARE, PageWish(3, 800, square_px=31)),
    "a square unasked": (SQUARE, PageWish(3, 800)),
    "hidden without being asked": (msgspec.structs.replace(WHOLE, hidden=()), WISH),
    "a word beside the page": (msgspec.structs.replace(WHOLE, words=(payloads.Word("w", BOX(399, 0, 2, 1)),)), WISH),
    "a word beside the part": (
        msgspec.structs.replace(PART, words=(payloads.Word("w", BOX(99, 60, 9, 9)),)),
        PART_WISH,
    ),
    "an empty word beside": (msgspec.structs.replace(WHOLE, words=(payloads.Word("w", BOX(-5, 0, 0, 0)),)), WISH),
    "too many words": (msgspec.structs.replace(WHOLE, words=WHOLE.words * 20_002), WISH),
    "too long words": (
        msgspec.structs.replace(WHOLE, words=(payloads.Word("\u20ac" * 50_000, BOX(0, 0, 9, 9)),) * 7),
        WISH,
    ),
}


@pytest.mark.parametrize("name", PAGE_LIES)
def test_a_page_that_was_not_asked_for_is_a_lie(name: str) -> None:
    """One thing at a time is not as it was asked for."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_pages.redacted_page(*PAGE_LIES[name])


@pytest.mark.parametrize(
    ("page", "wish"),
    [
        (WHOLE, WISH),
        (WHOLE, PageWish(3, 800, native=SIZE)),
        (PART, PART_WISH),
        (SQUARE, PageWish(3, 1, square_px=30)),
        (payloads.RedactedPage(3, LINE, picture_of(None, (300, 1), LINE.whole)), PageWish(3, 1)),
    ],
)
def test_a_page_as_asked_for_passes(page: payloads.RedactedPage, wish: PageWish) -> None:
    """The whole, a part, a square; and a line of pixels that cannot be made smaller."""
    assert page is checked_pages.redacted_page(page, wish)


VIEW = payloads.SourceView(3, SIZE, WHOLE.picture)


@pytest.mark.parametrize(
    ("view", "wish"),
    [
        (VIEW, PageWish(2, 800)),
        (VIEW, PageWish(3, 799)),
        (VIEW, PageWish(3, 800, native=LINE)),
        (payloads.SourceView(3, SIZE, PART.picture), WISH),
        (payloads.SourceView(3, LARGE, picture_of(None, (40, 20), LARGE.whole)), WISH),
    ],
)
def test_a_source_page_that_was_not_asked_for_is_a_lie(view: payloads.SourceView, wish: PageWish) -> None:
    """Another page, larger than asked for, of another size than before, a part of it, larger than any."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_pages.source_view(view, wish)


def test_a_source_page_as_asked_for_passes() -> None:
    """Whatever an airlock makes of one for a person."""
    assert VIEW is checked_pages.source_view(VIEW, WISH)
    made = outgoing.source_view(SourcePage(3, np.zeros((64, 7, 3), np.uint8)), 100)
    assert made is checked_pages.source_view(made, PageWish(3, 100))


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (1000, 1), (64, 64), (7, 500)])
@pytest.mark.parametrize("max_px", [1, 10, 500, 10**8])
@pytest.mark.parametrize("part", [None, BOX(-5, -5, 20, 20), BOX(0, 0, 1, 1)])
@pytest.mark.parametrize("square", [0, 16])
def test_every_page_of_an_honest_airlock_passes(
    size: tuple[int, int], max_px: int, part: payloads.Box | None, square: int
) -> None:
    """What the airlock makes of a wish is what the desktop takes for its fulfilment, words at the edges included."""
    width, height = size
    words = [payloads.Word("w" * 300, box) for box in (BOX(0, 0, width, height), BOX(-3, 0, 9, 1), BOX(0, 0, 0, 0))]
    made = RedactedPage(3, np.zeros((height, width, 3), np.uint8), tuple(words * 30_000), 150.0)
    page = outgoing.redacted_page(made, max_px, part, square)
    assert page is checked_pages.redacted_page(page, PageWish(3, max_px, part, square))


def _region(left: int, width: int = 5) -> payloads.Region:
    return payloads.Region("FACE", 0.5, "faces", BOX(left, 0, width, 5))


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (2, payloads.Detection(SIZE, ())),
        (3, payloads.Detection(SIZE, (_region(396),))),
        (3, payloads.Detection(SIZE, (), residual=(_region(-1),))),
        (3, payloads.Detection(SIZE, (_region(0),) * 20_065)),
        (3, payloads.Detection(payloads.Size(200, 400), ())),
    ],
)
def test_finds_that_cannot_lie_on_the_page_are_a_lie(number: int, found: payloads.Detection) -> None:
    """Another page, behind its edges, more than fit, a page of another size than before."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_pages.detection(messages.RegionsDetected(0, number, found), 3, SIZE)


def test_a_page_larger_than_any_is_a_lie() -> None:
    """Also where nothing has told its size before."""
    large = payloads.Detection(payloads.Size(99_999, 99_999), ())
    with pytest.raises(AppError, match="protocol_broken"):
        checked_pages.detection(messages.RegionsDetected(0, 3, large), 3, None)


@pytest.mark.parametrize("before", [SIZE, None])
def test_finds_on_a_page_pass(before: payloads.Size | None) -> None:
    """Whether its size was known or is told with them."""
    found = payloads.Detection(SIZE, (_region(7), _region(200, 100)))
    assert found is checked_pages.detection(messages.RegionsDetected(0, 3, found), 3, before)


@pytest.mark.parametrize("way", ["png", "jpeg", "webp", "lossless webp", "tiff", "pdf"])
@pytest.mark.parametrize("size", [(1, 1), (300, 200), (700, 900)])
def test_no_honest_file_is_larger_than_its_pixels_can_make_one(way: encoding.Way, size: tuple[int, int]) -> None:
    """Noise, which no format makes smaller, with as many words as fit, each of other letters."""
    width, height = size
    noise = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    count = limits.max_words(width, height)
    words = tuple(payloads.Word(chr(0x4E00 + n % 20_000), BOX(n % width, n % height, 1, 1)) for n in range(count))
    pieces = list(encoding.encoded([RedactedPage(1, noise, words, 150.0)], 1, way))
    most = checked_pages.most_encoded_bytes([payloads.Size(*size)])
    assert sum(map(len, pieces)) <= most
    assert len(pieces) <= checked_pages.most_blocks(1, most)
    if size == (700, 900):  # the bound is near what it bounds
        assert most <= 3 * sum(map(len, pieces)) + 25_000_000


def test_two_gigabytes_are_no_small_page() -> None:
    """The file of a small page is small."""
    assert checked_pages.most_encoded_bytes([payloads.Size(100, 100)]) < 5_000_000


ASKED = Asked(payloads.AnswerOptions(max_tokens=10), {1: SIZE}, 1, has_tokens=True)
SOURCE = payloads.Source(1, BOX(0, 0, 400, 200), "9.00")
ANSWER = payloads.Answer(
    "9.00", "stop", "read", "sure", (SOURCE,), (payloads.Field("total", "9.00", "sure", (SOURCE,)),), "", ("9.60",)
)

ANSWER_LIES: dict[str, dict[str, object]] = {
    "longer than asked": {"text": "x" * 200_000},
    "long around": {
        "alternatives": ("\u20ac" * 10_000,) * 20,
        "fields": (payloads.Field("n", "\u20ac" * 9_999, "sure"),) * 20,
    },
    "more to lay out than anybody reads": {"fields": (payloads.Field("n", "x" * 9_999, "sure"),) * 7},
    "a source on another page": {"sources": (msgspec.structs.replace(SOURCE, number=2),)},
    "a source behind the edge": {"sources": (msgspec.structs.replace(SOURCE, box=BOX(0, 0, 403, 200)),)},
    "a source below the edge": {"sources": (msgspec.structs.replace(SOURCE, box=BOX(0, 4, 4, 199)),)},
    "a source before the edge": {"sources": (msgspec.structs.replace(SOURCE, box=BOX(-1, 0, 4, 4)),)},
    "a field's source on another page": {
        "fields": (payloads.Field("n", "v", "sure", (msgspec.structs.replace(SOURCE, number=9),)),)
    },
    "a name that drives a terminal": {"fields": (payloads.Field("\x1b[2J", "v", "sure"),)},
    "a name that turns the line": {"fields": (payloads.Field("a\u202eb", "v", "sure"),)},
    "tokens unasked": {"token_ids": (1,)},
    "more tokens than asked": {"usage": payloads.Usage(answer_tokens=11)},
}


@pytest.mark.parametrize("name", ANSWER_LIES)
def test_an_answer_that_cannot_be_one_to_the_question_is_a_lie(name: str) -> None:
    """One thing at a time does not go with what was asked."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_answers.answer(msgspec.structs.replace(ANSWER, **ANSWER_LIES[name]), ASKED)


def test_an_answer_to_the_question_passes() -> None:
    """Also one that reaches over the edge by the rounding of two scales."""
    rounded = msgspec.structs.replace(ANSWER, sources=(msgspec.structs.replace(SOURCE, box=BOX(0, 0, 402, 202)),))
    assert [ANSWER, rounded] == [checked_answers.answer(one, ASKED) for one in (ANSWER, rounded)]


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        (ASKED, 100_000 + 2_560),
        (Asked(ASKED.options, {}, 0, has_tokens=False), 100_000),
        (Asked(ASKED.options, {1: SIZE}, 1, has_tokens=False), 180_000),
        (Asked(ASKED.options, {1: payloads.Size(40_000, 2_000)}, 1, has_tokens=False), 1_100_000),
        (Asked(ASKED.options, {1: payloads.Size(9, 9), 2: payloads.Size(9, 9)}, 2, has_tokens=True), 100_000 + 5_120),
    ],
)
def test_what_may_be_said_follows_from_what_was_asked(asked: Asked, most: int) -> None:
    """By tokens where there are any, else by the pages."""
    assert most == asked.most_text_bytes
    assert asked.most_deltas <= 200_000


def test_an_honest_engine_sends_no_more_than_the_wire_carries() -> None:
    """A model that names 3,000 fields with control characters is cut, not ended."""
    wild = payloads.Field("\x1b" * 500 + "x" * 500, "v" * 20_000, "check", (SOURCE,) * 100)
    nameless = payloads.Field("\n", "v", "check")
    answer = payloads.Answer(
        "t" * 3_000_000,
        "stop",
        "seen",
        None,
        (SOURCE,) * 20_000,
        (wild, nameless) * 3_000,
        "r" * 20_000,
        ("a" * 9_000,) * 5,
    )
    sent = engine_role._travelling(answer)
    decoded = msgspec.msgpack.decode(msgspec.msgpack.encode(sent), type=payloads.Answer)
    assert decoded == sent
    assert ["x" * 200, "?"] == [field.name for field in sent.fields[:2]]
    assert ["r" * 10_000, 5] == [sent.rule, len(sent.alternatives)]
    asked = Asked(payloads.AnswerOptions(max_tokens=100_000), {1: SIZE}, 1, has_tokens=True)
    assert sent is checked_answers.answer(sent, asked)


def test_numbers_that_are_none_do_not_pass_as_small() -> None:
    """The types refuse them first; a comparison must not be what they slip through."""
    usage = payloads.Usage(first_token_s=math.nan)
    with pytest.raises(AppError, match="protocol_broken"):
        checked_answers.answer(msgspec.structs.replace(ANSWER, usage=usage), ASKED)


@pytest.mark.parametrize(
    ("number", "native", "words"),
    [
        (2, SIZE, ()),
        (3, payloads.Size(200, 400), ()),
        (3, SIZE, (payloads.Word("w", BOX(396, 0, 5, 5)),)),
        (3, SIZE, (payloads.Word("w" * 50_000, BOX(0, 0, 5, 5)),) * 21),
        (3, SIZE, (payloads.Word("w", BOX(0, 0, 5, 5)),) * 20_002),
    ],
)
def test_words_that_cannot_stand_on_the_page_are_a_lie(
    number: int, native: payloads.Size, words: tuple[payloads.Word, ...]
) -> None:
    """Another page, a page of another size, behind its edge, longer than any text, more than fit."""
    with pytest.raises(AppError, match="protocol_broken"):
        checked_pages.words(messages.PageRead(0, number, native, words), 3, SIZE)


def test_words_that_were_read_pass() -> None:
    """Where they have room."""
    words = (payloads.Word("Total", BOX(0, 0, 50, 20)),)
    assert checked_pages.words(messages.PageRead(0, 3, SIZE, words), 3, SIZE) is words
