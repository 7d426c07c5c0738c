"""Say in which windows a person may want pictures of values: those of the file, and those of the craft. Shows none."""

from model_runtime.documents.dicom.window import PRESETS, Shower, Window
from model_runtime.protocol import limits
from model_runtime.protocol.series_payloads import MAX_LEVEL, MAX_WINDOWS, MIN_BREADTH, GreyWindow

_WHOLE = "values"
"""Our word for the window that shows all but the rarest values."""

_CT = "CT"


def offered(shower: Shower, modality: str) -> tuple[GreyWindow, ...]:
    """Return the windows, the file's own first; none where there are no levels.

    Those of computed tomography are told only where values are Hounsfield units; in others they would show anything.
    """
    if not shower.has_levels:
        return ()
    crafted = PRESETS if modality == _CT else ()
    middle = shower.middle(0)
    whole = Window(middle.center, middle.width, middle.function, _WHOLE)
    told: dict[tuple[float, float], GreyWindow] = {}
    for window in filter(_can_be_told, (*shower.windows(0), *crafted, whole)):
        told.setdefault((window.center, window.width), _told(window))
    return tuple(told.values())[:MAX_WINDOWS]


def wanted(window: GreyWindow | None, own: tuple[Window, ...]) -> Window | None:
    """Return the window that a person wants; one of the file's own with the function that the file gives it."""
    if window is None:
        return None
    for one in own:
        if (one.center, one.width) == (window.center, window.width):
            return one
    return Window(window.center, window.width, name=window.name)


def _can_be_told(window: Window) -> bool:
    return abs(window.center) <= MAX_LEVEL and MIN_BREADTH <= window.width <= MAX_LEVEL


def _told(window: Window) -> GreyWindow:
    name = "".join(letter for letter in str(window.name) if letter.isprintable())[: limits.MAX_NAME_CHARS]
    return GreyWindow(window.center, window.width, name)
