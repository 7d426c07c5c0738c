"""Check everything: set up, then format, lint, types, import rules and tests (`poe check`); .ci/run calls this and `--slow`.

`--no-setup` leaves the set-up out, so that the checks can be seen to need no network: `unshare -rn python3
installer/check.py --no-setup`. `--shuffle SEED` runs the tests in another order, the same for the same number: no test
may lean on an earlier one. `--slow` runs the suites that take minutes each, and nothing else (`poe slow`; which they are:
tests/helpers/slow_suites.py). Other words go to nobody: one command, one meaning.
"""

import argparse
import os
import subprocess
import sys

import model_packages
import setup_environment
import system_packages


def main() -> None:
    """Run, and leave with 0 only when everything passed."""
    parser = argparse.ArgumentParser(description="Set up, then run every check and test.")
    parser.add_argument("--no-setup", action="store_true", help="use .venv as it is (needs no network)")
    parser.add_argument("--shuffle", type=int, metavar="SEED", help="run the tests in another order")
    parser.add_argument("--slow", action="store_true", help="run the suites that take minutes each, and nothing else")
    arguments = parser.parse_args()
    if not arguments.no_setup:
        setup_environment.prepare(system_packages.TEST_TOOLS)
        model_packages.prepare()
    environment = dict(os.environ)
    if arguments.shuffle is not None:
        environment["PYTEST_ADDOPTS"] = f"-p randomly --randomly-seed={arguments.shuffle}"
    checks = [setup_environment.program("python"), "-m", "poethepoet", "slow" if arguments.slow else "check"]
    sys.exit(subprocess.run(checks, cwd=setup_environment.ROOT, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
