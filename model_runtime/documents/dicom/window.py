"""Turn stored values into a picture as a reader of such pictures expects it: rescale, window and level, invert, palette, colour.

Which window is chosen decides what is seen, and so what is found: `looks` gives more than one. Which are offered to a person:
`offered_windows.py`. Changes no stored value.
Source: PS3.3 C.7.6.3, C.11.1, C.11.2; PS3.4 N.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi

from model_runtime.documents.dicom.codecs import Stored
from model_runtime.documents.dicom.frames import Frames
from model_runtime.documents.page import Pixels

Function: TypeAlias = Literal["LINEAR", "LINEAR_EXACT", "SIGMOID"]
Real: TypeAlias = npt.NDArray[np.floating]
"""[H, W], in the units that rescaling gives (Hounsfield units, counts)."""

_OUTER = (0.5, 99.5)  # percentiles
_FAR = 1.5
"""Times the usual range: rare values beyond are no noise, but letters, metal, dead cells."""

_SAMPLED = 2**20
_WHITE = 255


@dataclass(frozen=True)
class Window:
    """What part of the values is shown, between black and white.

    Attributes:
        name: the file's own explanation, or the preset's.
    """

    center: float
    width: float
    function: Function = "LINEAR"
    name: str = ""

    def shown(self, values: Real) -> npt.NDArray[np.uint8]:
        """Return `values` [H, W] as grey, by the formulas of PS3.3 C.11.2.1.2 and C.11.2.1.3."""
        if self.function == "SIGMOID":
            with np.errstate(over="ignore"):
                share = 1 / (1 + np.exp(-4 * (values - self.center) / max(self.width, 1e-6)))
        elif self.function == "LINEAR" and self.width > 1:
            share = (values - (self.center - 0.5)) / (self.width - 1) + 0.5
        else:
            share = (values - self.center) / max(self.width, 1e-6) + 0.5
        return np.asarray(np.rint(np.clip(share, 0, 1) * _WHITE), dtype=np.uint8)


PRESETS = (
    Window(40, 400, name="soft tissue"),
    Window(-600, 1500, name="lung"),
    Window(500, 2000, name="bone"),
    Window(40, 80, name="brain"),
    Window(60, 160, name="liver"),
)
"""Of computed tomography, in Hounsfield units."""


class Shower:
    """Shows the frames of one data set."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._dataset = frames.file.dataset

    def windows(self, index: int) -> tuple[Window, ...]:
        """Return the windows that the file gives for frame `index` (from 0); enhanced pictures have them frame by frame."""
        return _windows(_of_frame(self._dataset, index, "FrameVOILUTSequence") or self._dataset)

    @property
    def has_levels(self) -> bool:
        """Whether frames have values of which a part is shown, and no colours."""
        shape = self._frames.shape
        return not self._frames.is_mask and shape.samples == 1 and shape.photometric != "PALETTE COLOR"

    def middle(self, index: int) -> Window:
        """Return the window in which frame `index` shows all but the rarest of its values. There must be levels."""
        return _by_percentiles(*self._values(self._frames.values(index), index))

    def looks(self, index: int, window: Window | None = None) -> Iterator[Pixels]:
        """Yield frame `index` in `window`, in the file's first, and then by what its values are, where they differ.

        Each [H, W, 3]. A name may be white on white in one of them and is not in the other; letters far brighter than any
        body are white on bone in both, and seen from the least value to the most.
        """
        stored = self._frames.values(index)
        if self._frames.is_mask:
            yield _grey(stored.astype(np.uint8) * _WHITE)
            return
        if self._frames.shape.samples == 3 or self._frames.shape.photometric == "PALETTE COLOR":
            yield self._coloured(stored)
            return
        values, padding = self._values(stored, index)
        own = next(iter(self.windows(index)), None)
        looks = [] if window is None else [self._in_window(stored, values, window, padding)]
        looks.append(self._in_window(stored, values, own, padding))
        if own is not None or self._frames.shape.bits > 8:
            usual = _by_percentiles(values, padding)
            looks.append(self._inverted(usual.shown(values), padding))
            whole = _whole(values, padding)
            if whole.width > _FAR * usual.width:
                looks.append(self._inverted(whole.shown(values), padding))
        for place, look in enumerate(looks):
            if not any(np.array_equal(look, earlier) for earlier in looks[:place]):
                yield look

    def _in_window(self, stored: Stored, values: Real, window: Window | None, padding: npt.NDArray[np.bool_]) -> Pixels:
        if window is not None:
            return self._inverted(window.shown(values), padding)
        if "VOILUTSequence" in self._dataset and self._dataset.VOILUTSequence:
            looked_up = np.asarray(apply_voi(stored, self._dataset), dtype=np.float32)
            white = 2 ** int(self._dataset.VOILUTSequence[0].LUTDescriptor[2]) - 1
            return self._inverted(np.asarray(np.clip(looked_up * (_WHITE / white), 0, _WHITE), dtype=np.uint8), padding)
        if self._frames.shape.bits <= 8 and not self._frames.shape.is_signed:
            levels = stored.astype(np.uint8) * np.uint8(_WHITE // (2**self._frames.shape.bits - 1))
            return self._inverted(levels, padding)
        return self._inverted(_by_percentiles(values, padding).shown(values), padding)

    def _inverted(self, grey: npt.NDArray[np.uint8], padding: npt.NDArray[np.bool_]) -> Pixels:
        """Return it with black where the file says so, and black where there is nothing."""
        shown = _WHITE - grey if self._is_inverted else grey.copy()
        shown[padding] = 0
        return _grey(shown)

    @property
    def _is_inverted(self) -> bool:
        is_inverse = self._frames.shape.photometric == "MONOCHROME1"
        return is_inverse or bool(self._dataset.get("PresentationLUTShape") == "INVERSE")

    def _values(self, stored: Stored, index: int) -> tuple[Real, npt.NDArray[np.bool_]]:
        """Return rescaled values, and where there is nothing (PixelPaddingValue and its range)."""
        padding = np.zeros(stored.shape, dtype=np.bool_)
        first = self._dataset.get("PixelPaddingValue")
        if isinstance(first, int):
            last = self._dataset.get("PixelPaddingRangeLimit")
            ends = sorted((first, last if isinstance(last, int) else first))
            padding = (stored >= ends[0]) & (stored <= ends[1])
        own = _of_frame(self._dataset, index, "PixelValueTransformationSequence") or self._dataset
        return np.asarray(apply_modality_lut(stored, own), dtype=np.float32), padding

    def _coloured(self, stored: Stored) -> Pixels:
        if self._frames.shape.photometric == "PALETTE COLOR":
            colours = apply_color_lut(stored, self._dataset)
            bits = 8 * colours.itemsize
            return np.ascontiguousarray((colours >> (bits - 8))[..., :3].astype(np.uint8))
        bits = self._frames.shape.bits
        pixels = (stored >> (bits - 8) if bits > 8 else stored).astype(np.uint8)
        if self._frames.shape.photometric in ("YBR_FULL", "YBR_FULL_422") and not self._is_jpeg:
            pixels = np.asarray(Image.fromarray(pixels, "YCbCr").convert("RGB"))
        return np.ascontiguousarray(pixels)

    @property
    def _is_jpeg(self) -> bool:
        """Whether the decoder has turned colours into RGB already."""
        return str(self._frames.file.syntax) in ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51")


def _grey(levels: npt.NDArray[np.uint8]) -> Pixels:
    return np.repeat(levels[:, :, None], 3, axis=2)


def _by_percentiles(values: Real, padding: npt.NDArray[np.bool_]) -> Window:
    counted = values[~padding] if padding.any() else values.ravel()
    if not counted.size:
        return Window(0, 1, "LINEAR_EXACT")
    step = max(1, counted.size // _SAMPLED)
    low, high = (float(level) for level in np.percentile(counted[::step], _OUTER))
    if low == high:  # all but a few values are one: those few are what there is to see
        return _whole(values, padding)
    return Window((low + high) / 2, max(high - low, 1e-6), "LINEAR_EXACT")


def _whole(values: Real, padding: npt.NDArray[np.bool_]) -> Window:
    """Return the window from the least value to the most."""
    counted = values[~padding] if padding.any() else values.ravel()
    low, high = (float(counted.min()), float(counted.max())) if counted.size else (0.0, 1.0)
    return Window((low + high) / 2, max(high - low, 1e-6), "LINEAR_EXACT")


def _of_frame(dataset: Dataset, index: int, keyword: str) -> Dataset | None:
    """Return what an enhanced picture says of one frame, or of all of them alike (PS3.3 C.7.6.16)."""
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or ()
    groups: list[Dataset] = [per_frame[index]] if index < len(per_frame) else []
    for group in (*groups, *(dataset.get("SharedFunctionalGroupsSequence") or ())):
        items = group.get(keyword) or ()
        if items:
            found: Dataset = items[0]
            return found
    return None


def _windows(of: Dataset) -> tuple[Window, ...]:
    centers, widths = (_numbers(of.get(keyword)) for keyword in ("WindowCenter", "WindowWidth"))
    names = of.get("WindowCenterWidthExplanation") or ""
    texts = [names] if isinstance(names, str) else list(names)
    said = str(of.get("VOILUTFunction") or "LINEAR").strip()
    function: Function = "SIGMOID" if said == "SIGMOID" else "LINEAR_EXACT" if said == "LINEAR_EXACT" else "LINEAR"
    return tuple(
        Window(center, width, function, texts[index] if index < len(texts) else "")
        for index, (center, width) in enumerate(zip(centers, widths, strict=False))
        if width > 0 and np.isfinite(center) and np.isfinite(width)
    )


def _numbers(value: object) -> tuple[float, ...]:
    values: Sequence[object] = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return tuple(float(one) for one in values if isinstance(one, int | float))
