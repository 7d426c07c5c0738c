"""Try to fill the desktop's memory: a small file of many large pages, many photographs; and look for what should have gone.

Measures the desktop's own process (its children have limits of the kernel's). Needs a screen for nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from tests.adversarial.row import Row, Size
from tests.helpers import large_files, large_pages
from tests.helpers.process_memory import found_in

DESKTOP = Path(__file__).resolve().parents[1] / "helpers" / "measured_desktop.py"
ROOT = Path(__file__).resolve().parents[2]

LIMIT_MB = 700
"""What a desktop may take, whatever is opened."""

LEFT_MB = 200
"""What may be left of it after a new conversation: Qt, Python and an empty window take some 90."""

LARGE_PAGES = {Size.SMALL: 4, Size.FULL: 200}
PHOTOGRAPHS = {Size.SMALL: 2, Size.FULL: 20}
PATIENCE_S = {Size.SMALL: 400, Size.FULL: 3600}


def rows(size: Size) -> Iterator[Row]:
    """Yield what the desktop took in each case, and what was left in any of the three processes."""
    with tempfile.TemporaryDirectory() as folder:
        yield _many_large_pages(size, Path(folder))
        yield from _photographs(size, Path(folder))
        yield _left_overs(size, Path(folder))


def _many_large_pages(size: Size, folder: Path) -> Row:
    path, count = folder / "pages.pdf", LARGE_PAGES[size]
    path.write_bytes(large_pages.pdf(count))
    told = _told(["analyze", str(path), "What is the total?"], folder, PATIENCE_S[size])
    failed = told is None or int(str(told["peak_mb"])) > LIMIT_MB or told["answers"] != 1 or told["pages"] != count
    note = f"{told['peak_mb']} MB" if told else "no end"
    return Row(
        f"{path.stat().st_size // 1000} KB of {count} large pages, analyzed", count, count if failed else 0, note=note
    )


def _photographs(size: Size, folder: Path) -> Iterator[Row]:
    count = PHOTOGRAPHS[size]
    paths = large_files.photographs(folder, count)
    told = _told(["window", *map(str, paths)], folder, PATIENCE_S[size])
    failed = told is None or int(str(told["peak_mb"])) > LIMIT_MB or told["states"] != ["ready"]
    note = f"{told['peak_mb']} MB" if told else "no end"
    yield Row(f"{count} photographs of 12 megapixels in the window", count, count if failed else 0, note=note)
    is_left = told is None or int(str(told["left_mb"])) > LEFT_MB
    note = f"{told['left_mb']} MB" if told else "no end"
    yield Row("memory after a new conversation", count, count if is_left else 0, note=note)


def _left_overs(size: Size, folder: Path) -> Row:
    """Search the memory of desktop, airlock and engine for pieces of a picture, before and after a new conversation."""
    pixels = np.random.default_rng(7).integers(0, 255, (900, 1200, 3), dtype=np.uint8)
    path = folder / "noise.png"
    Image.fromarray(pixels).save(path)
    needles = [needle for top in range(20, 900, 60) for left in (100, 800) for needle in _as_kept(pixels[top, left:])]
    with subprocess.Popen(
        [sys.executable, str(DESKTOP), "hold", str(path), "What is the total?"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
        text=True,
    ) as desktop:
        assert desktop.stdin is not None
        assert desktop.stdout is not None
        process_ids: dict[str, int] = json.loads(desktop.stdout.readline())
        before = {who: found_in(process_id, needles) for who, process_id in process_ids.items()}
        desktop.stdin.write("\n")
        desktop.stdin.flush()
        desktop.stdout.readline()
        after = {who: found_in(process_id, needles) for who, process_id in process_ids.items()}
        desktop.stdin.write("\n")
        desktop.stdin.flush()
    assert before["desktop"] > 0, "a search that finds nothing while the page is on the screen finds nothing"
    names = tuple(f"{who}: {count} pieces" for who, count in after.items() if count)
    note = f"{before['desktop']} of {len(needles)} before"
    return Row("pieces of a page in memory after a new conversation", len(needles), max(after.values()), names, note)


def _as_kept(row: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> tuple[bytes, bytes]:
    """Return sixteen pixels as the wire has them, and as Qt has them."""
    pixels = row[:16]
    return pixels.tobytes(), np.concatenate([pixels[:, ::-1], np.full((16, 1), 255, np.uint8)], axis=1).tobytes()


def _told(arguments: list[str], folder: Path, patience_s: float) -> dict[str, object] | None:
    """Return what the measured desktop says at its end; None when it does not end well."""
    try:
        ran = subprocess.run(
            [sys.executable, str(DESKTOP), *arguments],
            env=_environment(folder),
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    told: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    return kept | {"INCAMERA_HOME": str(folder / "profile"), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
