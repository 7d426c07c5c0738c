"""Look at a window as assistive technology does: over the accessibility bus, from another process, through AT-SPI.

Source of names and numbers: at-spi2-core, xml/*.xml and atspi-constants.h. Knows nothing of Qt and of this program.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.helpers.small_bus import Bus, BusError

_ACCESSIBLE, _COMPONENT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Component"
_ROOT = "/org/a11y/atspi/accessible/root"
_ENABLED, _FOCUSABLE, _FOCUSED, _SHOWING = 8, 11, 12, 25
_ON_SCREEN = 0

CONTROLS = frozenset(
    {
        *("push button", "button", "toggle button", "check box", "radio button", "combo box", "spin button", "slider"),
        *(
            "text",
            "entry",
            "password text",
            "paragraph",
            "list",
            "list box",
            "table",
            "tree",
            "link",
            "push button menu",
        ),
    }
)
"""Roles that somebody works with, whether or not they say that they take the focus."""

TEXTS = frozenset({"label"})
"""Roles that are read and not worked with, even where the pointer can select their words."""

INSIDE = frozenset({"list item", "table cell", "tree item", "menu item", "check menu item", "menu", "popup menu"})
"""Roles that are reached with the arrows, from the one Tab stop around them."""


@dataclass(frozen=True)
class Place:
    """A rectangle of the screen, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Seen:
    """One object of the tree, and what it says of itself."""

    owner: str
    path: str
    role: str
    name: str
    states: frozenset[int]

    @property
    def is_control(self) -> bool:
        """Whether somebody works with it, now."""
        is_there = {_ENABLED, _SHOWING} <= self.states
        return is_there and self.role not in INSIDE | TEXTS and (_FOCUSABLE in self.states or self.role in CONTROLS)

    def __str__(self) -> str:
        return f"{self.role} {self.name!r}"


def accessibility_bus(session_address: str) -> Bus:
    """Connect to the accessibility bus of a session. Raises BusError, OSError."""
    with Bus(session_address) as session:
        (address,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    return Bus(address)


def windows(bus: Bus) -> list[Seen]:
    """Return the windows of all programs that are on the bus."""
    programs = _children(bus, "org.a11y.atspi.Registry", _ROOT)
    return [_look(bus, *window) for program in programs for window in _children(bus, *program)]


def tree(bus: Bus, seen: Seen) -> Iterator[Seen]:
    """Walk an object and all that is in it and showing."""
    yield seen
    for child in _children(bus, seen.owner, seen.path):
        try:
            found = _look(bus, *child)
        except BusError:  # gone meanwhile
            continue
        if _SHOWING in found.states and found.role not in INSIDE:
            yield from tree(bus, found)


def has_focus(bus: Bus, seen: Seen) -> bool:
    """Tell whether keys go to an object now."""
    return _FOCUSED in _states(bus, seen.owner, seen.path)


def place(bus: Bus, seen: Seen) -> Place:
    """Return where on the screen an object is."""
    (corners,) = bus.call(seen.owner, seen.path, _COMPONENT, "GetExtents", _ON_SCREEN)
    return Place(*corners)


def _look(bus: Bus, owner: str, path: str) -> Seen:
    name = bus.property(owner, path, _ACCESSIBLE, "Name")
    (role,) = bus.call(owner, path, _ACCESSIBLE, "GetRoleName")
    return Seen(owner, path, role, name, _states(bus, owner, path))


def _children(bus: Bus, owner: str, path: str) -> list[tuple[str, str]]:
    (found,) = bus.call(owner, path, _ACCESSIBLE, "GetChildren")
    return [(child[0], child[1]) for child in found]


def _states(bus: Bus, owner: str, path: str) -> frozenset[int]:
    (words,) = bus.call(owner, path, _ACCESSIBLE, "GetState")
    return frozenset(32 * place + bit for place, word in enumerate(words) for bit in range(32) if word >> bit & 1)
