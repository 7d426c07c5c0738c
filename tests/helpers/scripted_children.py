"""Two airlocks and an engine that do nothing until a test says so, and a runner whose jobs go to them step by step.

Notes who was at a child while somebody else was. Asserts nothing.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Emit, Job, JobOptions, JobResult, Work
from desktop_app.jobs.need import Lane, Need, Urgency
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client.values import PageLine

NOTHING = PreparedDocument("png", PageLine(1), "", "off", (), (), 0.0, 0.0)
_LOOK_EVERY_S = 0.002


@dataclass
class ScriptedChild:
    """A child that works on one step until it may end it, or dies.

    Attributes:
        busy_with: the job whose step it is.
        intruders: jobs that came while it was busy.
    """

    busy_with: str = ""
    intruders: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    _may_end: bool = False
    _dies: bool = False

    def work(self, job_id: str, stop: threading.Event) -> None:
        """Work on a step. Raises AppError when it dies, or somebody stops it."""
        with self.changed:
            if self.busy_with:
                self.intruders.append(job_id)
            self.busy_with = job_id
            self.changed.notify_all()
            while not (self._may_end or self._dies or stop.is_set()):
                self.changed.wait(_LOOK_EVERY_S)
            has_died, is_stopped = self._dies, not self._may_end
            self._may_end = self._dies = False
            self.busy_with = ""
            self.changed.notify_all()
        if has_died:
            raise AppError("child_died", exit_code=1)
        if is_stopped:
            raise AppError("cancelled")

    def finish(self, *, dies: bool = False) -> None:
        """End the step that is worked on, and return when it has ended."""
        with self.changed:
            before = self.busy_with
            self._may_end, self._dies = not dies, dies
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.busy_with != before or not (self._may_end or self._dies))


@dataclass
class ScriptedPair:
    """All children, and what jobs need of them: a plan by job."""

    children: Mapping[Lane, ScriptedChild] = field(
        default_factory=lambda: {"airlock": ScriptedChild(), "engine": ScriptedChild(), "films": ScriptedChild()}
    )
    plans: dict[str, Sequence[Need]] = field(default_factory=dict)

    def job(self, job_id: str, plan: Sequence[Need], urgency: Urgency = Urgency.REST) -> Job:
        """Return a job that needs just this, in this order."""
        self.plans[job_id] = plan
        is_shown = plan[0] is Need.SHOWING
        prepared = NOTHING if plan[0] is Need.ANSWERING else None
        options = JobOptions(preview_px=1 if is_shown else 0)
        return Job(job_id, Path("file"), options=options, prepared=prepared, urgency=urgency)

    def run(self, job: Job, _emit: Emit, stop: threading.Event) -> Work:
        """Carry out a job (a `queue.Runner`)."""
        first, *later = self.plans[job.id]
        self.children[first.child].work(job.id, stop)
        for need in later:
            yield need
            self.children[need.child].work(job.id, stop)
        return JobResult(NOTHING, (), None, (), 0.0)
