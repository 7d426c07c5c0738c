"""A copy never takes a source's place or name, and in a folder nobody's; what has pages gets a format that holds them."""

import os
from pathlib import Path

import pytest

from desktop_app.foundation import file_identity
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import Place, target


@pytest.mark.parametrize(
    ("source", "kind", "pages", "name", "wanted"),
    [
        ("a.png", "png", 1, "a.png", "png"),
        ("a.JPG", "jpeg", 1, "a.JPG", "jpeg"),
        ("a.heic", "heic", 1, "a.png", "png"),
        ("a.pdf", "jpeg", 1, "a.jpg", "jpeg"),
        ("a.pdf", "pdf", 9, "a.pdf", "pdf"),
        ("a.tif", "tiff", 9, "a.tif", "tiff"),
        ("a.gif", "gif", 1, "a.tiff", "tiff"),
        ("a.gif", "gif", 2, "a.tiff", "tiff"),
        ("a.webp", "webp", 2, "a.tiff", "tiff"),
        ("a.webp", "webp", 1, "a.webp", "webp"),
        ("a.png", "png", 129, "a.tiff", "tiff"),
        ("a.avif", "avif", 2, "a.tiff", "tiff"),
        ("a.heic", "heic", 3, "a.tiff", "tiff"),
        ("a.jpg", "jpeg", 2, "a.tiff", "tiff"),
    ],
)
def test_a_copy_in_a_folder_is_named_and_made_like_its_source(
    source: str, kind: str, pages: int, name: str, wanted: str, tmp_path: Path
) -> None:
    """In the source's own format where that can be written and holds every page."""
    found = target(tmp_path / "sources" / source, Place(tmp_path, is_folder=True), kind, pages)
    assert (tmp_path / name, wanted, False) == (found.path, found.output_format, found.is_named)
    assert tmp_path / name == next(found.names())


@pytest.mark.parametrize(("name", "pages"), [("a.png", 2), ("a.jpg", 2), ("a.webp", 2), ("a.txt", 1), ("a", 1)])
def test_a_named_file_must_be_able_to_hold_the_copy(name: str, pages: int, tmp_path: Path) -> None:
    """Said before any page is looked at."""
    with pytest.raises(AppError, match="format_not_writable"):
        target(tmp_path / "s.webp", Place(tmp_path / name, is_folder=False), "webp", pages)


def test_a_copy_that_would_lie_in_a_sources_place_is_refused(tmp_path: Path) -> None:
    """Its own source's, and that of another file of the call."""
    for name in ("own.png", "other.png"):
        (tmp_path / name).touch()
    sources = file_identity.all_identities([tmp_path / "other.png"])
    place = Place(tmp_path, is_folder=True, sources=sources)
    for source in (tmp_path / "own.png", tmp_path / "elsewhere" / "other.png"):
        with pytest.raises(AppError, match="output_exists"):
            target(source, place, "png", 1)


def test_reserved_names_are_left_free(tmp_path: Path) -> None:
    """The report of the call is not there yet, but its name is given away."""
    place = Place(tmp_path, is_folder=True, reserved=(tmp_path / "A.png",))
    assert tmp_path / "a (2).png" == next(target(Path("elsewhere/a.png"), place, "png", 1).names())


@pytest.mark.parametrize("letter", ["a", "é", "\udcf0"])
def test_names_are_cut_to_what_a_disk_takes(letter: str, tmp_path: Path) -> None:
    """At whole characters, with the number and the suffix kept."""
    stem = letter * (250 // len(os.fsencode(letter)))
    names = target(Path("elsewhere") / f"{stem}.heic", Place(tmp_path, is_folder=True), "heic", 9).names()
    first, second = next(names), next(names)
    assert (".tiff", True) == (first.suffix, first.stem == stem)
    assert second.name.endswith(" (2).tiff")
    assert len(os.fsencode(second.name)) <= 255
    second.touch()
    assert second.exists()
