"""Say what the desktop and the airlock say to each other of films, beside what they say of any document (`messages.py`).

A film is looked through as a whole, and only then are its frames hidden: by what was found in all of them.
"""

from model_runtime.protocol import film_payloads, limits, payloads
from model_runtime.protocol.message import Event, Request

# -- requests: desktop to airlock ------------------------------------------------------------------------------------


class FindTracks(Request, frozen=True):
    """Airlock: look through a whole film for what `policy` wants hidden. Events `FilmProgress`…, `TracksFound`…; final: `FilmSearched`.

    Until the film is closed or another policy is asked for, its frames are then hidden as this search says: `DetectRegions`
    tells a frame's regions without looking again. `least` as there.
    """

    policy: limits.PolicyText
    least: limits.PolicyText = "off"


class EncodeFilm(Request, frozen=True):
    """Airlock: a new film from hidden frames, as the last `FindTracks` says. Events `FilmProgress`…, `EncodedBlock`…; final: `DocumentEncoded`.

    Attributes:
        operator: how everything is hidden; None: as the policy says.
        shown: tracks that a person shows.
        places: what a person hides besides.
    """

    format: film_payloads.FilmFormat
    operator: payloads.Operator | None = None
    shown: limits.TrackNumbers = ()
    places: film_payloads.FilmPlaces = ()


# -- events: airlock to desktop --------------------------------------------------------------------------------------


class FilmProgress(Event, frozen=True):
    """Airlock: at frame `number` of a film, in this step."""

    step: film_payloads.FilmStep
    number: limits.Number


class TracksFound(Event, frozen=True):
    """Some of what is hidden in a film, in the order of its numbers; what has none comes last."""

    tracks: film_payloads.FilmTracks


class FilmSearched(Event, frozen=True):
    """All of a film has been looked through.

    Attributes:
        native: size of its frames.
        rounds, review, thresholds: as in `Detection`.
        residual: how often the last look still found something that nobody has hidden.
        scenes: the frames with which the scenes begin, the first of all first.
    """

    native: payloads.Size
    rounds: limits.Rounds
    residual: limits.Finds
    review: bool
    thresholds: limits.Thresholds
    scenes: limits.Scenes
