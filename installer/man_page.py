"""Write the manual page incamera(1) from the program's own parsers, in mdoc(7). Renders what they say, and checks nothing."""

from __future__ import annotations

import datetime as dt
import re
import textwrap

from command_tree import Argument, Command, walk

from desktop_app.foundation.error_entry import Fault
from desktop_app.managed import policy_files, signature

WIDTH = 72
"""Of a line of the source: no more than 80 bytes with its escapes, as mandoc's own check wants it."""

MEANINGS = {
    Fault.USAGE: "Wrong usage.",
    Fault.FILE: "A file could not be read or written.",
    Fault.MODEL: "A model could not be loaded.",
    Fault.MEMORY: "Out of memory.",
    Fault.POLICY: "The policy forbids it.",
    Fault.SANDBOX: "The sandbox could not be proven.",
    Fault.BUG: "A bug, and it says so.",
    Fault.CANCELLED: "Cancelled (Ctrl+C).",
}
SIGNALS = {129: "Ended by SIGHUP.", 143: "Ended by SIGTERM; also the window."}

ABOUT = (
    "A built-in reader answers from what stands on the page, or says that it is not there.",
    "Faces and, where you want it, names, numbers and addresses are hidden before any model looks.",
    "Everything runs on this computer, in processes that have no network and prove it each time they start.",
    "Files that are named without a command are shown in the window; incamera-window opens it whatever the words are.",
)
ENVIRONMENT = {
    "INCAMERA_HOME": "One folder for settings, logs, models and policies of one's own, instead of those below.",
    "XDG_CONFIG_HOME , XDG_DATA_HOME , XDG_STATE_HOME": "Move the folders of this user, as for other programs.",
}
FILES = {
    "~/.config/in-camera": "Settings.",
    "~/.config/in-camera/policies": "Policies of one's own, one TOML file each.",
    "~/.local/share/in-camera/models": "Imported models.",
    "~/.local/state/in-camera/log": "Logs, and audit.jsonl where an organisation wants an audit log and names no other folder.",
}
EXAMPLES = {
    "The answer, how it was found, and its place on the page:": 'incamera analyze scan.pdf --ask "What is the total?"',
    "A row of JSON for every file of a folder; ended or killed, it goes on from the last row:": "incamera batch FOLDER --ask "
    '"What is the total?" --out rows.jsonl --resume',
    "A copy without personal data, and what was hidden, where and why:": "incamera redact scan.pdf --policy financial --out "
    "hidden.pdf --report report.jsonl",
    "Prove the sandbox and examine the machine:": "incamera doctor",
}


def man_page(top: Command, version: str, epoch: int) -> str:
    """Return the page, dated by `epoch`, in seconds: the same text for the same commit."""
    day = dt.datetime.fromtimestamp(epoch, dt.UTC)
    lines = [
        f".Dd {day:%B} {day.day}, {day.year}",
        ".Dt INCAMERA 1",
        f'.Os "In Camera {version}"',
        *(".Sh NAME", ".Nm incamera ,", ".Nm incamera-window", ".Nd ask questions about pictures and documents"),
        ".Sh SYNOPSIS",
        *(".Nm incamera", ".Op Ar FILE ...", ".Nm incamera-window", ".Op Ar FILE ..."),
    ]
    leaves = [command for command in walk(top) if not command.commands]
    for command in leaves:
        lines += [".Nm incamera", f".Cm {' '.join(command.words)}", *_usage(command)]
    lines += [".Sh DESCRIPTION", *_text(top.help), *(line for sentence in ABOUT for line in _text(sentence))]
    lines += [".Sh COMMANDS", "Every command says more with", ".Fl h", "or", ".Fl \\-help ."]
    for command in leaves:
        lines += [f".Ss incamera {' '.join(command.words)}", *_text(command.help), *_arguments(command)]
    lines += [".Sh ENVIRONMENT", *_list({f"Ev {name}": text for name, text in ENVIRONMENT.items()})]
    lines += [".Sh FILES", *_list({f"Pa {name}": text for name, text in {**FILES, **_managed()}.items()})]
    lines += [".Sh EXIT STATUS"]
    codes = {0: "Done.", **{int(fault): MEANINGS[fault] for fault in Fault}, **SIGNALS}
    lines += _list({f"{code}": codes[code] for code in sorted(codes)})
    lines += [".Sh EXAMPLES"]
    for about, example in EXAMPLES.items():
        lines += [*_text(about), ".Pp", f".Dl {_escaped(example)}", ".Pp"]
    return "\n".join([*lines[:-1], ""])


def _managed() -> dict[str, str]:
    place = policy_files.system_place().folder
    return {
        f"{place / policy_files.MANAGED}/*{policy_files.SUFFIX}": "What an organisation has decided; only root may have written it.",
        f"{place / signature.PUBLIC_KEY}": "The public key that each of these files must then be signed with.",
    }


def _usage(command: Command) -> list[str]:
    """Return what stands behind the command's name; options that exclude each other stand in one bracket."""
    lines, told = [], set()
    for option in command.options:
        if "--help" in option.names or option in told:
            continue
        together = [option, *(other for other in command.options if other.names[-1] in option.excludes)]
        told.update(together)
        words = " | ".join(f"{_flags(one)}{' ...' if one.is_repeated else ''}" for one in together)
        lines.append(f".{words}" if option.is_required else f".Op {words}")
    return [*lines, *(f".Ar {place.value}{' ...' if place.is_repeated else ''}" for place in command.places)]


def _arguments(command: Command) -> list[str]:
    items = {f"Ar {place.value}": place.help for place in command.places if place.help}
    for option in command.options:
        if "--help" not in option.names:
            items[_flags(option)] = _told(option)
    return _list(items)


def _told(option: Argument) -> str:
    """Return a text about an option: its help, and what the parser enforces."""
    sentences = [option.help] if option.help else []
    if option.choices:
        sentences.append(f"one of {', '.join(option.choices)}")
    if option.excludes:
        sentences.append(f"not together with {', '.join(option.excludes)}")
    if option.is_required:
        sentences.append("required")
    return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)


def _flags(option: Argument) -> str:
    value = f" Ar {option.value}" if option.value else ""
    return " , ".join(f"Fl {_escaped(name[1:])}" for name in option.names) + value


def _list(items: dict[str, str]) -> list[str]:
    if not items:
        return []
    told = (line for tag, text in items.items() for line in (f".It {tag}", *_text(text)))
    return [".Bl -tag -width Ds", *told, ".El"]


def _text(text: str) -> list[str]:
    """Return sentences, each on lines of its own as mdoc wants them, with a capital and a full stop."""
    sentences = re.split(r"(?<=\.) (?=[A-Z])", text[:1].upper() + text[1:])
    if sentences[-1] and sentences[-1][-1] not in ".:":
        sentences[-1] += "."
    lines = (line for sentence in sentences for line in textwrap.wrap(sentence, WIDTH, break_on_hyphens=False))
    return [_escaped(line) for line in lines]


def _escaped(text: str) -> str:
    """Return text of which roff takes nothing for a request, an escape or a hyphen."""
    text = text.replace("\\", "\\e").replace("`", "\\(ga")
    text = re.sub(r"(?<!\w)-{1,2}(?=\w)", lambda found: "\\-" * len(found[0]), text)
    text = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in text)
    return "\\&" + text if text.startswith((".", "'")) else text
