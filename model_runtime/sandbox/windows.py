"""Close a Windows process as far as it can close itself: a job object and a token of low integrity.

Holds: no new process, no writing to what a person's programs own, no clipboard, no privileges, a bound on memory. Does
not hold, and no process without administrator rights can from inside: the network, name resolution, reading the home
folder. The self-test reports these as not enforced. Never run on Windows. Source: learn.microsoft.com, "Job Objects",
"Mandatory Integrity Control".
"""

import ctypes
import sys
from ctypes import wintypes

from model_runtime.sandbox.profile import SandboxProfile

assert sys.platform == "win32"

_JOB_LIMITS, _JOB_UI = 9, 4
_LIMIT_ACTIVE_PROCESS, _LIMIT_PROCESS_MEMORY, _LIMIT_NO_ERROR_DIALOG = 0x8, 0x100, 0x400
_ALL_UI_RESTRICTIONS = 0xFF
_TOKEN_ALL = 0x80 | 0x20 | 0x8
"""TOKEN_ADJUST_DEFAULT to lower the label, TOKEN_ADJUST_PRIVILEGES, TOKEN_QUERY."""
_TOKEN_INTEGRITY_LEVEL = 25
_SE_GROUP_INTEGRITY = 0x20
_LOW_INTEGRITY = "S-1-16-4096"


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class _Label(ctypes.Structure):
    """TOKEN_MANDATORY_LABEL."""

    _fields_ = (("Sid", ctypes.c_void_p), ("Attributes", wintypes.DWORD))


def close(profile: SandboxProfile) -> tuple[str, ...]:
    """Close this process for ever and return the layers that are up. Raises OSError.

    A scratch folder must carry the low integrity label (`icacls folder /setintegritylevel (OI)(CI)low`), or it cannot
    be written to either.
    """
    _enter_job(profile.memory_bytes)
    _lower_token()
    return ("job_object", "low_integrity")


def _enter_job(memory_bytes: int | None) -> None:
    """Join a job of one process; its handle stays open, and with it the job, as long as we live."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    job = wintypes.HANDLE(_checked(kernel.CreateJobObjectW(None, None)))
    limits = _ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = _LIMIT_ACTIVE_PROCESS | _LIMIT_NO_ERROR_DIALOG
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    if memory_bytes is not None:
        limits.BasicLimitInformation.LimitFlags |= _LIMIT_PROCESS_MEMORY
        limits.ProcessMemoryLimit = memory_bytes
    _checked(kernel.SetInformationJobObject(job, _JOB_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)))
    restrictions = wintypes.DWORD(_ALL_UI_RESTRICTIONS)
    _checked(kernel.SetInformationJobObject(job, _JOB_UI, ctypes.byref(restrictions), ctypes.sizeof(restrictions)))
    _checked(kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess())))


def _lower_token() -> None:
    """Disable every privilege of our own token, then lower it below all that a person's programs own."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    security = ctypes.WinDLL("advapi32", use_last_error=True)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    token = wintypes.HANDLE()
    ourselves = wintypes.HANDLE(kernel.GetCurrentProcess())
    _checked(security.OpenProcessToken(ourselves, _TOKEN_ALL, ctypes.byref(token)))
    _checked(security.AdjustTokenPrivileges(token, True, None, 0, None, None))
    sid = ctypes.c_void_p()
    _checked(security.ConvertStringSidToSidW(_LOW_INTEGRITY, ctypes.byref(sid)))
    label = _Label(sid, _SE_GROUP_INTEGRITY)
    size = ctypes.sizeof(label) + security.GetLengthSid(sid)
    _checked(security.SetTokenInformation(token, _TOKEN_INTEGRITY_LEVEL, ctypes.byref(label), size))
    kernel.CloseHandle(token)


def _checked(result: int) -> int:
    if not result:
        raise ctypes.WinError(ctypes.get_last_error())
    return result
