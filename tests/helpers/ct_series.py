"""Make a series of computed tomography of nobody: bodies that change a little from slice to slice, and a scanner's noise."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tests.helpers.dicom_files import picture, written

SIDE = 512
_AIR, _TISSUE, _LUNG, _BONE = -1000, 40, -800, 500
_OFFSET = 1024  # stored values are Hounsfield units and this
_NOISE_HU = 20.0

Texts = Callable[[int], tuple[tuple[str, int, int], ...]]
"""What is burnt into slice `number` (from 1): text, left, top."""


INK = 4095
"""The value of letters, far brighter than any body; 240 + 1024 is as white in the window of the file, and no more."""


def write_series(folder: Path, count: int, texts: Texts = lambda _: (), seed: int = 7, ink: int = INK) -> list[Path]:
    """Write `count` slices and return them in their order in space; their names are in another one."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"IM{(37 * number) % (count + 1):04}.dcm" for number in range(1, count + 1)]
    for number, path in enumerate(paths, 1):
        path.write_bytes(_file(number, _burnt_in(_values(number / count, seed + number), texts(number), ink)))
    return paths


def _values(depth: float, seed: int) -> npt.NDArray[np.uint16]:
    """Return stored values of a slice at `depth`, 0 to 1, of a chest."""
    down, across = np.mgrid[:SIDE, :SIDE].astype(np.float32)

    def oval(x: float, y: float, wide: float, tall: float) -> npt.NDArray[np.bool_]:
        return np.asarray(((across - x) / wide) ** 2 + ((down - y) / tall) ** 2 < 1)

    body = np.full((SIDE, SIDE), _AIR, np.float32)
    body[oval(256, 270, 200 - 20 * depth, 140 - 10 * depth)] = _TISSUE
    for side in (-1, 1):
        body[oval(256 + side * 85, 255, 60 * (1 - 0.5 * depth), 85 * (1 - 0.4 * depth))] = _LUNG
    body[oval(256, 345, 22, 26)] = _BONE
    for rib in range(12):
        turn = rib / 6 * np.pi + 3 * depth
        body[oval(256 + 170 * np.cos(turn), 270 + 115 * np.sin(turn), 10, 6)] = 350
    vessels = np.random.default_rng(0)
    for number in range(40):
        x, y, size = vessels.uniform(120, 390), vessels.uniform(180, 330), vessels.uniform(2, 6)
        body[oval(x + 10 * np.sin(9 * depth + number), y, size, size)] = vessels.uniform(-100, 250)
    noise = np.random.default_rng(seed).normal(0, 2 * _NOISE_HU, (SIDE, SIDE)).astype(np.float32)
    seen = cv2.GaussianBlur(body, (0, 0), 0.8) + cv2.GaussianBlur(noise, (0, 0), 0.7)
    stored: npt.NDArray[np.uint16] = np.clip(np.rint(seen + _OFFSET), 0, 4095).astype(np.uint16)
    return stored


def _burnt_in(
    values: npt.NDArray[np.uint16], texts: tuple[tuple[str, int, int], ...], value: int
) -> npt.NDArray[np.uint16]:
    if not texts:
        return values
    page = Image.new("L", (SIDE, SIDE), 0)
    for text, left, top in texts:
        ImageDraw.Draw(page).text((left, top), text, fill=255, font=ImageFont.load_default(16))
    ink = np.asarray(page, np.float32) / 255
    burnt_in: npt.NDArray[np.uint16] = np.rint(values * (1 - ink) + value * ink).astype(np.uint16)
    return burnt_in


def _file(number: int, values: npt.NDArray[np.uint16]) -> bytes:
    return written(
        picture(
            values, PatientName="Thoraxson^Iliana", PatientID="K7654321", StudyDate="20200229", InstanceNumber=number,
            SOPInstanceUID=f"1.2.3.{number}", BodyPartExamined="CHEST", BitsStored=12, HighBit=11, RescaleSlope="1",
            RescaleIntercept=str(-_OFFSET), WindowCenter="40", WindowWidth="400", PixelSpacing=[0.7, 0.7],
            ImagePositionPatient=[0.0, 0.0, 1.5 * number], ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
        )
    )  # fmt: skip
