"""Say everything that the desktop and its two children can say to each other.

One frozen struct a message, two tagged unions: `Request` (desktop to child) and `Event` (child to desktop). Every
request has an `id`; exactly one *final* event with that id answers it. Boxes are as `payloads.Box` says. Every field has
a bound in its type (`limits.py`), which decoding enforces. Does not frame, send or check anything else.
"""

from typing import TypeAlias

from model_runtime.protocol import film_messages, limits, message, payloads, series_messages
from model_runtime.protocol.error_codes import ErrorCode

PROTOCOL_VERSION = 5
"""Both sides ship together and must agree exactly; there is no negotiation."""

Message: TypeAlias = message.Message
Request: TypeAlias = message.Request
Event: TypeAlias = message.Event


# -- requests: desktop to child ------------------------------------------------------------------------------------


class Cancel(Request, frozen=True):
    """Stop the request `target` as soon as possible. Handled by the reader thread; has no answer of its own."""

    target: limits.Id


class GetStatus(Request, frozen=True):
    """Ask for a `StatusReport`; answered at once, also while work is going on."""


class Shutdown(Request, frozen=True):
    """Leave now. Not answered: the end of the stream is the answer."""


class WarmUp(Request, frozen=True):
    """Airlock: load now what `policy`, and `least`, will need for the first document. Final: `Done`."""

    policy: limits.PolicyText
    least: limits.PolicyText = "off"


class OpenDocument(Request, frozen=True):
    """Airlock: take a document of `size_bytes`, pulled with `ReadBlock`. Final: `DocumentOpened`. Closes the one before."""

    size_bytes: limits.FileBytes


class Block(Request, frozen=True):
    """Answer to `ReadBlock`: the bytes at `offset`. `id` is the id of the request that is pulling."""

    offset: limits.FileBytes
    data: limits.BlockBytes


class RenderPage(Request, frozen=True):
    """Airlock: the source page as a person may see it, at most `max_px` pixels. Final: `PageRendered`."""

    number: limits.Number
    max_px: limits.PixelCount


class DetectRegions(Request, frozen=True):
    """Airlock: what `policy` wants hidden on a page, found in looks before and after hiding. Final: `RegionsDetected`.

    Attributes:
        policy: the name of one of `resources/policies`, or the text of a policy (TOML).
        least: likewise; what it hides is hidden, too, whatever `policy` says.
        hidden: what is hidden before the first look and not found again.
        spared: what a person showed on purpose: it is not found again either, and stays visible.
    """

    number: limits.Number
    policy: limits.PolicyText
    hidden: payloads.Regions = ()
    spared: payloads.Regions = ()
    least: limits.PolicyText = "off"


class RedactPage(Request, frozen=True):
    """Airlock: hide just `regions`, each by its operator, and hand out the pixels, at most `max_px`.

    `part` cuts that box out at native resolution. With `square_px` the pixels are squashed to that square, as the model
    would do. With no regions the page travels the same way (policy `off`). Final: `PageRedacted`.
    """

    number: limits.Number
    regions: payloads.Regions
    max_px: limits.PixelCount
    part: payloads.Box | None = None
    square_px: limits.Extent = 0


class ReadPage(Request, frozen=True):
    """Airlock: the words that can be seen on a page once `regions` are hidden, for a person. Final: `PageRead`."""

    number: limits.Number
    regions: payloads.Regions


class EncodeDocument(Request, frozen=True):
    """Airlock: a new file, made from pixels only. Events `EncodedBlock`…; final: `DocumentEncoded`."""

    pages: payloads.PagesRegions
    format: payloads.OutputFormat


class EncodeDicom(Request, frozen=True):
    """Airlock: a new DICOM file of the open one: header cleaned, regions filled in the stored values.

    Events `EncodedBlock`…; final: `DocumentEncoded`.

    Attributes:
        pages: every frame, in order.
        policy: as in `DetectRegions`; what it says of headers counts.
        secret: of the batch: the same for all files whose people, studies and dates are to stay together.
        pixels_clean: detectors of this policy looked at all frames, and nothing that they found is left.
        least: likewise; of headers only what both keep stays.
    """

    pages: payloads.PagesRegions
    policy: limits.PolicyText
    secret: limits.Secret
    pixels_clean: bool
    least: limits.PolicyText = "off"


class EncodePreview(Request, frozen=True):
    """Airlock: the source's pages for a person, regions drawn over them. Events `EncodedBlock`…; final: `DocumentEncoded`."""

    pages: payloads.PagesRegions
    format: payloads.OutputFormat


class CloseDocument(Request, frozen=True):
    """Airlock: forget the document and everything made from it. Final: `Done`."""


class LoadModel(Request, frozen=True):
    """Engine: get ready to answer. Events `LoadProgress`…; final: `ModelLoaded`."""


