"""`incamera models list`: what can answer on this machine. Loads nothing, downloads nothing."""

import argparse

from desktop_app.cli import output
from desktop_app.settings import model_catalog


def run(_arguments: argparse.Namespace) -> int:
    """Print one paragraph a model. Returns the exit code."""
    for entry in model_catalog.all_models():
        where = "comes with In Camera" if entry.is_built_in else "to be imported"
        print(f"{entry.name:12}{entry.title}")
        print(f"{'':12}{where}; licence {entry.licence}; needs {entry.memory_bytes / 1e9:.1f} GB of memory, no GPU")
        print(f"{'':12}takes {', '.join(entry.takes)}; languages {', '.join(entry.languages)}")
        print(f"{'':12}{entry.about}")
    return output.DONE
