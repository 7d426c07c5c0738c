"""Say what a job needs for its next step, and who waits for it. Orders nothing: that is `queue.py`."""

from enum import IntEnum, StrEnum

from desktop_app.runtime_client.values import Role


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
        ANSWERING: the engine.
    """

    SHOWING = "showing"
    HIDING = "hiding"
    ANSWERING = "answering"

    @property
    def child(self) -> Role:
        """Which child that is."""
        return "engine" if self is Need.ANSWERING else "airlock"
