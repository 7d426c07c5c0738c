"""Name the values that messages carry: boxes, lines of pages, pages, regions, answers' parts, proofs.

Plain frozen structs; only a box can calculate, with its own edges. Boxes are `left, top, width, height` in pixels of the
upright page at native resolution, whatever the size of the pixels that travel with them. Every field has a bound in its
type (`limits.py`).
Says nothing by itself: `messages.py` does.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from model_runtime.protocol import limits

Role: TypeAlias = Literal["airlock", "engine"]
FinishReason: TypeAlias = Literal["stop", "length", "cancelled"]
Confidence: TypeAlias = Literal["sure", "check"]
Operator: TypeAlias = Literal["fill", "pixelate", "blur"]
OutputFormat: TypeAlias = Literal["png", "jpeg", "webp", "tiff", "pdf"]
Axis: TypeAlias = Literal["pages", "frames", "slices"]
Sampling: TypeAlias = Literal["", "per-second", "uniform"]


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rectangle in pixels of the upright page at native resolution, origin top left."""

    left: limits.Place
    top: limits.Place
    width: limits.Extent
    height: limits.Extent

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.height

    @property
    def rows(self) -> slice:
        """Which rows of a page's pixels [H, W, 3] it takes; for a box that lies on the page."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """Which columns it takes, likewise."""
        return slice(self.left, self.right)

    def contains(self, other: "Box") -> bool:
        """Tell whether every pixel of `other` lies in this box; one without pixels must have its place in it, too."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def clipped(self, width: int, height: int) -> "Box | None":
        """Return the piece of it that lies on a page of `width` x `height`; None when there is none."""
        left, top = max(0, self.left), max(0, self.top)
        right, bottom = min(width, self.right), min(height, self.bottom)
        return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How large an upright page is at native resolution; it does not change while its document is open."""

    width: limits.Side
    height: limits.Side

    @property
    def whole(self) -> Box:
        """The box that is the whole page."""
        return Box(0, 0, self.width, self.height)

    @property
    def pixel_count(self) -> int:
        """How many pixels it has."""
        return self.width * self.height


class PageLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document is a numbered line of pages; when they are is a property of the line, and kept nowhere else.

    Attributes:
        count: pages that can be asked for, by the numbers 1 to `count`.
        axis: what one steps along: the pages of a file, the frames of an animation or a film, the slices of a volume.
        times_s: when each page begins, from the first one on; empty where pages have no time.
    """

    count: limits.PageCount
    axis: Axis = "pages"
    times_s: limits.Times = ()

    @property
    def numbers(self) -> range:
        """The numbers of all pages."""
        return range(1, self.count + 1)

    def time_s(self, number: int) -> float | None:
        """Return when a page begins; None where pages have no time."""
        return self.times_s[number - 1] if self.times_s else None


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a document's own text layer, with its place on the page."""

    text: limits.WordText
    box: Box


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place to hide, why and how.

    Attributes:
        score: in 0..1.
        origin: names the detector, the rule or `person`.
        track: which thing it is that this and regions on other pages of the document show; 0: nobody knows.
    """

    kind: limits.Code
    score: limits.Share
    origin: limits.Code
    box: Box
    operator: Operator = "fill"
    track: limits.Track = 0


Words: TypeAlias = Annotated[tuple[Word, ...], Meta(max_length=limits.MAX_WORDS)]
Regions: TypeAlias = Annotated[tuple[Region, ...], Meta(max_length=limits.MAX_REGIONS)]


class Detection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a policy wants hidden on a page, beyond what was given, and how the looks at the page ended.

    Attributes:
        native: the page's size: everything found lies on it.
        rounds: looks taken at the page after something had been hidden on it; 0 where there was nothing to hide.
        residual: what the last round still found and nobody has hidden: a person must look.
        review: the policy wants a person's word before anything is sent.
        thresholds: least score, by kind, of what the policy hides.
    """

    native: Size
    regions: Regions
    rounds: limits.Rounds = 0
    residual: Regions = ()
    review: bool = False
    thresholds: limits.Thresholds = {}


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pixels as they travel: sRGB, 8 bits, rows top down, no padding.

    Attributes:
        width, height: of `pixels`; `len(pixels) == width * height * 3`.
        shown: what of the upright page they show, all of it or a part, in its own pixels: more of them where the picture
            was scaled down.
    """

    width: limits.Side
    height: limits.Side
    pixels: limits.Pixels
    shown: Box


class SourceView(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """A source page as a person may see it. Nothing that goes to an engine takes one, in any process.

    Attributes:
        number: counts from 1.
        native: size of the page.
    """

    number: limits.Number
    native: Size
    picture: Picture


class RedactedPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """A page after hiding, as an engine may see it: the only form in which one takes a page.

    Attributes:
        number: counts from 1.
        native: size of the page.
        words: of the document's own text layer, those inside what is shown that survived; empty for pictures.
        hidden: what was hidden on the page, as the desktop tells the engine; None where nobody looked (policy `off`).
    """

    number: limits.Number
    native: Size
    picture: Picture
    words: Words = ()
    hidden: Regions | None = None


class CheckResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One attempt to break out, made from inside the sandbox.

    Attributes:
        check: stable word, for example `ipv4_tcp`.
        held: the attempt failed, as it must.
        enforced: this system offers a barrier here and it was put up; False is said, never hidden.
        detail: the system's own word for the refusal (`EACCES`), or what is missing.
    """

    check: limits.Code
    held: bool
    enforced: bool
    detail: limits.MaybeCode


class SandboxReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the sandbox consists of here (`layers`, for example `seccomp`) and how its self-test ended."""

    platform: limits.Code
    layers: limits.Codes
    checks: Annotated[tuple[CheckResult, ...], Meta(max_length=limits.MAX_CHECKS)]


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to run a model here.

    Attributes:
        place: `host`, `card`, `cards` (whole layers on each), `card_and_host` (layers come to the card one after the other).
        needed_bytes: for a question with one page; `there_bytes` what is free, 0: the system does not say.
    """

    precision: limits.Code
    place: limits.Code
    needed_bytes: limits.MemoryBytes
    there_bytes: limits.MemoryBytes
    fits: bool


class ModelInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model that answers.

    Attributes:
        sha256: of its manifest (built-in: of its weight files).
        device: as people say it.
        max_page_px: the most pixels of a page that it can use.
        square_px: side of the square that it squashes every picture to, so that the airlock sends just that and a person
            can see it; 0: pages keep their shape.
        image_tokens: what a picture costs of its context; 0: it has no tokens.
        plans: how it could run here, the best first, where a folder was judged and nothing loaded.
        sampling: which frames of a film it wants, by the rule that it was trained with; empty: it knows no films.
    """

    name: limits.Code
    sha256: limits.MaybeCode
    precision: limits.Code
    device: limits.Name
    can_see: bool
    max_page_px: limits.PixelCount
    square_px: limits.Extent = 0
    image_tokens: limits.Tokens = 0
    plans: Annotated[tuple[Plan, ...], msgspec.Meta(max_length=limits.MAX_PLANS)] = ()
    sampling: Sampling = ""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The place an answer was read from, on page `number`. `text` is what stands there."""

    number: limits.Number
    box: Box
    text: limits.WordText = ""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One named value of a structured answer, with its own source."""

    name: limits.Name
    value: limits.Reading
    confidence: Confidence
    sources: Annotated[tuple[Source, ...], Meta(max_length=limits.MAX_FIELD_SOURCES)] = ()


Sources: TypeAlias = Annotated[tuple[Source, ...], Meta(max_length=limits.MAX_SOURCES)]
Fields: TypeAlias = Annotated[tuple[Field, ...], Meta(max_length=limits.MAX_FIELDS)]


class Usage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counted work of one answer. The built-in reader has no tokens: both are 0."""

    prompt_tokens: limits.UsedTokens = 0
    answer_tokens: limits.UsedTokens = 0
    first_token_s: limits.Seconds = 0.0
    total_s: limits.Seconds = 0.0
    image_cached: bool = False


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an engine says to a question, and how it came by it.

    Attributes:
        basis: stable word for how it was found (`read`, `rule`, `several`, `code`, `detector`, `summary`,
            `not_found`, `beyond`; `stopped` where nothing had been found when it was stopped).
        rule: for basis `rule`, the arithmetic or check that decided, in the page's own numbers.
        alternatives: other readings that stand on the page (an ambiguous date's second reading).
    """

    text: limits.Text
    finish: FinishReason
    basis: limits.Code
    confidence: Confidence | None = None
    sources: Sources = ()
    fields: Fields = ()
    rule: limits.Reading = ""
    alternatives: limits.Readings = ()
    usage: Usage = Usage()
    token_ids: limits.TokenIds = ()


class AnswerOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to answer. `temperature` 0 is greedy.

    Attributes:
        template: how the question is written for the model (`chat`, `vqa` for a short answer, `base` for the bare
            words); empty: as the model prefers.
        answer_schema: a JSON Schema, as JSON text, that the answer must follow; empty: any text.
    """

    max_tokens: limits.Tokens = 512
    temperature: limits.Temperature = 0.0
    seed: limits.Seed = 0
    top_p: limits.Share = 1.0
    top_k: limits.Tokens = 0
    token_ids: bool = False
    repetition_penalty: limits.Penalty = 1.0
    template: limits.MaybeCode = ""
    answer_schema: limits.Text = ""


class PageRegions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The regions to hide on page `number`."""

    number: limits.Number
    regions: Regions


PagesRegions: TypeAlias = Annotated[tuple[PageRegions, ...], Meta(max_length=limits.MAX_PAGES_AT_ONCE)]
