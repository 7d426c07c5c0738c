"""Be a child: claim the pipes, close the sandbox, prove it, say `Ready`, serve.

In that order, and before anything heavy is imported or any byte of a document is read. The roles are named as text
and imported when the sandbox is closed. Does not decide whether the proof is good enough: the desktop does.
"""

import argparse
import importlib
from pathlib import Path

from model_runtime.protocol import messages
from model_runtime.protocol.role import CHECK_SUFFIX, RoleHandler
from model_runtime.sandbox.close import close_sandbox
from model_runtime.sandbox.profile import GPU_NODE, SandboxProfile
from model_runtime.sandbox.report import sandbox_report
from model_runtime.sandbox.self_test import run_self_test
from model_runtime.server import loop, parent_watch, stdio

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

GIB = 1024**3
AIRLOCK_MEMORY_BYTES = 6 * GIB
"""Address space, not resident memory: the face detector's libraries map 2 GiB before they do anything."""


FILM_BYTES = 4 * GIB
"""Of one file in the scratch of an airlock that writes films; there are two at a time. Three hours at 3 Mbit/s."""


def main() -> None:
    """Run one child until the desktop closes its pipe."""
    arguments = _arguments()
    input_fd, output_fd = stdio.claim()
    profile = _profile(arguments)
    layers = close_sandbox(profile)
    sandbox = sandbox_report(layers, run_self_test(profile, layers))
    parent_watch.ask_for_death_signal(arguments.parent)
    parent_watch.start(arguments.parent)
    server = loop.Server(input_fd, output_fd, _role(arguments))
    server.send(messages.Ready(id=0, protocol_version=messages.PROTOCOL_VERSION, role=arguments.role, sandbox=sandbox))
    server.serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="model_runtime", description="Started by In Camera itself, not by hand.")
    parser.add_argument("role", choices=["airlock", "engine"])
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--engine", default="reader")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--manifest", type=Path)
    parser.add_argument("--manifest-sha256", default="")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--template", default="")
    parser.add_argument("--scratch", type=Path)
    return parser.parse_args()


def _profile(arguments: argparse.Namespace) -> SandboxProfile:
    readable = [RESOURCES]
    readable += [path for path in (arguments.weights, arguments.manifest) if path is not None]
    is_airlock = arguments.role == "airlock"
    return SandboxProfile(
        role=arguments.role,
        scratch=arguments.scratch,
        cache=None if is_airlock else arguments.cache,
        readable=tuple(readable),
        gpu=_loads_weights(arguments) and GPU_NODE.exists(),
        memory_bytes=AIRLOCK_MEMORY_BYTES if is_airlock else None,
        may_write_files=not is_airlock,
        most_file_bytes=0 if arguments.scratch is None else FILM_BYTES,
    )


def _loads_weights(arguments: argparse.Namespace) -> bool:
    """Tell whether the GPU's device nodes, and what CUDA needs around them, are wanted: not to read, nor to judge a folder."""
    return arguments.role == "engine" and arguments.weights is not None and not arguments.engine.endswith(CHECK_SUFFIX)


def _role(arguments: argparse.Namespace) -> RoleHandler:
    """Import the role by name, so that neither child carries the other's code."""
    if arguments.role == "airlock":
        airlock: RoleHandler = importlib.import_module("model_runtime.airlock.handlers").Airlock(arguments.scratch)
        return airlock
    setup = importlib.import_module("model_runtime.engines.engine").EngineSetup(
        weights=arguments.weights,
        precision=arguments.precision,
        manifest=arguments.manifest,
        manifest_sha256=arguments.manifest_sha256,
        cache=arguments.cache,
        template=arguments.template,
    )
    engine_role = importlib.import_module("model_runtime.engines.engine_role")
    engine: RoleHandler = engine_role.EngineRole(arguments.engine, setup)
    return engine


if __name__ == "__main__":
    main()
