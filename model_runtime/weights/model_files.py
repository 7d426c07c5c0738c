"""Name the files that a model consists of, and refuse what could be something else: links, pickles, endless folders.

Opens nothing (`model_folder.py`).
"""

import re
import stat
from pathlib import Path

from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

CONFIG_FILE = "config.json"
TOKENIZER_FILE = "tokenizer.json"
INDEX_FILE = "model.safetensors.index.json"
SINGLE_FILE = "model.safetensors"
WEIGHTS_SUFFIX = ".safetensors"
UNSAFE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")

QUERY_FOLDER = "qformer_tokenizer"
"""The one folder inside a model's that may hold files of it: the second tokenizer of a family that has two."""

IMPORTED = re.compile(
    r"model\.safetensors\.index\.json"
    r"|(config|generation_config|tokenizer|tokenizer_config|special_tokens_map)\.json"
    r"|(processor_config|preprocessor_config|chat_template)\.json|chat_template\.jinja|tokenizer\.model"
)
"""All that a model consists of beside its weights, which its index names. The desktop has the same list, and licences beside;
code and pickles are on neither."""

MAX_FILES = 1000
"""The 19B model has 8 shards in a folder of about 20 files."""


def refuse_unsafe_files(folder: Path) -> None:
    """Raise RequestFailed when the folder is not there, is endless, or holds a file that could be a pickle."""
    if not folder.is_dir():
        raise RequestFailed(ErrorCode.MODEL_MISSING)
    names = []
    for path in folder.iterdir():
        names.append(path.name.lower())
        if len(names) > MAX_FILES:
            raise RequestFailed(ErrorCode.MODEL_TOO_MANY_FILES, limit=MAX_FILES)
    unsafe = sum(1 for name in names if name.endswith(UNSAFE_SUFFIXES))
    if unsafe:
        raise RequestFailed(ErrorCode.MODEL_UNSAFE_FORMAT, count=unsafe)


def require_file(path: Path, number: int = 0) -> Path:
    """Return `path` when it is an ordinary file of its folder. Raises MODEL_FILE_MISSING or MODEL_LINK."""
    try:
        resolved = path.resolve(strict=True)
        is_file = stat.S_ISREG(resolved.stat().st_mode)
    except (OSError, RuntimeError):  # missing, unreadable, or a loop of links
        is_file = False
    if not is_file:
        raise RequestFailed(ErrorCode.MODEL_FILE_MISSING, file=number)
    if resolved.parent != path.parent.resolve():
        raise RequestFailed(ErrorCode.MODEL_LINK, file=number)
    return path
