"""Bound every number, text and list of the wire, each with its reason: the types that messages are made of.

The decoder enforces them before an object is made: a list of a million is refused at its header. They are what anything
honest can need; what was *asked for* bounds far more (`desktop_app/runtime_client/checked.py`). Checks nothing itself.
"""

from typing import Annotated, TypeAlias

from msgspec import Meta

MAX_SIDE_PX = 100_000
MAX_PAGE_PX = 120_000_000
"""Pixels of one upright page; telephones take 108 million (see `documents/formats.py`)."""

MAX_SENT_PX = 16_000_000
"""Pixels that travel in one frame: 48 MB, which leaves room for the words of a page."""

MAX_PAGES = 690_000
"""Frames of a film, which are its pages (see `documents/formats.py`)."""

MAX_PAGES_AT_ONCE = 10_000
"""Pages that one request names; so all pages of a document that is no film."""

MAX_WORDS = 50_000
"""Words of one page: the characters that are taken from one, and no word is shorter than a character."""

MAX_PAGE_TEXT_BYTES = 1_000_000
"""All words of one page together: 50,000 characters of four bytes, five times over."""

MAX_REGIONS = 20_000
MAX_DOCUMENT_REGIONS_BYTES = 250_000_000
"""What all places that are told of in one document, page by page, take in the desktop: 500 on each of 2,000 pages."""

MAX_TRACKS = 100_000
"""Things that are followed through one document: a crowd that changes every ten seconds, for a day."""

MAX_TRACKS_AT_ONCE = 1_000
"""Tracks of one message; a film has as many messages as it needs."""

MAX_SCENES = 10_000
"""Scenes of one film that are told of: one a second for three hours."""

MAX_DOUBTS = 50
"""Of one track: with more it is all doubt."""

MAX_BLOCK_BYTES = 8 * 1024 * 1024
MAX_FILE_BYTES = 4 * 1024**3
MAX_ENCODED_BYTES = 2**40
MAX_MEMORY_BYTES = 2**50
MAX_TEXT_CHARS = 2_000_000
"""An answer that is all the text of 200 dense pages, a question with a document pasted into it."""

MAX_NAME_CHARS = 200
MAX_POLICY_CHARS = 131_072
"""Twice the largest policy file that is read."""

MAX_SOURCES = 10_000
"""Lines of an answer that is all the text of a document."""

MAX_FIELDS = 200
"""Named values of one answer: more are a table, which nobody reads beside a page. 3,000 held the window up for minutes."""

MAX_FIELD_SOURCES = 50
MAX_ALTERNATIVES = 20
"""Other readings of one print: there are two or three. 5,000 held the window up for 18 seconds."""

MAX_READING_CHARS = 10_000
"""One other reading, the value of one field, or the arithmetic that decided."""

MAX_LAID_OUT_BYTES = 64_000
"""All other readings and fields of one answer together: each has a label of its own, and laying out 64 KB of them takes
half a second; 2 MB took 15."""

MAX_TOKENS = 200_000
"""Longer than any context of today's models."""

MAX_TURNS = 1_000
MAX_CHECKS = 64
MAX_FACTS = 16
MAX_NOTES = 16
MAX_PLANS = 16
MAX_ROUNDS = 100
MAX_KINDS = 1_000
MAX_SECONDS = 1e9
_ID_END = 2**53

Id: TypeAlias = Annotated[int, Meta(ge=0, le=_ID_END)]
Version: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000)]
Number: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_PAGES)]
"""Of a page; counts from 1."""

PageCount: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_PAGES)]
Rounds: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_ROUNDS)]
Finds: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_PAGES)]
Track: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_TRACKS)]
Place: TypeAlias = Annotated[int, Meta(ge=-MAX_SIDE_PX, le=MAX_SIDE_PX)]
"""A coordinate. A box may be drawn beyond a page; one that a child tells of lies on it, which the receiver checks."""

