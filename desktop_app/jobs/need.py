"""Say what a job needs for its next step, and who waits for it. Orders nothing: that is `queue.py`."""

from enum import IntEnum, StrEnum
from typing import Literal, TypeAlias

Lane: TypeAlias = Literal["airlock", "engine", "films"]
"""The children that jobs wait for, each with a line of its own: `films` is the airlock in which films are looked through and
written. That takes minutes, in which the other one still shows their frames."""


class Urgency(IntEnum):
    """Who waits for a job's next step, the most urgent first. Among equals the job that came first goes first."""

    LOOKED_AT = 0
    ASKED = 1
    CURRENT = 2
    REST = 3


class Need(StrEnum):
    """What a job needs for its next step.

    Attributes:
        SHOWING: the airlock, so that a person can see a page.
        HIDING: the airlock, so that a page can be sent.
        FILMS: the airlock for films, so that one can be looked through or written.
        ANSWERING: the engine.
    """

    SHOWING = "showing"
    HIDING = "hiding"
    FILMS = "films"
    ANSWERING = "answering"

    @property
    def child(self) -> Lane:
        """Which child that is."""
        if self is Need.FILMS:
            return "films"
        return "engine" if self is Need.ANSWERING else "airlock"
