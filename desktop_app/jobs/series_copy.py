"""Write the copy of a series: a folder with a clean DICOM file of each slice, in their order, whole or not at all.

Files are called by their place in the series: names of files often name patients. Decides nothing about what is hidden.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from desktop_app.foundation import atomic_file, unfinished_files
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import copy_files, copy_places
from desktop_app.jobs.copy_places import CopyFormat, Target
from desktop_app.jobs.copy_report import PageReport
from desktop_app.jobs.job import Job
from desktop_app.jobs.job_tools import JobTools
from desktop_app.runtime_client.airlock import Airlock

_SUFFIX = ".dcm"


def is_wanted(job: Job, target: Target[CopyFormat]) -> bool:
    """Tell whether a copy is a folder of files: that of a series, as DICOM."""
    return bool(job.files) and target.output_format == "dicom"


def written(
    job: Job, tools: JobTools, airlock: Airlock, target: Target[CopyFormat], reports: tuple[PageReport, ...]
) -> tuple[Path, Path, str]:
    """Write the folder, under the first free name.

    Returns where it is, where it would have been had its name been free, and the digest of its files in their order.

    Raises:
        AppError: output_exists, output_unwritable, disk_full, cancelled; nothing is left then.
    """
    wanted = target.path.with_suffix("") if target.path.suffix.lower() == _SUFFIX else target.path
    digest = hashlib.sha256()
    is_clean = not any(report.detection.residual for report in reports)
    policy, secret = job.options.policy, job.options.batch_secret
    unfinished = unfinished_files.new_name(wanted.parent)
    try:
        with unfinished_files.noted(unfinished):  # killed meanwhile, it goes at the next start
            unfinished.mkdir(mode=0o700)
            for report in reports:
                if tools.stop.is_set():
                    raise AppError("cancelled")
                pieces = airlock.encode_dicom((report.hidden,), policy, secret, pixels_clean=is_clean)
                name = unfinished / f"{report.hidden.number:04}{_SUFFIX}"
                atomic_file.write_new([name], copy_files.hashed(pieces, digest))
            if tools.stop.is_set():
                raise AppError("cancelled")
            return _named(unfinished, copy_places.numbered(wanted)), wanted, digest.hexdigest()
    except OSError as error:
        raise atomic_file.write_error(error) from None


def _named(unfinished: Path, names: Iterator[Path]) -> Path:
    """Give a folder the first name that nothing has. Raises AppError output_exists, OSError."""
    for name in names:
        try:
            name.mkdir()  # the name is ours from here on
        except FileExistsError:
            continue
        mode = name.stat().st_mode & 0o777  # as this person's folders are
        name.rmdir()
        os.rename(unfinished, name)
        name.chmod(mode)
        return name
    raise AppError("output_exists")
