"""Sum up what the sandbox consists of and how its self-test ended. Attempts nothing itself."""

import sys

from model_runtime.protocol.payloads import CheckResult, SandboxReport


def sandbox_report(layers: tuple[str, ...], checks: tuple[CheckResult, ...]) -> SandboxReport:
    """Return what goes to the desktop in `Ready`."""
    return SandboxReport(platform=sys.platform, layers=layers, checks=checks)
