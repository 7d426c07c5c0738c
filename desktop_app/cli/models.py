"""`incamera models`: list, import, verify and remove models. Downloads nothing."""

import argparse
import datetime as dt
import sys
import threading
from pathlib import Path

from desktop_app.cli import output
from desktop_app.foundation import endings
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.models import model_catalog, model_choice
from desktop_app.models.fit_plans import fit_plans
from desktop_app.models.model_fit import model_fit
from desktop_app.models.model_import import (
    ImportOptions,
    ImportTools,
    LicenceText,
    code_files,
    import_model,
    name_of,
    verify_model,
)
from desktop_app.models.weights_check import check_weights

YES = "yes"


def list_models(_arguments: argparse.Namespace) -> int:
    """Print one paragraph a model. Returns the exit code."""
    for entry in model_catalog.all_models():
        where = "comes with In Camera" if entry.is_built_in else "to be imported"
        output.say(f"{entry.name:12}{entry.title}")
        output.say(
            f"{'':12}{where}; licence {entry.licence}; needs {entry.memory_bytes / 1e9:.1f} GB of memory, no GPU"
        )
        output.say(f"{'':12}takes {', '.join(entry.takes)}; languages {', '.join(entry.languages)}")
        output.say(f"{'':12}{entry.about}")
    known = {release.id: release for release in model_choice.releases().releases}
    for record in model_choice.library().records():
        size_bytes = sum(file.size_bytes for file in record.files)
        where = f"used in place at {plain(record.source)}" if record.source else "imported"
        release = known.get(record.release)
        title = release.title if release else plain(record.release or "unlisted model")
        output.say(f"{plain(record.name):12}{title}; run by the engine {plain(record.engine)}")
        if release is not None:
            again = "" if release.keeps_pictures else "; looks at a picture anew for each question"
            output.say(f"{'':12}takes {', '.join(release.takes)}; languages {', '.join(release.languages)}{again}")
        needs = model_fit(size_bytes, 0, release)
        if needs.four_bit_bytes < needs.full_bytes:
            four_bit = f", {needs.four_bit_bytes / 1e9:.0f} GB in 4 bits"
        else:
            four_bit = ""
        output.say(f"{'':12}needs about {needs.full_bytes / 1e9:.0f} GB of memory{four_bit}")
        when, digest = plain(record.imported_at[:10]), plain(record.digest[:16])
        output.say(f"{'':12}{where} {when}; {size_bytes / 1e9:.2f} GB; sha256 {digest}")
        accepted = plain(", ".join(item.licence for item in record.acceptances))
        output.say(f"{'':12}licences accepted: {accepted}")
        if not record.manifest_sha256:
            advice = f"incamera models verify {plain(record.name)}"
            output.say(f"{'':12}imported by an earlier version; before it is used: {advice}")
    return output.DONE


def import_folder(arguments: argparse.Namespace) -> int:
    """Check a folder, show its licences, take it into the library. Returns the exit code."""
    options = ImportOptions(
        source=arguments.folder,
        name=arguments.name or name_of(arguments.folder),
        keep="reference" if arguments.reference else "copy",
    )
    stop = threading.Event()
    progress = output.Progress.on_stderr()
    with endings.become(stop.set):
        tools = _tools(stop, progress, is_accepted=arguments.accept_licences)
        record = import_model(options, model_choice.library(), model_choice.releases(), tools)
    progress.clear()
    if count := code_files(arguments.folder):
        files = "1 file of program code lies" if count == 1 else f"{count} files of program code lie"
        output.tell(f"{files} in the folder. Nothing of it was copied, and nothing of it is ever run.\n")
    output.say(f"{record.name} is ready: incamera analyze FILE --model {record.name}")
    return output.DONE


PRECISION_WORDS = {"bf16": "full precision", "int8": "8 bits", "int4": "4 bits"}
PLACE_WORDS = {
    "host": "on the processor, without a graphics card",
    "card": "on one graphics card",
    "cards": "split over the graphics cards, layer by layer",
    "card_and_host": "on a graphics card; layers that do not fit there stay in the computer's memory (slow)",
}


def fit(arguments: argparse.Namespace) -> int:
    """Say how a model could run here, before anything of it is loaded. Returns the exit code; 5: in no way."""
    stop = threading.Event()
    with endings.become(stop.set):
        found = fit_plans(arguments.model, stop)
    if not found.plans:
        output.say(f"{plain(found.title)}: its engine does not say what it needs.")
        return output.DONE
    output.say(f"{plain(found.title)}, for a question about a page of A4 (at least 1 GB must stay free beside it):")
    for plan in found.plans:
        words = PRECISION_WORDS.get(plan.precision) or plain(plan.precision)
        place = PLACE_WORDS.get(plan.place) or plain(plan.place)
        there = (
            f"{plan.there_bytes / 1e9:.1f} GB are free" if plan.there_bytes else "the system does not say what is free"
        )
        verdict = "fits" if plan.fits else "does not fit"
        output.say(f"  {words:15}{place}: needs {plan.needed_bytes / 1e9:.1f} GB, {there}: {verdict}")
    if found.precision not in PRECISION_WORDS:
        raise AppError("out_of_memory")
    output.say(f"Loading takes {PRECISION_WORDS[found.precision]} by itself; --precision says otherwise.")
    return output.DONE


def verify(arguments: argparse.Namespace) -> int:
    """Read every byte of a model again and compare. Returns the exit code."""
    stop = threading.Event()
    progress = output.Progress.on_stderr()
    with endings.become(stop.set):
        record = verify_model(arguments.name, model_choice.library(), _tools(stop, progress, is_accepted=False))
    progress.clear()
    output.say(
        f"{plain(record.name)}: {len(record.files)} files are as they were imported; sha256 {plain(record.digest)}"
    )
    return output.DONE


def remove(arguments: argparse.Namespace) -> int:
    """Delete a model from the library. Returns the exit code."""
    model_choice.library().remove(arguments.name)
    output.say(f"{plain(arguments.name)} is removed")
    return output.DONE


def _tools(stop: threading.Event, progress: output.Progress, *, is_accepted: bool) -> ImportTools:
    def show(done: int, total: int) -> None:
        progress.show(f"{done / 1e9:.2f} of {total / 1e9:.2f} GB")

    def check(folder: Path, families: tuple[str, ...]) -> str:
        return check_weights(folder, families, stop)

    def accept(licences: tuple[LicenceText, ...]) -> bool:
        return _accepted(licences, is_accepted=is_accepted)

    return ImportTools(check, accept, show, stop.is_set, lambda: dt.datetime.now(dt.UTC))


def _accepted(licences: tuple[LicenceText, ...], *, is_accepted: bool) -> bool:
    """Show the licences; True when the flag says so or a person types the word. Never True in silence."""
    for item in licences:
        licence = item.licence
        output.tell(f"\n{plain(licence.title)} {plain(licence.url)}".rstrip() + "\n")
        for sentence in licence.summary:
            output.tell(f"  - {plain(sentence)}\n")
        if item.text is not None:
            output.tell(f"\n{plain_lines(item.text)}\n\n")
    if is_accepted:
        output.tell("Accepted on the command line (--accept-licences); the record keeps this.\n")
        return True
    if not sys.stdin.isatty():
        return False
    output.tell(f"Type {YES} to accept every licence above: ")
    with endings.raising():  # nothing else would end the waiting
        return sys.stdin.readline().strip().lower() == YES
