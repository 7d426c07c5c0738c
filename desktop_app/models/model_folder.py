"""Tell by names alone whether a folder can be a model's, and what it lacks. What is in its files is judged in a sandbox."""

from pathlib import Path

from desktop_app.foundation.errors import AppError

CONFIG = "config.json"
WEIGHTS = ".safetensors"
_PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt"})


def missing_from(folder: Path) -> tuple[str, ...]:
    """Return what a folder lacks to be a model's: the name of a file, or the ending of several.

    Raises:
        AppError: model_missing, there is no such folder; model_unsafe_format, its weights are there, but as pickle files.
    """
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        raise AppError("model_missing") from None
    has_weights = any(name.endswith(WEIGHTS) for name in names)
    if not has_weights and any(Path(name).suffix in _PICKLES for name in names):
        raise AppError("model_unsafe_format")
    lacking = ((CONFIG, CONFIG in names), (WEIGHTS, has_weights))
    return tuple(name for name, is_there in lacking if not is_there)
