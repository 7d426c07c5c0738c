"""Slices through jobs and a real airlock: sorted, seen in a window, their headers listed, hidden over the series, copied."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.header_events import FilesSorted, TagsListed
from desktop_app.jobs.job import (
    DocumentOpened,
    Job,
    JobEvent,
    JobOptions,
    JobResult,
    PageShown,
)
from desktop_app.jobs.lease import KEPT_S
from desktop_app.jobs.session import Session
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import Box, GreyWindow, Region
from tests.helpers.dicom_files import picture, written

SIZE = 96
HIDDEN = Region("MARKED", 1.0, "person", Box(8, 8, 40, 16))


class Bench:
    """Jobs with real children, one after the other."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.session = Session(tools)
        self.heard: list[JobEvent] = []

    def run(self, job: Job) -> JobResult:
        """Run a job and keep what it tells."""
        self.heard.clear()
        return self.session.run(job, self.heard.append)

    def told(self, kind: type[JobEvent]) -> JobEvent:
        """Return the event of a kind."""
        return next(event for event in self.heard if isinstance(event, kind))


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Lend children that are started once."""
    tools = Tools(ChildCommand("engine", engine="echo"), lambda _: None, lease_s=KEPT_S)
    tools.start()
    lent = tools.lend(threading.Event())
    lent.airlock()
    lent.engine(NOBODY)  # both are there before the first test begins
    made = Bench(tools)
    yield made
    made.session.close()
    tools.close()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    """Three slices in the wrong order, each with levels of its own, and a text that is none."""
    ramp = np.tile(np.linspace(0, 4000, SIZE, dtype=np.uint16), (SIZE, 1))
    paths = []
    for name, z in (("b", 5.0), ("a", 10.0), ("c", 0.0)):
        path = tmp_path / f"Testperson-{name}"
        position = {"ImagePositionPatient": [0, 0, z], "ImageOrientationPatient": [1, 0, 0, 0, 1, 0]}
        path.write_bytes(
            written(
                picture(
                    ramp, SOPInstanceUID=f"1.2.3.{z:.0f}", SeriesNumber=3, SOPClassUID="1.2.840.10008.5.1.4.1.1.2",
                    BitsStored=12, HighBit=11, WindowCenter="2000", WindowWidth="4000", **position,
                )
            )
        )  # fmt: skip
        paths.append(path)
    (tmp_path / "README").write_text("How to look at these pictures.")
    return (*paths, tmp_path / "README")


def _series(bench: Bench, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the slices in their order, as the airlock finds it."""
    bench.run(Job("sort", files[0].parent, files=files, sorts=True))
    event = bench.told(FilesSorted)
    assert isinstance(event, FilesSorted)
    (found,) = event.series
    return tuple(files[index] for index in found.files)


def test_files_are_sorted_by_their_place_in_space(bench: Bench, files: tuple[Path, ...]) -> None:
    """And a document that the airlock had open for somebody is opened again for them."""
    whole = Job("whole", files[0], options=JobOptions(policy="off"))
    before = bench.run(whole)
    assert [path.name[-1] for path in _series(bench, files)] == ["c", "b", "a"]
    assert bench.run(replace(whole, id="again")).document.sha256 == before.document.sha256


def test_a_series_is_seen_in_the_window_that_is_wanted(bench: Bench, files: tuple[Path, ...]) -> None:
    """The picture changes, its key does, and the next job without a wish sees it as the file says."""
    series = _series(bench, files)
    options = JobOptions(policy="off", pages=(2,), preview_px=1_000_000)
    job = Job("see", files[0].parent, options=options, files=series, only_shows=True)
    levels = []
    for window in (None, GreyWindow(500.0, 200.0), None):
        bench.run(replace(job, options=replace(options, window=window)))
        shown = bench.told(PageShown)
        assert isinstance(shown, PageShown)
        levels.append((shown.key, shown.number))
    assert levels[0] == levels[2] != levels[1]


def test_what_is_sent_is_seen_in_the_window_too(bench: Bench, files: tuple[Path, ...]) -> None:
    """Pages that are prepared in another window are other pages, and what was decided is hidden in each."""
    series = _series(bench, files)
    keys: list[tuple[str, str]] = []
    for window in (None, GreyWindow(500.0, 200.0)):
        sha256 = keys[0][1] if keys else ""
        decided = dict.fromkeys((1, 2, 3), (HIDDEN,)) if sha256 else {}
        options = JobOptions(policy="off", window=window, decided=decided, decided_for=sha256)
        result = bench.run(Job("prepare", files[0].parent, options=options, files=series))
        keys.append((result.document.pages[0].key, result.document.sha256))
    opened = bench.told(DocumentOpened)
    assert isinstance(opened, DocumentOpened)
    assert keys[0][0] != keys[1][0]
    assert keys[0][1] == keys[1][1]
    assert (opened.line.count, opened.line.axis) == (3, "slices")
    assert [window.name for window in opened.facts.windows][:2] == ["", "soft tissue"]
    assert [(part.first, part.modality, part.series) for part in opened.facts.parts] == [(1, "CT", 3)]


