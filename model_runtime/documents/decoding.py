"""Turn whatever a decoder does with a hostile file into one error code.

The seam between us and Pillow, libheif and PDFium. Decodes nothing itself.
"""

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image

from model_runtime.documents import formats
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed

_DECODER_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError, EOFError, RuntimeError,
    AssertionError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's plugins, pi-heif and pypdfium2 raise for broken files: found by feeding them broken files."""


def _damaged() -> ErrorCode:
    return ErrorCode.FILE_DAMAGED


@contextmanager
def decoding(file: RemoteFile, why: Callable[[], ErrorCode] = _damaged) -> Iterator[None]:
    """Run decoder calls on `file`; their warnings are dropped, their errors become codes.

    Raises:
        RequestFailed: the file's own failure when its bytes could not be had; PAGE_TOO_LARGE when memory ran out;
            otherwise what `why` finds. Carries nothing of the decoder's message, which may quote the document.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except RequestFailed:
        raise
    except (MemoryError, Image.DecompressionBombError):
        raise RequestFailed(ErrorCode.PAGE_TOO_LARGE, limit=formats.MAX_PAGE_PX) from None
    except _DECODER_ERRORS:
        raise file.failure or RequestFailed(why()) from None
