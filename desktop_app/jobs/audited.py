"""Write down what is done: which of a job's events go into the audit log, and what is told of each.

Nothing of a document is told but its kind, how long it is and how much was hidden; file names only as the organisation has
decided. One place for all front ends: every job passes here.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from desktop_app.audit.audit_log import AuditLog
from desktop_app.audit.chain import Facts
from desktop_app.audit.log_folder import log_folder
from desktop_app.foundation import logs
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import AnswerFinished, DocumentOpened, DocumentPrepared, Emit, Job, JobEvent, Work
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.managed.rules import Audit
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import Region
from desktop_app.settings import policies

KEY_FILE = "audit-names.key"
"""Beside the log; what file names are hashed with. Without it the hashes say nothing to anybody."""

_KEY_BYTES = 32

NO_JOB = "0"
"""What the log calls what is done, or refused, outside of any job."""

Tell: TypeAlias = Callable[[str, Facts], None]
"""Writes an entry into the log. Raises AppError as `Recorder.tell` does."""

MAX_NAME_BYTES = 4096
"""Of a name as it stands in an entry, where one picture takes twelve; half of what an entry may have in all."""


class Recorder:
    """Writes entries as the organisation wants it. Safe to use from several threads."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._session = secrets.token_hex(4)  # tells the jobs of several programs apart
        self._folder = log_folder(audit.folder)
        self._log = AuditLog(self._folder) if audit.mode != "off" else None

    def tell(self, what: str, facts: Facts) -> None:
        """Write one entry. Raises AppError audit_unwritable, _damaged, _replaced where the organisation demands the log."""
        if self._log is None:
            return
        try:
            self._write(self._log, what, {"session": self._session, **facts})
        except AppError as error:
            if self._audit.mode == "required":
                raise
            logs.fact("audit", error.code)

    def _write(self, log: AuditLog, what: str, facts: Facts) -> None:
        """Write one entry, into another log than before only where the log is not demanded, and after saying so."""
        try:
            log.write(what, facts)
        except AppError as error:
            if self._audit.mode == "required" or error.code != "audit_replaced":
                raise
            log.write("log_replaced", {"session": self._session, **log.begin_anew()})
            log.write(what, facts)

    def tell_reviewed(self, job_id: str, document: PreparedDocument) -> None:
        """Write down how many pages a person has accepted, if any. Raises AppError as `tell` does."""
        reviewed = sum(page.is_reviewed for page in document.pages)
        if reviewed:
            self.tell("reviewed", {"job": job_id, "pages": reviewed})

    @property
    def head(self) -> str:
        """The log's last entry as `SEQ:HASH`; empty where no log is kept. Raises AppError."""
        if self._log is None:
            return ""
        head = self._log.head()
        return f"{head.seq}:{head.hash}"

    def name_of(self, path: Path) -> Facts:
        """Return what may be told of a file's name. Raises AppError as `tell` does."""
        if self._log is None or self._audit.names == "none":
            return {}
        data = os.fsencode(path.absolute())
        if self._audit.names == "plain":
            return {"file": _fitting(data.decode("utf-8", "backslashreplace"))}
        try:
            return {"file_hmac": hmac.new(self._key(), data, hashlib.sha256).hexdigest()}
        except OSError:
            if self._audit.mode == "required":
                raise AppError("audit_unwritable") from None
            return {}

    def failures(self, job_id: str) -> contextlib.AbstractContextManager[None]:
        """Write down why what is done inside could not be done. Raises AppError as it came, or as `tell` does."""
        return failures(self.tell, job_id)

    def close(self) -> None:
        """Note the log's head in the system's journal."""
        if self._log is not None:
            self._log.close()

    def _key(self) -> bytes:
        path = self._folder / KEY_FILE
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            key = secrets.token_bytes(_KEY_BYTES)
            with os.fdopen(fd, "wb") as file:
                file.write(key)
        if len(key) != _KEY_BYTES:
            raise OSError(KEY_FILE)
        return key


@contextlib.contextmanager
def failures(tell: Tell, job_id: str) -> Iterator[None]:
    """Tell why what is done inside could not be done. Raises AppError as it came, or as `tell` does."""
    try:
        yield
    except AppError as error:
        if error.fault is not Fault.CANCELLED:
            what = "refused" if error.fault in (Fault.POLICY, Fault.SANDBOX) else "failed"
            tell(what, {"job": job_id, "code": error.code})
        raise


def _fitting(name: str) -> str:
    """Return as much of a name as an entry has room for: its end, which says most."""
    while len(json.dumps(name)) > MAX_NAME_BYTES:
        name = "…" + name[-(len(name) * 3 // 4) :]
    return name


def recorded(job: Job, work: Work, recorder: Recorder) -> Work:
    """Do a job and write down why it could not be done, where it could not.

    How many of the pages that are asked about or copied a person has accepted is written down first: they were made before,
    and to accept a page as it is makes none anew.
    """
    with recorder.failures(job.id):
        if job.prepared is not None and (job.questions or job.copy_to is not None):
            recorder.tell_reviewed(job.id, job.prepared)
        return (yield from work)


def listening(job: Job, emit: Emit, recorder: Recorder, engine: ChildCommand | None) -> Emit:
    """Return an ear that writes down what it hears and passes it on: what is not written down has not been told to anybody."""

    def hear(event: JobEvent) -> None:
        match event:
            case DocumentOpened() | DocumentPrepared() if job.is_glance:
                pass  # it was opened before, and nothing of it goes anywhere
            case DocumentOpened():
                opened: Facts = {"job": job.id, "kind": event.kind, "pages": event.line.count}
                recorder.tell("opened", {**opened, **recorder.name_of(job.path)})
            case DocumentPrepared():
                document = event.document
                regions = [region for page in document.pages for region in page.regions]
                hidden: Facts = {"job": job.id, "policy": policies.shown(document.policy), "pages": len(document.pages)}
                recorder.tell("hidden", {**hidden, **counted(regions)})
                recorder.tell_reviewed(job.id, document)
            case AnswerFinished():
                unreviewed = "allowed" if job.options.allows_unreviewed else "no"
                asked: Facts = {"job": job.id, "finish": event.answer.finish, "unreviewed": unreviewed}
                recorder.tell("asked", {**asked, **_model(engine)})
            case _:
                pass
        emit(event)

    return hear


def counted(regions: Iterable[Region]) -> Facts:
    """Return how much was hidden, by kind: `hidden_FACE: 3`."""
    return {f"hidden_{kind}": count for kind, count in sorted(Counter(region.kind for region in regions).items())}


def _model(engine: ChildCommand | None) -> Facts:
    """Return which model answers, as this process started it: what a child says of itself proves nothing."""
    if engine is None:
        return {}
    return {"engine": engine.engine, "precision": engine.precision, "model_sha256": engine.manifest_sha256}
