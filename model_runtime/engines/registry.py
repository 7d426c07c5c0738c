"""Name the engines there are, as text, so that naming one imports nothing heavy.

Does not load weights. A new model family is one more line here and a file beside it that has `engine_for(setup)`.
"""

import importlib

from model_runtime.engines.engine import Engine, EngineSetup
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

ENGINES = {
    "reader": "model_runtime.engines.reader.reader_engine",
    "cogvlm2": "model_runtime.engines.cogvlm2_engine",
    "cogvlm2-check": "model_runtime.engines.cogvlm2_check",
    "echo": "model_runtime.engines.echo_engine",
}
"""Engine name -> the module that makes it. `cogvlm2-check` judges a folder before an import; `echo` exists for tests."""

OPTIONAL_PACKAGES = ("torch", "bitsandbytes", "tokenizers")
"""What the extra `models` installs; the built-in reader works without."""


def engine_named(name: str, setup: EngineSetup) -> Engine:
    """Import and make one engine. Raises RequestFailed ENGINE_UNKNOWN, ENGINE_NOT_INSTALLED, MODEL_MISSING."""
    if name not in ENGINES:
        raise RequestFailed(ErrorCode.ENGINE_UNKNOWN)
    try:
        module = importlib.import_module(ENGINES[name])
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in OPTIONAL_PACKAGES:
            raise RequestFailed(ErrorCode.ENGINE_NOT_INSTALLED) from None
        raise
    engine: Engine = module.engine_for(setup)
    return engine
