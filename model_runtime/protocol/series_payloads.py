"""Name the values that messages about medical pictures carry: series, windows, elements of a header. All bounded.

Plain frozen structs. Texts are the file's own, for the person at the window alone; nothing of them goes to an engine.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from model_runtime.protocol import limits

MAX_SERIES = 1_000
"""Of one drop: a disc of a long illness has a few hundred."""

MAX_SERIES_FILES = 600
"""Of one series at a time; a longer one is told in several pieces, each a series by itself."""

MAX_WINDOWS = 32
"""That are offered for one document: those of the file, and those of the craft."""

MAX_TAGS = 5_000
"""Elements of one header, those in sequences included; enhanced pictures have more, and the rest is said to be there."""

MAX_TAG_CHARS = 300
"""Of one value; the rest of a longer one is cut off."""

MAX_LEVEL = 1e9
"""Of a value of a picture: a picture of 32 bits may have larger ones, and no window is made for those."""

MIN_BREADTH = 1e-6
"""Of a window; a narrower one shows one step from black to white, as this one does."""

Level: TypeAlias = Annotated[float, Meta(ge=-MAX_LEVEL, le=MAX_LEVEL)]
"""A value of a picture after rescaling: Hounsfield units, counts."""

Breadth: TypeAlias = Annotated[float, Meta(ge=MIN_BREADTH, le=MAX_LEVEL)]
MaybeName: TypeAlias = Annotated[str, Meta(max_length=limits.MAX_NAME_CHARS)]
TagText: TypeAlias = Annotated[str, Meta(max_length=MAX_TAG_CHARS)]

Fate: TypeAlias = Literal["kept", "cleaned", "replaced", "shifted", "emptied", "removed"]
"""What a copy does to an element: `cleaned` is a sentence without what names somebody, `replaced` another value."""


FileIndexes: TypeAlias = Annotated[
    tuple[Annotated[int, Meta(ge=0, le=limits.MAX_PAGES_AT_ONCE)], ...],
    Meta(min_length=1, max_length=MAX_SERIES_FILES),
]


class GreyWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What part of the values is shown between black and white (PS3.3 C.11.2.1.2).

    Attributes:
        name: the file's own explanation, or a stable word of ours (`lung`); empty for one that a person made.
    """

    center: Level
    width: Breadth
    name: MaybeName = ""


class SeriesPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a series begins in a line of pages.

    Attributes:
        first: the number of its first page.
        modality: as the file has it (`CT`); empty where it says none.
        series: its SeriesNumber; 0 where it has none.
    """

    first: limits.Number
    modality: limits.MaybeCode = ""
    series: Annotated[int, Meta(ge=-(2**31), le=2**31)] = 0


class MedicalFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is particular to a document of medical pictures.

    Attributes:
        windows: those in which its pictures may be wanted, the file's first; none where its pictures have no levels.
        parts: where each series begins; none of what is no picture.
    """

    windows: Annotated[tuple[GreyWindow, ...], Meta(max_length=MAX_WINDOWS)] = ()
    parts: Annotated[tuple[SeriesPart, ...], Meta(max_length=limits.MAX_PAGES_AT_ONCE)] = ()


class FoundSeries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files that are pictures of one series, in their order in space.

    Attributes:
        study: tells its study from others, also from those of another drop; says nothing else.
        files: which of the files that were handed over, from 0.
        study_text, series_text: how the file describes them; a person may have written anything there.
    """

    study: limits.Code
    files: FileIndexes
    modality: limits.MaybeCode = ""
    series: Annotated[int, Meta(ge=-(2**31), le=2**31)] = 0
    study_text: MaybeName = ""
    series_text: MaybeName = ""


class Tag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An element of a header, and what becomes of it in a copy.

    Attributes:
        tag: group and element, `(0010,0010)`.
        depth: in how many sequences it stands.
        new: what a copy says instead, where that is to be told: not what is drawn anew for each batch.
    """

    tag: limits.Code
    name: MaybeName
    value: TagText
    fate: Fate
    new: TagText = ""
    depth: Annotated[int, Meta(ge=0, le=100)] = 0


Tags: TypeAlias = Annotated[tuple[Tag, ...], Meta(max_length=MAX_TAGS)]
AllSeries: TypeAlias = Annotated[tuple[FoundSeries, ...], Meta(max_length=MAX_SERIES)]