Extent: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_SIDE_PX)]
Side: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_SIDE_PX)]
PixelCount: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_PAGE_PX)]
Pixels: TypeAlias = Annotated[bytes, Meta(max_length=3 * MAX_SENT_PX)]
BlockBytes: TypeAlias = Annotated[bytes, Meta(max_length=MAX_BLOCK_BYTES)]
Secret: TypeAlias = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""Random bytes that the desktop makes for one batch: from them follow the new names of all that is named in it."""

BlockLength: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_BLOCK_BYTES)]
FileBytes: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_FILE_BYTES)]
EncodedBytes: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_ENCODED_BYTES)]
MemoryBytes: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_MEMORY_BYTES)]
Tokens: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_TOKENS)]
UsedTokens: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_PAGES_AT_ONCE * MAX_TOKENS)]
"""Of all pages of an answer together."""

TokenId: TypeAlias = Annotated[int, Meta(ge=0, le=2**31)]
Seed: TypeAlias = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Fact: TypeAlias = Annotated[int, Meta(ge=-_ID_END, le=_ID_END)]
Share: TypeAlias = Annotated[float, Meta(ge=0.0, le=1.0)]
Temperature: TypeAlias = Annotated[float, Meta(ge=0.0, le=100.0)]
Penalty: TypeAlias = Annotated[float, Meta(ge=0.0, le=100.0)]
Seconds: TypeAlias = Annotated[float, Meta(ge=0.0, le=MAX_SECONDS)]

Code: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARS, pattern=r"\A[ -~]+\Z")]
"""A stable word of ours, or one of a system or a model: printable ASCII, which cannot drive a terminal."""

MaybeCode: TypeAlias = Annotated[str, Meta(max_length=MAX_NAME_CHARS, pattern=r"\A[ -~]*\Z")]
FactName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\A[a-z][a-z0-9_]*\Z")]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARS)]
"""A name in anybody's language."""

Text: TypeAlias = Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
Reading: TypeAlias = Annotated[str, Meta(max_length=MAX_READING_CHARS)]
WordText: TypeAlias = Annotated[str, Meta(max_length=MAX_WORDS)]
PolicyText: TypeAlias = Annotated[str, Meta(max_length=MAX_POLICY_CHARS)]

Codes: TypeAlias = Annotated[tuple[Code, ...], Meta(max_length=MAX_CHECKS)]
Notes: TypeAlias = Annotated[tuple[Code, ...], Meta(max_length=MAX_NOTES)]
Readings: TypeAlias = Annotated[tuple[Reading, ...], Meta(max_length=MAX_ALTERNATIVES)]
PageKeys: TypeAlias = Annotated[tuple[Code, ...], Meta(max_length=MAX_PAGES_AT_ONCE)]
Turns: TypeAlias = Annotated[tuple[tuple[Text, Text], ...], Meta(max_length=MAX_TURNS)]
TokenIds: TypeAlias = Annotated[tuple[TokenId, ...], Meta(max_length=MAX_TOKENS)]
Times: TypeAlias = Annotated[tuple[Seconds, ...], Meta(max_length=MAX_PAGES)]
"""When each page of a document begins."""

Scenes: TypeAlias = Annotated[tuple[Number, ...], Meta(max_length=MAX_SCENES)]
Thresholds: TypeAlias = Annotated[dict[Code, Share], Meta(max_length=MAX_KINDS)]
TrackNumbers: TypeAlias = Annotated[tuple[Track, ...], Meta(max_length=MAX_TRACKS)]
Facts: TypeAlias = Annotated[dict[FactName, Fact], Meta(max_length=MAX_FACTS)]


def max_words(width_px: int, height_px: int) -> int:
    """Return how many words a page, or a part of one, can hold: letters of 2 x 2 pixels are the smallest that are any."""
    return min(MAX_WORDS, width_px * height_px // 4 + 1)