def test_the_header_of_a_slice_is_listed_under_a_policy(bench: Bench, files: tuple[Path, ...]) -> None:
    """For a person, with what a copy makes of it."""
    series = _series(bench, files)
    options = JobOptions(policy="medical", pages=(2,))
    bench.run(Job("tags", files[0].parent, options=options, files=series, lists_tags=True))
    event = bench.told(TagsListed)
    assert isinstance(event, TagsListed)
    fates = {tag.name: (tag.value, tag.fate) for tag in event.tags}
    assert fates["Patient's Name"] == ("Testperson^Tilda", "emptied")
    assert fates["Rows"] == (str(SIZE), "kept")


def test_the_copy_of_a_series_is_a_folder_of_clean_files(bench: Bench, files: tuple[Path, ...], tmp_path: Path) -> None:
    """One box over all, in their order, called by their places, all of one patient; nothing is left beside them."""
    series = _series(bench, files)
    first = bench.run(Job("first", files[0].parent, options=JobOptions(policy="off"), files=series))
    sha256 = first.document.sha256
    decided = dict.fromkeys((1, 2, 3), (HIDDEN,))
    options = JobOptions(policy="medical", decided=decided, decided_for=sha256)
    prepared = bench.run(Job("decided", files[0].parent, options=options, files=series)).document
    reviewed = replace(prepared, pages=tuple(replace(page, is_reviewed=True) for page in prepared.pages))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "clean").mkdir()
    place = Place(tmp_path / "out", is_folder=True, stem="clean")
    job = Job("copy", files[0].parent, options=options, prepared=reviewed, copy_to=place, files=series)
    copy = bench.run(job).copy

    assert copy is not None
    assert copy.output == tmp_path / "out" / "clean (2)"
    assert "renamed" in copy.warnings
    copies = sorted(copy.output.iterdir())
    assert [path.name for path in copies] == ["0001.dcm", "0002.dcm", "0003.dcm"]
    assert sorted((tmp_path / "out").iterdir()) == [tmp_path / "out" / "clean", copy.output]
    read = [pydicom.dcmread(path) for path in copies]
    assert [one.ImagePositionPatient[2] for one in read] == [0, 5, 10]
    assert len({one.PatientID for one in read}) == len({one.SeriesInstanceUID for one in read}) == 1
    for one in read:
        assert np.ptp(one.pixel_array[8:24, 8:48]) == 0
        assert np.ptp(one.pixel_array[60:]) > 1000
    assert b"Testperson" not in b"".join(path.read_bytes() for path in copies)


def test_a_copy_made_of_pixels_bears_the_mark_below_each_page(
    bench: Bench, files: tuple[Path, ...], tmp_path: Path
) -> None:
    """On a strip of its own: nothing of the picture is covered."""
    prepared = bench.run(Job("one", files[0], options=JobOptions(policy="off"))).document
    place = Place(tmp_path / "slice.png", is_folder=False)
    options = JobOptions(policy="off", decided_for=prepared.sha256)
    copy = bench.run(Job("copy", files[0], options=options, prepared=prepared, copy_to=place)).copy
    assert copy is not None
    with Image.open(copy.output) as made:
        pixels = np.asarray(made)
    assert pixels.shape[1] == SIZE
    assert pixels.shape[0] > SIZE
    assert pixels[SIZE:].max() > 128 > pixels[SIZE:, 0].max()


def test_a_slice_that_has_changed_is_another_series(bench: Bench, files: tuple[Path, ...]) -> None:
    """What was decided about it counts for the very files that somebody saw."""
    series = _series(bench, files)
    sha256 = bench.run(Job("first", files[0].parent, options=JobOptions(policy="off"), files=series)).document.sha256
    series[1].write_bytes(series[0].read_bytes())
    options = JobOptions(policy="off", decided_for=sha256, decided={1: (HIDDEN,)})
    with pytest.raises(AppError, match="file_replaced"):
        bench.run(Job("second", files[0].parent, options=options, files=series))
