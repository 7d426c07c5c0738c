"""Read the command line: names, flags and their bounds, as the contract states them. Does nothing with them."""

import argparse
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desktop_app.cli import analyze, audit, batch, doctor, kiosk, models, output, policy, redact
from desktop_app.foundation import resources
from desktop_app.foundation.plain_text import plain
from desktop_app.settings.store import FIRST_POLICY

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

MAX_PAGE_NUMBER = 1_000_000
MAX_RANGE_PAGES = 10_000

_POLICIES = f"{', '.join(resources.policy_names())}, or a file of your own that ends in .toml"


class _Parser(argparse.ArgumentParser):
    """A parser that prints as the rest of the command line does: argparse quotes words raw, and hides that it cannot print."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, whatever is in them, and end with 2."""
        super().error(plain(message))

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        """Print the help. Raises CannotPrint, BrokenPipeError."""
        if file is None:
            output.say(self.format_help(), end="")
        else:
            super().print_help(file)


def parser(first_policy: str = FIRST_POLICY) -> argparse.ArgumentParser:
    """Return the parser; a parsed command carries its function as `run`, and `first_policy` where it names none."""
    top = _Parser(
        prog="incamera",
        description="Ask questions about pictures and documents that must not leave the room. Without a command: the window.",
        epilog="exit codes: 0 done, 2 usage, 3 a file could not be read or written, 4 model, 5 memory, 6 policy, 7 sandbox, "
        "130 cancelled, 129 and 143 ended by SIGHUP and SIGTERM, 70 bug",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_analyze(commands.add_parser("analyze", help="ask questions about files"), first_policy)
    every = commands.add_parser("batch", help="ask the same of every file in a folder, a row for each answer")
    _add_batch(every, first_policy)
    _add_redact(commands.add_parser("redact", help="write redacted copies of files"), first_policy)
    _add_models(commands.add_parser("models", help="show what can answer on this machine"))
    decided = commands.add_parser("policy", help="list what your organisation has decided for this machine")
    decided.add_argument("--json", action="store_true", help="print one JSON object")
    decided.set_defaults(run=policy.run)
    locked = commands.add_parser("kiosk", help="fill the screen, for one person after the other; only a PIN leads out")
    locked.add_argument(
        "--policy", type=_path, metavar="FILE", help="a policy file of the administrator's, read as well"
    )
    locked.add_argument(
        "--make-pin", action="store_true", help="ask for a PIN and print what stands for it in a policy"
    )
    locked.set_defaults(run=kiosk.run)
    _add_audit(commands.add_parser("audit", help="check or pass on the log of what was done"))
    examine = commands.add_parser("doctor", help="prove the sandbox and examine the machine")
    examine.add_argument("--json", action="store_true", help="print one JSON object")
    examine.add_argument("--installed", action="store_true", help="compare every installed file with what was shipped")
    examine.set_defaults(run=doctor.run)
    return top


def _add_analyze(command: argparse.ArgumentParser, first_policy: str) -> None:
    add = command.add_argument
    add(
        "files",
        nargs="+",
        type=_path,
        metavar="FILE",
        help="also the folder of a DICOM series, or the DICOMDIR of a disc",
    )
    _add_questions(command)
    add(
        "--redact",
        type=_some,
        default=first_policy,
        metavar="POLICY",
        help=f"what is hidden before the model looks: {_POLICIES}; default {first_policy}",
    )
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--pages", type=_pages, metavar="1-3,7", help="only these pages, or these frames of a film, in this order"
    )
    which.add_argument(
        "--sampling",
        default="",
        choices=["per-second", "uniform", "scenes"],
        help="which frames of a film are asked about: the first 24 seconds, one each; 24 spread over the first minute; or each "
        "scene by itself, one frame a second; default: as the model was trained, or one of each scene",
    )
    which.add_argument(
        "--every", type=_seconds, default=0.0, metavar="SECONDS", help="of a film: one frame every so many seconds"
    )
    _add_manner(command)
    add("--region", type=_region, metavar="L,T,W,H", help="only this part of the one page in --pages, in pixels")
    add("--token-ids", action="store_true", help="with --json: the ids of the answer's tokens")
    add("--json", action="store_true", help="print one JSON object a file")
    add("--out", type=_path, metavar="FILE", help="write the answers to a file")
    command.set_defaults(run=analyze.run)