class KeepPage(Request, frozen=True):
    """Engine: keep a redacted page under `key` (a digest of its pixels) for later questions. Final: `Done`."""

    key: limits.Code
    page: payloads.RedactedPage


class ForgetPages(Request, frozen=True):
    """Engine: forget every page, and all that was made of them: texts, caches, earlier turns. Final: `Done`."""


class Generate(Request, frozen=True):
    """Engine: answer a question about kept pages, in order. Events `TextDelta`…; final: `Finished`.

    `history`: earlier (question, answer) pairs; `times_s`: when each page is, where they are frames.
    """

    question: limits.Text
    page_keys: limits.PageKeys
    options: payloads.AnswerOptions = payloads.AnswerOptions()
    history: limits.Turns = ()
    times_s: limits.Times = ()


AnyRequest: TypeAlias = (
    Cancel
    | GetStatus
    | Shutdown
    | WarmUp
    | OpenDocument
    | Block
    | RenderPage
    | DetectRegions
    | RedactPage
    | ReadPage
    | EncodeDocument
    | EncodeDicom
    | EncodePreview
    | film_messages.FindTracks
    | film_messages.EncodeFilm
    | series_messages.SeriesRequest
    | CloseDocument
    | LoadModel
    | KeepPage
    | ForgetPages
    | Generate
)


# -- events: child to desktop --------------------------------------------------------------------------------------


class Ready(Event, frozen=True):
    """First word of a child: the sandbox is closed and this is how its self-test ended."""

    protocol_version: limits.Version
    role: payloads.Role
    sandbox: payloads.SandboxReport


class StatusReport(Event, frozen=True):
    """How the child is. `resident_bytes` is its memory now, `peak_bytes` its most so far."""

    is_busy: bool
    resident_bytes: limits.MemoryBytes
    peak_bytes: limits.MemoryBytes


class ReadBlock(Event, frozen=True):
    """Airlock: wants `length` bytes at `offset` of the document being opened."""

    offset: limits.FileBytes
    length: limits.BlockLength


class DocumentOpened(Event, frozen=True):
    """The document's sniffed `kind` (a key of `documents/formats.py`) and its line of pages; `notes` are codes."""

    kind: limits.Code
    line: payloads.PageLine
    notes: limits.Notes = ()


class PageRendered(Event, frozen=True):
    """The source page, for the window only."""

    page: payloads.SourceView


class RegionsDetected(Event, frozen=True):
    """What a policy wants hidden on a page."""

    number: limits.Number
    detection: payloads.Detection


class PageRedacted(Event, frozen=True):
    """What an engine may see: these bytes and no others are forwarded."""

    page: payloads.RedactedPage


class PageRead(Event, frozen=True):
    """The words that can be seen on a page after hiding, in reading order, for the window only."""

    number: limits.Number
    native: payloads.Size
    words: payloads.Words


class EncodedBlock(Event, frozen=True):
    """The next piece of an encoded file."""

    data: limits.BlockBytes


class DocumentEncoded(Event, frozen=True):
    """The encoded file is complete."""

    size_bytes: limits.EncodedBytes


class LoadProgress(Event, frozen=True):
    """`done` of `total` bytes of weights are in place."""

    done: limits.MemoryBytes
    total: limits.MemoryBytes


class ModelLoaded(Event, frozen=True):
    """The engine can answer."""

    model: payloads.ModelInfo


class PageProgress(Event, frozen=True):
    """Engine: reading page `number` of those asked about (`position` of `count`)."""

    number: limits.Number
    position: limits.Number
    count: limits.PageCount


class TextDelta(Event, frozen=True):
    """Newly decoded text. The concatenation of all deltas is the answer's text."""

    text: limits.Text


class Finished(Event, frozen=True):
    """The answer is complete."""

    answer: payloads.Answer


class Done(Event, frozen=True):
    """The request was carried out and has nothing to tell."""


class Failed(Event, frozen=True):
    """The request was not carried out; the child lives on. `facts` are bounded numbers by name."""

    code: ErrorCode
    facts: limits.Facts = {}  # noqa: RUF012 - a struct copies an empty default


AnyEvent: TypeAlias = (
    Ready
    | StatusReport
    | ReadBlock
    | DocumentOpened
    | PageRendered
    | RegionsDetected
    | PageRedacted
    | PageRead
    | film_messages.FilmProgress
    | film_messages.TracksFound
    | film_messages.FilmSearched
    | series_messages.SeriesEvent
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
    PageRead,
    film_messages.FilmSearched,
    *series_messages.FINAL_EVENTS,
    DocumentEncoded,
    ModelLoaded,
    Finished,
    Done,
    Failed,
)
"""Exactly one of these ends a request."""
