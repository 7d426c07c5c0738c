"""Have a folder of weights judged by a sandboxed engine process, before anything of it is copied or trusted."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop_app.foundation.errors import AppError
from desktop_app.runtime_client.engine import NOBODY, Engine
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import Supervisor
from desktop_app.runtime_client.values import ModelInfo

WeightsCheck: TypeAlias = Callable[[Path, tuple[str, ...], threading.Event], str]
"""What `check_weights` is, for those who are handed it."""

ANOTHER_FAMILY = ("model_config_invalid", "model_family_unknown", "model_not_native", "model_superseded")
"""What an engine says of a folder that may be of another family; every other fault is the folder's own. The later one knows
more of it, and is what a person hears when no family agrees."""


_OF_AN_ENDLESS_MODEL = {int(getattr(signal, name)) for name in ("SIGXCPU", "SIGABRT") if hasattr(signal, name)}
"""How a process ends that has used up its time, and one whose libraries are refused memory and know no other way."""


def check_weights(folder: Path, families: tuple[str, ...], stop: threading.Event) -> str:
    """Judge a folder as one of these families, and return which it is of. Raises AppError with the code of its first fault."""
    return first_family(families, lambda family: _check(folder, family, stop))


def first_family(families: tuple[str, ...], check: Callable[[str], None]) -> str:
    """Return the first family that `check` agrees to. Raises AppError: engine_unknown where there is none, and what it raises."""
    refused = AppError("engine_unknown")
    for family in families:
        try:
            check(family)
        except AppError as error:
            if error.code not in ANOTHER_FAMILY:
                raise
            refused = max(refused, error, key=_knowledge)
        else:
            return family
    raise refused


def _knowledge(error: AppError) -> int:
    return ANOTHER_FAMILY.index(error.code) if error.code in ANOTHER_FAMILY else -1


def told_of_fit(folder: Path, family: str, stop: threading.Event) -> ModelInfo:
    """Return how a folder of a family could run here: `plans`, and the `precision` that loading takes by itself.

    Raises AppError with the code of its first fault.
    """
    return _told(ChildCommand.to_fit(family, folder.resolve()), stop)


def _check(folder: Path, family: str, stop: threading.Event) -> None:
    _told(ChildCommand.to_check(family, folder.resolve()), stop)


def _told(command: ChildCommand, stop: threading.Event) -> ModelInfo:
    supervisor = Supervisor(command, lambda _: None)
    try:
        return Engine(supervisor.client(stop), stop, NOBODY).load()
    except AppError as error:
        if error.code == "child_died" and error.facts.get("signal") in _OF_AN_ENDLESS_MODEL:
            raise AppError("model_endless") from None
        raise
    finally:
        supervisor.close()
