"""Name screens that are none: Qt draws into memory, as large and as fine as tests want. One file of Qt's own a screen."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "screens"

SMALL = ("1280x720", "1024x768", "2560x1440_at_2")
"""On which people have met windows that did not fit."""


def platform(name: str = "1920x1080") -> str:
    """Return what QT_QPA_PLATFORM must say for a screen; without one, Qt's is 800 x 800, where no window of ours fits."""
    return f"offscreen:configfile={FOLDER / name}.json"
