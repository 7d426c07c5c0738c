"""Words that a file, a child, a page or a folder could bring along, to make a window or a terminal do something."""

from pathlib import Path

PICTURE = "beside.png"
"""What the markup below would have opened, by a relative name: a file's name cannot hold a path."""

NAMES = (
    f'<img src="{PICTURE}">',
    f" \t<img src='{PICTURE}'>x",
    f"<table background={PICTURE}>",
    f'<?xml version="1.0"?><p><img src="{PICTURE}">',
    f'<!DOCTYPE html><img src="{PICTURE}">',
    f'<qt>a<img src="{PICTURE}">',
    f'a\n<img src="{PICTURE}">',
    f"&lt;b&gt; ![x]({PICTURE}) [*] &File %1",
    "invoice\u202egnp.exe",
    "a\u2067b\u200bc\u2028d\x1b]0;x\x07\x9b31m",
    "x" * 5000,
)
"""Each can be the name of a file, but for the longest."""


def with_paths(folder: Path) -> tuple[str, ...]:
    """Return the same, and such as name the picture by its whole path."""
    picture = folder / PICTURE
    return (*NAMES, f'<img src="{picture}">', f'<img src="file://{picture}">', f'<a href="file://{picture}">x</a>')


def file_names() -> tuple[str, ...]:
    """Return those that a file can have."""
    return tuple(name for name in NAMES if "/" not in name and len(name.encode()) < 240)
