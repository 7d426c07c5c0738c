"""Let a Ctrl+C in the first moments of a command wait until the program listens, instead of ending in a traceback.

Python takes 20 milliseconds (on a busy machine 100) before the first line of ours runs, and answers a Ctrl+C in them with
a traceback that no code of ours can prevent. GNU env can start a program with the signal held back; `__main__` lets it
come as soon as it has said what is to be done. Where env cannot, the script stays as pip wrote it.
"""

import re
import shutil
import subprocess
from pathlib import Path

_PLAIN = re.compile(r"[\w./+-]+")  # env would split or expand anything else
_MAX_FIRST_LINE_BYTES = 120  # of a script; older kernels cut it at 127


def hold_back(script: Path, python: str) -> None:
    """Have `script`, which pip wrote for `python`, started with SIGINT held back. Does nothing the second time."""
    try:
        first, _, rest = script.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return  # there is none, or it is a program
    env = shutil.which("env")
    line = f"#!{env} -S --block-signal=INT {python}"
    if first != f"#!{python}" or env is None or not _PLAIN.fullmatch(python) or len(line) > _MAX_FIRST_LINE_BYTES:
        return
    if subprocess.run([env, "-S", "--block-signal=INT true"], capture_output=True, check=False).returncode != 0:
        return
    made = script.with_suffix(".new")
    made.write_text(f"{line}\n{rest}", encoding="utf-8")
    made.chmod(script.stat().st_mode)
    made.replace(script)
