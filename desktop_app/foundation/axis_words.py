"""Say in English what one steps along in a document (a page, a frame, a slice), where something was read, and where nothing.

The command line and rows of results speak so; the window has words of its own, which are translated (`wording.py`).
"""

NOT_FOUND = "Not found on this page."
"""As the built-in reader says it of whatever it was given (`model_runtime/engines/reader/answers.py`); a test compares."""

READ = "read"
"""The basis of an answer that stands there."""

_STEPS = {"frames": "frame", "slices": "slice"}
_NOT_FOUND = {
    "page": (NOT_FOUND, "Not found on the pages that were read."),
    "frame": ("Not found on this frame.", "Not found in the frames that were read."),
    "slice": ("Not found on this slice.", "Not found in the slices that were read."),
}


def step(axis: str) -> str:
    """Return what one page of a line is called."""
    return _STEPS.get(axis, "page")


def not_found(axis: str, count: int) -> str:
    """Return that nothing was found on `count` pages of a line."""
    one, several = _NOT_FOUND[step(axis)]
    return one if count == 1 else several


def read_from(axis: str) -> str:
    """Return that an answer stands there."""
    return f"read from the {step(axis)}"