def _add_batch(command: argparse.ArgumentParser, first_policy: str) -> None:
    add = command.add_argument
    add("folder", type=_folder, metavar="FOLDER", help="with all folders in it; hidden files and links are passed over")
    _add_questions(command)
    what = f"what is hidden: {_POLICIES}; default {first_policy}"
    add("--policy", type=_some, default=first_policy, metavar="POLICY", help=what)
    _add_manner(command)
    add(
        "--out",
        type=_path,
        required=True,
        metavar="FILE",
        help="JSON Lines, one row a file and question; replaced if there",
    )
    add("--resume", action="store_true", help="go on with the rows that are in --out, begun by the same call")
    command.set_defaults(run=batch.run)


def _add_questions(command: argparse.ArgumentParser) -> None:
    """Add what is asked, and who answers."""
    add = command.add_argument
    add("--ask", action="append", type=_text, metavar="TEXT", help="a question; may be repeated")
    add("--preset", type=_text, metavar="NAME", help=f"a ready question: {', '.join(resources.preset_names())}")
    add("--model", default="reader", type=_text, metavar="NAME", help="who answers; default reader, which comes along")
    add(
        "--precision",
        default="auto",
        choices=["auto", "fp32", "bf16", "int8", "int4"],
        help="in which precision a model is loaded; default auto: what fits this machine",
    )


def _add_manner(command: argparse.ArgumentParser) -> None:
    """Add how it is answered."""
    add = command.add_argument
    add(
        "--unreviewed",
        action="store_true",
        help="ask although the policy wants a person to review what is hidden; the record says `not_reviewed`",
    )
    add("--max-tokens", type=_at_least(1), default=512, metavar="N", help="at most so many in an answer; default 512")
    add(
        "--temperature",
        type=_temperature,
        default=0.0,
        metavar="T",
        help="0 to 10; default 0: always the likeliest word, and so the same answer each time",
    )
    add("--seed", type=_at_least(0), default=0, metavar="N", help="where words are drawn at random; default 0")


def _add_redact(command: argparse.ArgumentParser, first_policy: str) -> None:
    add = command.add_argument
    add("files", nargs="+", type=_path, metavar="FILE", help="also a folder, or the DICOMDIR of a disc")
    add(
        "--out",
        type=_path,
        required=True,
        metavar="PATH",
        help="a file, replaced if it is there; a folder for several files, where nothing is replaced",
    )
    what = f"what is hidden: {_POLICIES}; default {first_policy}"
    add("--policy", type=_some, default=first_policy, metavar="POLICY", help=what)
    add(
        "--operator",
        choices=["fill", "pixelate", "blur"],
        help="how, whatever the policy says; only fill is irreversible",
    )
    add(
        "--hide",
        action="append",
        type=_region,
        metavar="L,T,W,H",
        help="a box, in pixels, that is hidden on every page of every file: one for a whole series; may be repeated",
    )
    add("--report", type=_path, metavar="FILE", help="JSON Lines, one line a file")
    add(
        "--preview",
        type=_path,
        metavar="PATH",
        help="also draw what was found over the source, NOT hidden: a file; a folder for several files",
    )
    command.set_defaults(run=redact.run)


def _add_models(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="list the models").set_defaults(run=models.list_models)
    bring = actions.add_parser("import", help="check a folder of weights and take it in")
    bring.add_argument("folder", type=_text_path, metavar="FOLDER", help="with weights (safetensors)")
    bring.add_argument("--name", type=_text, help="what to call it (the folder's name)")
    bring.add_argument("--reference", action="store_true", help="use the folder where it is instead of copying it")
    bring.add_argument("--accept-licences", action="store_true", help="accept the licences that are shown")
    bring.set_defaults(run=models.import_folder)
    fit = actions.add_parser("fit", help="say in which precision a model would run here, and where, before loading it")
    fit.add_argument("model", type=_text, metavar="NAME|FOLDER")
    fit.set_defaults(run=models.fit)
    again = actions.add_parser("verify", help="compare every byte of a model with its import")
    again.add_argument("name", type=_text, metavar="NAME")
    again.set_defaults(run=models.verify)
    gone = actions.add_parser("remove", help="delete a model")
    gone.add_argument("name", type=_text, metavar="NAME")
    gone.set_defaults(run=models.remove)


