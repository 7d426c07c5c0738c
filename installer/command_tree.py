"""Read argparse's parsers as plain data: what a man page and completions of shells are made from. Renders nothing.

argparse has no public way to walk a parser; what is private is touched here and nowhere else.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Argument:
    """An option, or a place in the order of words.

    Attributes:
        names: `-h`, `--help`; none of a place.
        value: what stands for its value, as the help has it; empty where it takes none.
        choices: the only values; none where any will do.
        excludes: names of the options that it cannot stand beside.
    """

    names: tuple[str, ...]
    value: str
    help: str
    choices: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    is_required: bool = False
    is_repeated: bool = False


@dataclass(frozen=True)
class Command:
    """A command with the words that lead to it (`models import`), none for the program itself."""

    words: tuple[str, ...]
    help: str
    options: tuple[Argument, ...]
    places: tuple[Argument, ...]
    commands: tuple[Command, ...]


def command_tree(parser: argparse.ArgumentParser) -> Command:
    """Return the whole tree."""
    return _command(parser, (), parser.description or "")


def walk(command: Command) -> Iterator[Command]:
    """Yield a command and all below it, in their order."""
    yield command
    for below in command.commands:
        yield from walk(below)


def _command(parser: argparse.ArgumentParser, words: tuple[str, ...], text: str) -> Command:
    options, places, commands = [], [], []
    for action in parser._actions:  # noqa: SLF001 - see above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {about.dest: about.help or "" for about in action._choices_actions}  # noqa: SLF001
            commands += [_command(below, (*words, name), helps[name]) for name, below in action.choices.items()]
        elif action.help == argparse.SUPPRESS:
            continue
        elif action.option_strings:
            options.append(_argument(action, parser))
        else:
            places.append(_argument(action, parser))
    return Command(words, text, tuple(options), tuple(places), tuple(commands))


def _argument(action: argparse.Action, parser: argparse.ArgumentParser) -> Argument:
    value = action.metavar if isinstance(action.metavar, str) else action.dest.replace("_", "-").upper()
    return Argument(
        names=tuple(action.option_strings),
        value="" if action.nargs == 0 else value,
        help=parser._get_formatter()._expand_help(action) if action.help else "",  # noqa: SLF001
        choices=tuple(map(str, action.choices or ())),
        excludes=tuple(
            name
            for group in parser._mutually_exclusive_groups  # noqa: SLF001
            if action in group._group_actions  # noqa: SLF001
            for other in group._group_actions  # noqa: SLF001
            if other is not action
            for name in other.option_strings
        ),
        is_required=action.required,
        is_repeated=action.nargs in ("+", "*") or isinstance(action, argparse._AppendAction),  # noqa: SLF001
    )
