"""Sum up what the sandbox consists of and how its self-test ended. Attempts nothing itself."""

import sys

from model_runtime.protocol.payloads import CheckResult, SandboxReport


def sandbox_report(layers: tuple[str, ...], checks: tuple[CheckResult, ...]) -> SandboxReport:
    """Return what goes to the desktop in `Ready`."""
    return SandboxReport(platform=sys.platform, layers=layers, checks=checks)


def held_count(report: SandboxReport) -> int:
    """Return how many attempts to break out failed, as they must."""
    return sum(check.held for check in report.checks)


def all_held(report: SandboxReport) -> bool:
    """Tell whether every attempt failed; no attempt at all proves nothing."""
    return bool(report.checks) and held_count(report) == len(report.checks)
