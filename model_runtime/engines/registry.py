"""Find the engines there are by the names of their files, so that naming one imports nothing heavy.

An engine `NAME` is the module `NAME_engine`, here or in a folder of its own, and is made by its `engine_for(setup)`. A
family of models, whose weights a person imports, also has `check_weights(folder)`, which tells what a folder holds or
raises RequestFailed; `MODEL_CONFIG_INVALID` says that it may be of another family. With `plans_for(folder)` it tells how that
could run here (`placement/plan.py`). Loads no weights.
"""

import functools
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import msgspec

from model_runtime import engines
from model_runtime.engines.engine import Engine, EngineSetup
from model_runtime.engines.weights_check import WeightsCheck
from model_runtime.placement.plan import chosen_plan
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.role import CHECK_SUFFIX, FIT_SUFFIX

_SUFFIX = "_engine"

NO_PRECISION = "none"
"""Told where a folder fits in no way."""

OPTIONAL_PACKAGES = ("torch", "bitsandbytes", "tokenizers", "transformers", "accelerate", "jinja2")
"""What the extra `models` installs; the built-in reader works without."""


@functools.cache
def _modules() -> dict[str, str]:
    """Return engine name -> module. Imports the folders' own `__init__`, which are empty, and no engine."""
    found = (module.name for module in pkgutil.walk_packages(engines.__path__, f"{engines.__name__}."))
    return {name.rpartition(".")[2].removesuffix(_SUFFIX): name for name in found if name.endswith(_SUFFIX)}


def engine_names() -> tuple[str, ...]:
    """Return the engines that answer; `echo` exists for tests and is never offered."""
    return tuple(sorted(_modules()))


def engine_named(name: str, setup: EngineSetup) -> Engine:
    """Import and make one engine; for `NAME-check` what judges the folder of `setup` as that engine would; for `NAME-fit` what
    says beside how it could run here.

    Raises RequestFailed ENGINE_UNKNOWN, ENGINE_NOT_INSTALLED, MODEL_MISSING.
    """
    family = name.removesuffix(CHECK_SUFFIX).removesuffix(FIT_SUFFIX)
    module = _imported(family)
    if family == name:
        engine: Engine = module.engine_for(setup)
        return engine
    check = getattr(module, "check_weights", None)
    if check is None:
        raise RequestFailed(ErrorCode.ENGINE_UNKNOWN)
    if setup.weights is None:
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    plans_for = getattr(module, "plans_for", None) if name.endswith(FIT_SUFFIX) else None
    return WeightsCheck(setup.weights, check if plans_for is None else _with_plans(check, plans_for))


def _with_plans(
    check: Callable[[Path], payloads.ModelInfo], plans_for: Callable[[Path], tuple[payloads.Plan, ...]]
) -> Callable[[Path], payloads.ModelInfo]:
    """Return what tells beside all plans the precision that loading takes by itself."""

    def told(folder: Path) -> payloads.ModelInfo:
        found = plans_for(folder)
        chosen = chosen_plan(found)
        return msgspec.structs.replace(
            check(folder), plans=found, precision=NO_PRECISION if chosen is None else chosen.precision
        )

    return told


def _imported(name: str) -> ModuleType:
    path = _modules().get(name)
    if path is None:
        raise RequestFailed(ErrorCode.ENGINE_UNKNOWN)
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in OPTIONAL_PACKAGES:
            raise RequestFailed(ErrorCode.ENGINE_NOT_INSTALLED) from None
        raise