def _add_audit(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("verify", help="follow the chain; with --head also find out whether its end was cut off")
    check.add_argument(
        "--head", type=_head, metavar="SEQ:HASH", help="as the system's journal, or a photograph, has it"
    )
    check.set_defaults(run=audit.verify)
    head = actions.add_parser("head", help="print how many entries there are and the hash of the last")
    head.set_defaults(run=audit.head)
    export = actions.add_parser("export", help="print the entries for a log collector")
    export.add_argument("--format", choices=["jsonl", "cef"], default="cef", help="default cef")
    export.set_defaults(run=audit.export)
    for action in (check, head, export):
        action.add_argument("--log", type=_path, metavar="FILE", help="another log than this machine's")


def _head(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text)
    if found is None:
        raise argparse.ArgumentTypeError("a head looks like 128:9f86d0..., as `incamera audit head` prints it")
    return int(found[1]), found[2]


def _text(text: str) -> str:
    """Return `text` where it is text: what a shell passes on may be any bytes, or nothing where a variable is not set."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("this must be text in UTF-8") from None
    return _some(text)


def _some(text: str) -> str:
    """Return what is not empty, and not only blanks."""
    if not text.strip():
        raise argparse.ArgumentTypeError("this must not be empty")
    return text


def _path(text: str) -> Path:
    """Return a path. An empty one, as a variable of the shell that is not set, would be the folder that one is in."""
    if not text:
        raise argparse.ArgumentTypeError("this must name a file or a folder")
    return Path(text)


def _text_path(text: str) -> Path:
    """Return a path that can be noted in a record; files that are only read may have any name."""
    path = _path(text)
    _text(text)
    return path


def _folder(text: str) -> Path:
    """Return a folder that is there; what is in it may have any name."""
    path = _path(text)
    if not os.path.isdir(path):
        raise argparse.ArgumentTypeError("there is no folder of that name")
    return path


def _pages(text: str) -> tuple[int, ...]:
    """Read `1-3,7` as page numbers in that order, without repetition."""
    numbers: dict[int, None] = {}
    for piece in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,7})(?:-(\d{1,7}))?\s*", piece)
        if found is None:
            raise argparse.ArgumentTypeError("pages look like 1-3,7")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= MAX_PAGE_NUMBER or last - first >= MAX_RANGE_PAGES:
            raise argparse.ArgumentTypeError("pages count from 1 and ranges go upwards")
        numbers.update(dict.fromkeys(range(first, last + 1)))
    return tuple(numbers)


def _region(text: str) -> tuple[int, ...]:
    numbers = [int(piece) for piece in text.split(",") if re.fullmatch(r"\d{1,6}", piece.strip())]
    if len(numbers) != 4 or text.count(",") != 3 or numbers[2] == 0 or numbers[3] == 0:
        raise argparse.ArgumentTypeError("a region is LEFT,TOP,WIDTH,HEIGHT in pixels")
    return tuple(numbers)


def _temperature(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 10.0:
        raise argparse.ArgumentTypeError("a temperature is a number from 0 to 10")
    return value


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.001 <= value <= 100_000.0:
        raise argparse.ArgumentTypeError("seconds are a number from 0.001 on")
    return value


def _at_least(least: int) -> Callable[[str], int]:
    def whole_number(text: str) -> int:
        if not re.fullmatch(r"\d{1,18}", text) or int(text) < least:
            raise argparse.ArgumentTypeError(f"must be a whole number of at least {least}, of no more than 18 digits")
        return int(text)

    return whole_number
