"""Name the values that messages carry: boxes, pages, regions, answers' parts, proofs.

Plain frozen structs without behaviour. Boxes are `left, top, width, height` in pixels of the upright page at native
resolution, whatever the size of the pixels that travel with them. Says nothing by itself: `messages.py` does.
"""

from typing import Literal, TypeAlias

import msgspec

Role: TypeAlias = Literal["airlock", "engine"]
FinishReason: TypeAlias = Literal["stop", "length", "cancelled"]
Confidence: TypeAlias = Literal["sure", "check"]
Operator: TypeAlias = Literal["fill", "pixelate", "blur"]
OutputFormat: TypeAlias = Literal["png", "jpeg", "webp", "tiff", "pdf"]


class Box(msgspec.Struct, frozen=True):
    """A rectangle in pixels of the upright page at native resolution, origin top left."""

    left: int
    top: int
    width: int
    height: int


class Word(msgspec.Struct, frozen=True):
    """A piece of a document's own text layer, with its place on the page."""

    text: str
    box: Box


class Region(msgspec.Struct, frozen=True):
    """A place to hide, why and how. `score` in 0..1; `origin` names the detector, the rule or `person`."""

    kind: str
    score: float
    origin: str
    box: Box
    operator: Operator = "fill"


class Page(msgspec.Struct, frozen=True):
    """Pixels of one page as they travel: sRGB, 8 bits, rows top down, no padding.

    Attributes:
        number: counts from 1.
        width, height: of `pixels`; `len(pixels) == width * height * 3`.
        native_width, native_height: of the upright page; larger than width and height when the page was scaled down.
        offset_left, offset_top: where a part that was cut out lies on the upright page (0, 0 for a whole page).
        part_width, part_height: native size of what `pixels` shows (the whole page, or the part).
        words: the document's own text layer inside what is shown; empty for pictures. After redaction only survivors.
        hidden: what was hidden on the page, as the desktop tells the engine; None where nobody looked (policy `off`).
    """

    number: int
    width: int
    height: int
    pixels: bytes
    native_width: int
    native_height: int
    offset_left: int = 0
    offset_top: int = 0
    part_width: int = 0
    part_height: int = 0
    words: tuple[Word, ...] = ()
    hidden: tuple[Region, ...] | None = None


class CheckResult(msgspec.Struct, frozen=True):
    """One attempt to break out, made from inside the sandbox.

    Attributes:
        check: stable word, for example `ipv4_tcp`.
        held: the attempt failed, as it must.
        enforced: this system offers a barrier here and it was put up; False is said, never hidden.
        detail: the system's own word for the refusal (`EACCES`), or what is missing.
    """

    check: str
    held: bool
    enforced: bool
    detail: str


class SandboxReport(msgspec.Struct, frozen=True):
    """What the sandbox consists of here (`layers`, for example `seccomp`) and how its self-test ended."""

    platform: str
    layers: tuple[str, ...]
    checks: tuple[CheckResult, ...]


class ModelInfo(msgspec.Struct, frozen=True):
    """The model that answers.

    Attributes:
        sha256: of its manifest (built-in: of its weight files).
        device: as people say it.
        max_page_px: the most pixels of a page that it can use.
        square_px: side of the square that it squashes every picture to, so that the airlock sends just that and a person
            can see it; 0: pages keep their shape.
        image_tokens: what a picture costs of its context; 0: it has no tokens.
    """

    name: str
    sha256: str
    precision: str
    device: str
    can_see: bool
    max_page_px: int
    square_px: int = 0
    image_tokens: int = 0


class Source(msgspec.Struct, frozen=True):
    """The place an answer was read from. `text` is what stands there."""

    page: int
    box: Box
    text: str = ""


class Field(msgspec.Struct, frozen=True):
    """One named value of a structured answer, with its own source."""

    name: str
    value: str
    confidence: Confidence
    sources: tuple[Source, ...] = ()


class Usage(msgspec.Struct, frozen=True):
    """Counted work of one answer. The built-in reader has no tokens: both are 0."""

    prompt_tokens: int = 0
    answer_tokens: int = 0
    first_token_s: float = 0.0
    total_s: float = 0.0
    image_cached: bool = False


class AnswerOptions(msgspec.Struct, frozen=True):
    """How to answer. `temperature` 0 is greedy.

    Attributes:
        template: how the question is written for the model (`chat`, `vqa` for a short answer, `base` for the bare
            words); empty: as the model prefers.
        answer_schema: a JSON Schema, as JSON text, that the answer must follow; empty: any text.
    """

    max_tokens: int = 512
    temperature: float = 0.0
    seed: int = 0
    top_p: float = 1.0
    top_k: int = 0
    token_ids: bool = False
    repetition_penalty: float = 1.0
    template: str = ""
    answer_schema: str = ""


class PageRegions(msgspec.Struct, frozen=True):
    """The regions to hide on one page (1-based)."""

    page: int
    regions: tuple[Region, ...]
