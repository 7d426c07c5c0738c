"""List when each frame of a film begins, from what is stored: no frame is decoded for it, unless the list makes no sense.

What the container claims of count, rate and duration is not looked at: wrong claims are common, and some are lies.
"""

import itertools

import cv2

from model_runtime.documents import film_edits, film_stream, formats
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed


def listed(file: RemoteFile) -> tuple[float, ...]:
    """Return the time in seconds of every frame in the order in which they are shown, the first at 0.

    Raises:
        RequestFailed: FILM_WITHOUT_PICTURES where no frame is stored; TOO_MANY_PAGES.
    """
    is_told = film_edits.shows_all(file) and _are_of_one_track(file)
    times_s = sorted(_taken(file, packets=True)) if is_told else []
    if not is_told or _decoder_disagrees(file, times_s):
        decoded_s = list(itertools.accumulate(_taken(file, packets=False), max))
        if decoded_s and (len(decoded_s) != len(times_s) or _have_twins(times_s)):
            times_s = decoded_s
    if not times_s:
        raise file.failure or RequestFailed(ErrorCode.FILM_WITHOUT_PICTURES)
    return tuple(time_s - times_s[0] for time_s in times_s)


def _are_of_one_track(file: RemoteFile) -> bool:
    """Tell whether what is stored is that of the pictures that are decoded: of two picture tracks FFmpeg may take either."""
    stored, decoded = (film_stream.opened(file, packets=packets) for packets in (True, False))
    return stored is None or decoded is None or film_stream.traits(stored) == film_stream.traits(decoded)


def _decoder_disagrees(file: RemoteFile, times_s: list[float]) -> bool:
    """Tell whether frames are stored that have no time of their own, or the first decoded frame is not the first stored.

    Packed frames, frames that are never shown, and a beginning that cannot be decoded look so.
    """
    if _have_twins(times_s):
        return True
    capture = film_stream.opened(file)
    if capture is None or not times_s:
        return False
    is_there = capture.grab()
    first_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
    return bool(is_there) and abs(first_s - times_s[0]) > 1e-6


def _have_twins(times_s: list[float]) -> bool:
    return any(one >= other for one, other in itertools.pairwise(times_s))


def _taken(file: RemoteFile, *, packets: bool) -> list[float]:
    """Return the times of all that is stored, or of all that can be decoded, in the order of the file."""
    capture = film_stream.opened(file, packets=packets)
    if capture is None:
        return []
    times_s: list[float] = []
    while capture.grab():
        times_s.append(max(0.0, capture.get(cv2.CAP_PROP_POS_MSEC) / 1000))
        if len(times_s) > formats.MAX_FILM_FRAMES:
            raise RequestFailed(ErrorCode.TOO_MANY_PAGES, found=len(times_s), limit=formats.MAX_FILM_FRAMES)
    return times_s
