"""Name the values that messages about films carry. Frames are numbered as pages are; where something is, their regions say."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from model_runtime.protocol import limits
from model_runtime.protocol.payloads import Region

FilmFormat: TypeAlias = Literal["webm", "mkv", "mp4"]
FilmStep: TypeAlias = Literal["finding", "looking_again", "writing"]
WhyDoubtful: TypeAlias = Literal["unsure", "gap", "late"]

FILM_KINDS = ("mp4", "mov", "mkv", "webm", "avi")
"""The kinds of documents whose frames are looked through as a whole, and of which there may be `limits.MAX_PAGES`."""


class Doubt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a film that a person should look at: pages `first` to `last`.

    Attributes:
        why: `unsure` (no find scored much), `gap` (it was not seen there, only before and after), `late` (only the look
            after hiding has found it).
    """

    first: limits.Number
    last: limits.Number
    why: WhyDoubtful


class FilmTrack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is hidden in a film from page `first` to page `last`; where it is, each page's regions say.

    Attributes:
        number: names it among the tracks of the film; 0: a place that stays where it is.
        score: of its surest find.
    """

    number: limits.Track
    kind: limits.Code
    score: limits.Share
    origin: limits.Code
    first: limits.Number
    last: limits.Number
    doubts: Annotated[tuple[Doubt, ...], Meta(max_length=limits.MAX_DOUBTS)] = ()


class FilmPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place that a person hides from page `first` to page `last`."""

    first: limits.Number
    last: limits.Number
    region: Region


FilmTracks: TypeAlias = Annotated[tuple[FilmTrack, ...], Meta(max_length=limits.MAX_TRACKS_AT_ONCE)]
FilmPlaces: TypeAlias = Annotated[tuple[FilmPlace, ...], Meta(max_length=limits.MAX_REGIONS)]
