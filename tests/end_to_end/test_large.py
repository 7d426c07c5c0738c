"""Pictures as large as telephones and panoramas make them, and crowds: everything hidden within bounded memory."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import Box, PageRegions, Region
from tests.end_to_end.program import DATA
from tests.helpers.children import running_client
from tests.helpers.documents import opened

MAX_RESIDENT_BYTES = 2_000_000_000
FACE = Box(205, 95, 40, 50)
"""Eyes and mouth in `faces/astronaut.jpg`, which is 512 x 512."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the most memory a process had is read from /proc")


@pytest.fixture
def client() -> Iterator[Client]:
    """Lend an airlock that has done nothing yet."""
    with running_client(ChildCommand("airlock")) as running:
        yield running


def _portrait() -> Image.Image:
    with Image.open(DATA / "faces" / "astronaut.jpg") as picture:
        return picture.convert("RGB")


def _redacted(client: Client, path: Path) -> tuple[tuple[Region, ...], bytes]:
    """Return what policy `faces` hides in a file, and its copy, as `redact` makes it."""
    airlock = Airlock(client, threading.Event())
    with ServedFile(path) as file, airlock.opened(file):
        found = airlock.detect(1, "faces").regions
        return found, b"".join(airlock.encode((PageRegions(1, found),), "jpeg"))


def _peak_bytes(client: Client) -> int:
    status = Path(f"/proc/{client.process.pid}/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def _is_dark(copy: bytes, box: Box) -> bool:
    pixels = opened(copy).render(1).pixels
    return int(pixels[box.rows, box.columns].max()) <= 16


def test_a_photograph_of_36_megapixels_takes_less_than_two_gigabytes(client: Client, tmp_path: Path) -> None:
    """The whole way, decoded to packed again; the large face and the small one beside it are gone."""
    scene = Image.new("RGB", (7360, 4912), (110, 130, 150))
    scene.paste(_portrait().resize((3072, 3072)), (400, 900))
    scene.paste(_portrait().resize((256, 256)), (6000, 3000))
    scene.save(tmp_path / "photograph.jpg", quality=90)
    found, copy = _redacted(client, tmp_path / "photograph.jpg")
    for place in (Box(400 + 6 * 205, 900 + 6 * 95, 6 * 40, 6 * 50), Box(6000 + 103, 3000 + 48, 20, 25)):
        assert any(region.box.contains(place) for region in found)
        assert _is_dark(copy, place)
    assert _peak_bytes(client) <= MAX_RESIDENT_BYTES


def test_a_panorama_of_50_megapixels_ends_well(client: Client, tmp_path: Path) -> None:
    """Twelve times as wide as high: every person along it is hidden."""
    scene = Image.new("RGB", (25_000, 2_000), (110, 130, 150))
    for number in range(10):
        scene.paste(_portrait().resize((1024, 1024)), (300 + number * 2400, 500))
    scene.save(tmp_path / "panorama.jpg", quality=90)
    found, copy = _redacted(client, tmp_path / "panorama.jpg")
    places = [Box(300 + number * 2400 + 410, 500 + 190, 80, 100) for number in range(10)]
    for place in places:
        assert any(region.box.contains(place) for region in found)
    assert _is_dark(copy, places[-1])
    assert _peak_bytes(client) <= MAX_RESIDENT_BYTES


def test_five_hundred_faces_are_hidden(client: Client, tmp_path: Path) -> None:
    """A stadium: none is left out because there are so many."""
    scene = Image.new("RGB", (2500, 2000), (110, 130, 150))
    tile = _portrait().crop((120, 20, 320, 220)).resize((100, 100))
    for number in range(500):
        scene.paste(tile, (number % 25 * 100, number // 25 * 100))
    scene.save(tmp_path / "crowd.png")
    found, copy = _redacted(client, tmp_path / "crowd.png")
    hidden = np.zeros((2000, 2500), dtype=np.bool_)
    for region in found:
        box = region.box
        hidden[box.rows, box.columns] = True
    faces = [Box(number % 25 * 100 + 43, number // 25 * 100 + 38, 20, 25) for number in range(500)]
    assert [] == [box for box in faces if not hidden[box.rows, box.columns].all()]
    assert _is_dark(copy, faces[-1])
