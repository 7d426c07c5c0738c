"""Name the files that a model consists of: small ones by their names, weights as the model's own index names them.

A file of weights that the index leaves out has been seen by nobody: it may be a pickle under another name, so it stays where
it is. Judges nothing: whether the index is right, the engine process says first. Copies nothing.
"""

import re
from pathlib import Path
from typing import Annotated

import msgspec

from desktop_app.foundation.errors import AppError
from desktop_app.models.plain_file import LinkError, open_plain

COPIED = re.compile(
    r"(config|generation_config|tokenizer|tokenizer_config|special_tokens_map)\.json"
    r"|(processor_config|preprocessor_config|chat_template)\.json|chat_template\.jinja|tokenizer\.model"
    r"|(LICENSE|LICENCE|MODEL_LICENSE|LLAMA_?3?_LICENSE|NOTICE)[A-Za-z0-9._-]*"
)
"""All that a model consists of beside its weights; anything else in the folder stays where it is."""

INNER_FOLDER = "qformer_tokenizer"
"""The one folder inside a model's of which files are taken, too: the second tokenizer of a family that has two."""

INDEX_FILE = "model.safetensors.index.json"
SINGLE_FILE = "model.safetensors"

MAX_INDEX_BYTES = 16 << 20
"""The engine takes no larger one."""

_SHARD = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.safetensors$")]
"""A plain name, as the engine wants it: no folder, nothing hidden."""


class _Index(msgspec.Struct, frozen=True):
    weight_map: dict[str, _SHARD]


def model_files(folder: Path) -> tuple[str, ...]:
    """Name the files that the model consists of, in order.

    Raises:
        AppError: model_missing; model_link, one leads elsewhere; model_file_missing and weights_index_invalid, the index has
            changed since `check_weights` has seen to it. Licences and what stands beside are as much somebody else's.
    """
    inner = folder / INNER_FOLDER
    places = (folder, inner) if inner.is_dir() and not inner.is_symlink() else (folder,)
    try:
        paths = [path for place in places for path in place.iterdir()]
        has_index = (folder / INDEX_FILE).exists()
    except OSError:
        raise AppError("model_missing") from None
    weights = {INDEX_FILE, *_shards(folder)} if has_index else {SINGLE_FILE}
    wanted = [path for path in paths if COPIED.fullmatch(path.name) or (path.parent == folder and path.name in weights)]
    # A file of weights that is left out is told of, too, when it is a link: whoever made it meant it to be followed.
    if any(path.is_symlink() for path in (*wanted, *folder.glob("*.safetensors"))):
        raise AppError("model_link")
    return tuple(sorted(path.relative_to(folder).as_posix() for path in wanted if path.is_file()))


def _shards(folder: Path) -> frozenset[str]:
    """Return the names of the files of weights that an index names."""
    try:
        with open_plain(folder, INDEX_FILE) as file:
            raw = file.read(MAX_INDEX_BYTES)
    except LinkError:
        raise AppError("model_link") from None
    except OSError:
        raise AppError("model_file_missing") from None
    try:
        return frozenset(msgspec.json.decode(raw, type=_Index).weight_map.values())
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise AppError("weights_index_invalid") from None
