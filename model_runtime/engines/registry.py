"""Name the engines there are, as text, so that naming one imports nothing heavy.

Does not load weights. A new model family is one more line here and a file beside it.
"""

import importlib

from model_runtime.engines.engine import Engine
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

ENGINES = {
    "reader": "model_runtime.engines.reader.reader_engine:ReaderEngine",
    "echo": "model_runtime.engines.echo_engine:EchoEngine",
}
"""Engine name -> where its class is. `echo` exists for tests and start-up checks; it is not offered to users."""


def engine_named(name: str) -> Engine:
    """Import and make one engine. Raises RequestFailed ENGINE_UNKNOWN."""
    if name not in ENGINES:
        raise RequestFailed(ErrorCode.ENGINE_UNKNOWN)
    module_name, class_name = ENGINES[name].split(":")
    engine: Engine = getattr(importlib.import_module(module_name), class_name)()
    return engine
