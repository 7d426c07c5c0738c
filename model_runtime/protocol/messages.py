"""Say everything that the desktop and its two children can say to each other.

One frozen struct a message, two tagged unions: `Request` (desktop to child) and `Event` (child to desktop). Every
request has an `id`; exactly one *final* event with that id answers it. Boxes are `left, top, width, height` in pixels
of the upright page at native resolution, whatever the size of the pixels that travel with them.
Does not frame, send or check anything: `framing.py` bounds lengths, the receiver checks what it is told.
"""

from typing import Literal, TypeAlias

import msgspec

from model_runtime.protocol.error_codes import ErrorCode

PROTOCOL_VERSION = 1
"""Both sides ship together and must agree exactly; there is no negotiation."""

Role: TypeAlias = Literal["airlock", "engine"]
FinishReason: TypeAlias = Literal["stop", "length", "cancelled"]
Confidence: TypeAlias = Literal["sure", "check"]
Operator: TypeAlias = Literal["fill", "pixelate", "blur"]
OutputFormat: TypeAlias = Literal["png", "jpeg", "webp", "tiff", "pdf"]


class Message(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A thing said over the pipe; its class name is its tag."""


# -- values that messages carry ------------------------------------------------------------------------------------


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
    """A place to hide and why. `score` in 0..1; `origin` names the detector or `person`."""

    kind: str
    score: float
    origin: str
    box: Box


class Page(msgspec.Struct, frozen=True):
    """Pixels of one page as they travel: sRGB, 8 bits, rows top down, no padding.

    Attributes:
        number: counts from 1.
        width, height: of `pixels`; `len(pixels) == width * height * 3`.
        native_width, native_height: of the upright page; larger than width and height when the page was scaled down.
        offset_left, offset_top: where a part that was cut out lies on the upright page (0, 0 for a whole page).
        part_width, part_height: native size of what `pixels` shows (the whole page, or the part).
        words: the document's own text layer inside what is shown; empty for pictures. After redaction only survivors.
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


# -- requests: desktop to child ------------------------------------------------------------------------------------


class Request(Message, frozen=True):
    """Base of everything the desktop asks for."""

    id: int


class Cancel(Request, frozen=True):
    """Stop the request `target` as soon as possible. Handled by the reader thread; has no answer of its own."""

    target: int


class GetStatus(Request, frozen=True):
    """Ask for a `StatusReport`; answered at once, also while work is going on."""


class Shutdown(Request, frozen=True):
    """Leave now. Not answered: the end of the stream is the answer."""


class OpenDocument(Request, frozen=True):
    """Airlock: take a document of `size_bytes`, pulled with `ReadBlock`. Final: `DocumentOpened`. Closes the one before."""

    size_bytes: int


class Block(Request, frozen=True):
    """Answer to `ReadBlock`: the bytes at `offset`. `id` is the id of the request that is pulling."""

    offset: int
    data: bytes


class RenderPage(Request, frozen=True):
    """Airlock: the source page as a person may see it, at most `max_px` pixels. Final: `PageRendered`."""

    page: int
    max_px: int


class DetectRegions(Request, frozen=True):
    """Airlock: what `policy` wants hidden on a page. Final: `RegionsDetected`."""

    page: int
    policy: str


class RedactPage(Request, frozen=True):
    """Airlock: hide `regions` and hand out the pixels, at most `max_px`; `part` cuts that box out at native resolution.

    With `square_px` the pixels are squashed to that square, as the model would do. With no regions the page travels the
    same way (policy `off`). Final: `PageRedacted`.
    """

    page: int
    regions: tuple[Region, ...]
    operator: Operator
    max_px: int
    part: Box | None = None
    square_px: int = 0


class PageRegions(msgspec.Struct, frozen=True):
    """The regions to hide on one page (1-based)."""

    page: int
    regions: tuple[Region, ...]


class EncodeDocument(Request, frozen=True):
    """Airlock: a new file, made from pixels only. Events `EncodedBlock`…; final: `DocumentEncoded`."""

    pages: tuple[PageRegions, ...]
    operator: Operator
    format: OutputFormat


class CloseDocument(Request, frozen=True):
    """Airlock: forget the document and everything made from it. Final: `Done`."""


class LoadModel(Request, frozen=True):
    """Engine: get ready to answer. Events `LoadProgress`…; final: `ModelLoaded`."""


class KeepPage(Request, frozen=True):
    """Engine: keep a redacted page under `key` (a digest of its pixels) for later questions. Final: `Done`."""

    key: str
    page: Page


class Generate(Request, frozen=True):
    """Engine: answer a question about kept pages, in their order. Events `TextDelta`…; final: `Finished`.

    `history` holds earlier (question, answer) pairs of the same conversation.
    """

    question: str
    page_keys: tuple[str, ...]
    options: AnswerOptions = AnswerOptions()
    history: tuple[tuple[str, str], ...] = ()


AnyRequest: TypeAlias = (
    Cancel
    | GetStatus
    | Shutdown
    | OpenDocument
    | Block
    | RenderPage
    | DetectRegions
    | RedactPage
    | EncodeDocument
    | CloseDocument
    | LoadModel
    | KeepPage
    | Generate
)


# -- events: child to desktop --------------------------------------------------------------------------------------


class Event(Message, frozen=True):
    """Base of everything a child says. `id` is that of the request it belongs to; 0 for the child itself."""

    id: int


class Ready(Event, frozen=True):
    """First word of a child: the sandbox is closed and this is how its self-test ended."""

    protocol_version: int
    role: Role
    sandbox: SandboxReport


class StatusReport(Event, frozen=True):
    """How the child is. `resident_bytes` is its memory now, `peak_bytes` its most so far."""

    is_busy: bool
    resident_bytes: int
    peak_bytes: int


class ReadBlock(Event, frozen=True):
    """Airlock: wants `length` bytes at `offset` of the document being opened."""

    offset: int
    length: int


class DocumentOpened(Event, frozen=True):
    """The document's sniffed `kind` (a key of `documents/formats.py`) and its number of pages; `notes` are codes."""

    kind: str
    page_count: int
    notes: tuple[str, ...] = ()


class PageRendered(Event, frozen=True):
    """The source page, for the window only."""

    page: Page


class RegionsDetected(Event, frozen=True):
    """What a policy wants hidden."""

    page: int
    regions: tuple[Region, ...]


class PageRedacted(Event, frozen=True):
    """What an engine may see: these bytes and no others are forwarded."""

    page: Page


class EncodedBlock(Event, frozen=True):
    """The next piece of an encoded file."""

    data: bytes


class DocumentEncoded(Event, frozen=True):
    """The encoded file is complete."""

    size_bytes: int


class LoadProgress(Event, frozen=True):
    """`done` of `total` bytes of weights are in place."""

    done: int
    total: int


class ModelLoaded(Event, frozen=True):
    """The engine can answer."""

    model: ModelInfo


class PageProgress(Event, frozen=True):
    """Engine: reading page `page` of those asked about (`position` of `count`)."""

    page: int
    position: int
    count: int


class TextDelta(Event, frozen=True):
    """Newly decoded text. The concatenation of all deltas is the answer's text."""

    text: str


class Finished(Event, frozen=True):
    """The answer is complete.

    Attributes:
        basis: stable word for how it was found (`read`, `rule`, `code`, `detector`, `summary`, `not_found`, `beyond`).
        rule: for basis `rule`, the arithmetic or check that decided, in the page's own numbers.
        alternatives: other readings that stand on the page (an ambiguous date's second reading).
    """

    text: str
    finish: FinishReason
    basis: str
    confidence: Confidence | None = None
    sources: tuple[Source, ...] = ()
    fields: tuple[Field, ...] = ()
    rule: str = ""
    alternatives: tuple[str, ...] = ()
    usage: Usage = Usage()
    token_ids: tuple[int, ...] = ()


class Done(Event, frozen=True):
    """The request was carried out and has nothing to tell."""


class Failed(Event, frozen=True):
    """The request was not carried out; the child lives on. `facts` are bounded numbers by name."""

    code: ErrorCode
    facts: dict[str, int] = {}


AnyEvent: TypeAlias = (
    Ready
    | StatusReport
    | ReadBlock
    | DocumentOpened
    | PageRendered
    | RegionsDetected
    | PageRedacted
    | EncodedBlock
    | DocumentEncoded
    | LoadProgress
    | ModelLoaded
    | PageProgress
    | TextDelta
    | Finished
    | Done
    | Failed
)

FINAL_EVENTS = (
    StatusReport,
    DocumentOpened,
    PageRendered,
    RegionsDetected,
    PageRedacted,
    DocumentEncoded,
    ModelLoaded,
    Finished,
    Done,
    Failed,
)
"""Exactly one of these ends a request."""
