"""Hide the whole picture where a camera has gone so close to a face that nothing finds it any more: an eye, a mouth, skin.

A face that filled the frame, or grew until it took most of it, and was then found no more, has not gone: it is hidden until a face is
found again or the scene ends; likewise before one that shrinks from there. Looks at no pixels.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from model_runtime.protocol.payloads import Size
from model_runtime.redaction.tracks import Edges, Track

_LARGE, _FILLING = 0.5, 0.6
"""Share of the frame that such a face takes when it is found last, if it grew, and if it did not."""

_GROWN = 1.1
"""How much larger it is by then than it was within `_WITHIN` frames; a face that stands still and turns away is none."""

_WITHIN = 25


def held_close(tracks: Sequence[Track], cuts: Sequence[int], count: int, size: Size) -> tuple[Track, ...]:
    """Return the tracks of a film of `count` frames, whose scenes begin at `cuts`, with close faces hidden until the end."""
    found = np.zeros(count + 2, bool)
    for track in tracks:
        found[track.first : track.last + 1] |= track.found
    ends = [*cuts, count + 1]
    result = []
    for track in tracks:
        begin = max(cut for cut in cuts if cut <= track.first)
        end = min(cut for cut in ends if cut > track.first) - 1
        seen = [track.first + int(index) for index in np.flatnonzero(track.found)]
        held = track
        if _is_close(track, seen[-_WITHIN:], size):
            later = np.flatnonzero(found[seen[-1] + 1 : end + 1])
            last = seen[-1] + int(later[0]) if len(later) else end
            held = _filled(held, seen[-1] + 1, last, size)
        if _is_close(track, seen[:_WITHIN][::-1], size):
            earlier = np.flatnonzero(found[begin : seen[0]])
            first = begin + int(earlier[-1]) + 1 if len(earlier) else begin
            held = _filled(held, first, seen[0] - 1, size)
        result.append(held)
    return tuple(result)


def _is_close(track: Track, seen: Sequence[int], size: Size) -> bool:
    """Tell whether a track has grown to most of the frame in the last of the frames `seen`."""
    last = track.boxes[seen[-1] - track.first]
    across, down = np.clip(last[2:], 0, (size.width, size.height)) - np.clip(last[:2], 0, (size.width, size.height))
    share = across * down / size.pixel_count
    smallest = min(_area(track.boxes[number - track.first]) for number in seen)
    return bool(share >= _FILLING or (share >= _LARGE and _area(last) >= _GROWN * smallest))


def _area(box: Edges) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))


def _filled(track: Track, first: int, last: int, size: Size) -> Track:
    """Return a track that takes the whole frame from `first` to `last`, which lie beyond its finds."""
    if first > last:
        return track
    begin, end = min(first, track.first), max(last, track.last)
    boxes, found = np.zeros((end - begin + 1, 4)), np.zeros(end - begin + 1, bool)
    own = slice(track.first - begin, track.last - begin + 1)
    boxes[own], found[own] = track.boxes, track.found
    boxes[first - begin : last - begin + 1] = (0, 0, size.width, size.height)
    return replace(track, first=begin, boxes=boxes, found=found)
