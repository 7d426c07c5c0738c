"""Do the main job once: set everything up, ask the sample invoice for its total, tell how to open the window."""

import subprocess
import sys

import setup_environment

QUESTION = "What is the total?"


def main() -> None:
    """Run, and leave with the exit code of the command line."""
    setup_environment.prepare()
    incamera = setup_environment.program("incamera")
    sample = "resources/samples/invoice.png"
    print(f'\n$ incamera analyze {sample} --ask "{QUESTION}"', flush=True)
    answered = subprocess.run([incamera, "analyze", sample, "--ask", QUESTION], cwd=setup_environment.ROOT, check=False)
    if answered.returncode == 0:
        print(f"\nThe window opens with: {incamera}")
        if sys.platform == "linux":
            print("It joins your menu with: python3 installer/linux/desktop_entry.py install")
    sys.exit(answered.returncode)


if __name__ == "__main__":
    main()
