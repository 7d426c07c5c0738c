"""Scenes of medical pictures: a series dropped as a folder, seen in another window, its header, a box over all of it, the mark."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from desktop_app.settings.store import Language
from tests.end_to_end.player import Player, Script
from tests.helpers import finding
from tests.helpers.dicom_files import picture, written
from tests.helpers.slice_hands import SliceEyes

QUESTION = "What is written on the picture?"
COUNT, SIZE = 4, 420
BOX = ((150, 180), (270, 250))
"""What a person draws in the middle of the head, where nothing else is hidden: a drag that begins on a box moves it."""


def write_series(folder: Path) -> None:
    """Write slices of a made head in the wrong order, each with a name and a technique burnt in."""
    folder.mkdir()
    across, down = np.meshgrid(np.linspace(-1, 1, SIZE), np.linspace(-1, 1, SIZE))
    for number in range(1, COUNT + 1):
        around = np.hypot(across / (0.62 + 0.03 * number), down / 0.8)
        levels = np.where(around < 1, 1040 + 60 * np.cos(9 * around + number), 24)
        levels = np.where((around > 0.9) & (around < 1), 1900, levels)
        page = Image.fromarray(levels.astype(np.int32))
        pen, font = ImageDraw.Draw(page), ImageFont.load_default(20)
        pen.text((18, 16), "Testperson, Tilda", fill=2400, font=font)
        pen.text((18, SIZE - 40), "120 kVp 200 mAs", fill=2400, font=font)
        place = {"ImagePositionPatient": [0, 0, -5 * number], "ImageOrientationPatient": [1, 0, 0, 0, 1, 0]}
        dataset = picture(
            np.asarray(page).astype(np.uint16), SeriesNumber=3, SOPInstanceUID=f"1.2.3.{number}", BitsStored=12,
            HighBit=11, RescaleIntercept="-1024", RescaleSlope="1", WindowCenter="40", WindowWidth="400",
            StudyDescription="Head, after a fall", StudyDate="20260301", InstanceNumber=number, **place,
        )  # fmt: skip
        (folder / f"IM{number}").write_bytes(written(dataset))


def in_english(player: Player) -> Script:
    """Drop a folder, drag the window, list the header, draw one box over the series, accept, ask."""
    window, eyes = player.window, player.eyes
    slices = SliceEyes(window)
    yield lambda: window.status.shield.property("level") != "checking"
    window.page.tool_bar.picker.policy_chosen.emit("medical")
    folder = Path(player.scratch.name, "slices")
    write_series(folder)
    yield from player.drop(folder)
    yield lambda: bool(eyes.documents) and eyes.are_ready
    yield lambda: eyes.has_page
    yield from player.pause(0.6)
    player.shoot("61-series", names=eyes.names, study=slices.study_of(0), place=slices.place, mark=slices.mark)
    yield from player.drag((120, 120), (280, 180), button=3)
    yield lambda: eyes.documents[0].window is not None and eyes.are_ready
    yield from player.pause(0.6)
    player.shoot("62-series-window", window=slices.window_words)
    finding.button(window, "Header").click()
    yield lambda: len(slices.tags) > 0
    yield from player.pause(0.6)
    player.shoot("63-series-header", tags=[list(tag) for tag in slices.tags], told=slices.tag_summary)
    finding.button(window, "Header").click()
    yield from player.press("ctrl+r")
    yield lambda: eyes.review is not None
    yield from player.pause(0.6)
    player.shoot("64-series-review", found=len(eyes.places), unseen=slices.unseen)
    yield from player.drag(*BOX)
    finding.button(window.review, "Put the chosen box on every page").click()
    yield from player.pause(0.6)
    player.shoot("65-series-box", places=len(eyes.places))
    finding.button(window.review, "Accept all slices").click()
    yield lambda: eyes.are_ready
    yield from player.ask(QUESTION)
    yield lambda: bool(eyes.answers)
    yield from player.pause(0.6)
    player.shoot("66-series-answer", answers=eyes.answers, said=slices.answer_words, sources=slices.source_words)


SCENES: dict[str, tuple[Callable[[Player], Script], Language]] = {"series": (in_english, "en")}
