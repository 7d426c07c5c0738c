"""Choose the frames of a film that a model is asked about: pure rules from when each frame begins to numbers from 1.

`per_second` and `uniform` are those that CogVLM2-Video was trained and is published with (its `cli_video_demo.py`), to the
frame: other frames are other questions. `scenes` is ours, for films that are longer than a model can see at once.
Knows no pixels, and not where a film is cut.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Final

from desktop_app.runtime_client.values import Sampling

SCENES: Final = "scenes"
"""What a person calls the third rule; no model was trained with it."""

MOST_FRAMES = 24
UNIFORM_S = 60.0
"""Of a longer film `uniform` sees the first minute."""

_RATE_DIGITS = 1
"""Of the frames in a minute. Times come in whole milliseconds from some containers: 1500 frames may measure 1499.98."""


def sampled(times_s: Sequence[float], sampling: Sampling) -> tuple[int, ...]:
    """Return the numbers of the frames to ask about, in order; a short film's may come more than once. Empty: all frames."""
    match sampling:
        case "per-second":
            return per_second(times_s)
        case "uniform":
            return uniform(times_s)
        case "":
            return tuple(range(1, len(times_s) + 1))


def per_second(times_s: Sequence[float]) -> tuple[int, ...]:
    """Return, for each full second from 0, the frame that begins nearest to it; at most the first 24.

    There is one more than the last frame's beginning, rounded (halves to the even number): 2.9 seconds give four.
    """
    count = min(round(max(times_s)) + 1, MOST_FRAMES)
    return tuple(_nearest(times_s, float(second)) for second in range(count))


def uniform(times_s: Sequence[float]) -> tuple[int, ...]:
    """Return 24 frames spread evenly over the first minute, from its first to its last; fewer frames come repeatedly."""
    frames = len(times_s)
    span_s = times_s[-1] - times_s[0]
    in_a_minute = (
        (frames - 1) / span_s * UNIFORM_S if span_s > 0 else math.inf
    )  # which a span of almost nothing has, too
    if in_a_minute < frames + 1:
        frames = max(1, min(frames, int(round(in_a_minute, _RATE_DIGITS))))
    return _spread(frames, MOST_FRAMES)


def scenes(
    times_s: Sequence[float], cuts_s: Sequence[float], most_frames: int = MOST_FRAMES
) -> tuple[tuple[int, ...], ...]:
    """Return the frames of each scene, to be asked about together; `cuts_s` are the times at which a new scene begins.

    One frame a second from where the scene begins; where these would be more than `most_frames`, as many that are spread evenly.
    """
    chosen = []
    bounds = [-math.inf, *sorted(set(cuts_s)), math.inf]
    for begin_s, end_s in itertools.pairwise(bounds):
        numbers = [number for number, time_s in enumerate(times_s, start=1) if begin_s <= time_s < end_s]
        if not numbers:
            continue
        inside = [times_s[number - 1] - times_s[numbers[0] - 1] for number in numbers]
        is_short = round(inside[-1]) < min(most_frames, MOST_FRAMES)
        places = dict.fromkeys(per_second(inside) if is_short else _spread(len(numbers), most_frames))
        chosen.append(tuple(numbers[place - 1] for place in places))
    return tuple(chosen)


def _nearest(times_s: Sequence[float], wanted_s: float) -> int:
    """Return the number of the first of the frames that begin nearest to a time."""
    return 1 + min(range(len(times_s)), key=lambda index: abs(times_s[index] - wanted_s))


def _spread(last: int, count: int) -> tuple[int, ...]:
    """Return numbers from 1 to `last`, each cut to a whole one; the last is exact, whatever steps add up to."""
    if count == 1:
        return (1,)
    step = (last - 1) / (count - 1)
    return (*(1 + math.floor(place * step) for place in range(count - 1)), last)
