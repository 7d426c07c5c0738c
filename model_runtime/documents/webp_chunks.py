"""Tell whether a WebP file keeps every pixel, so that a copy of it can, too. Decodes nothing.

Source: RFC 9649 (WebP Image Format), section 2.
"""

from model_runtime.documents.remote_file import RemoteFile

_RIFF_BYTES, _HEADER_BYTES, _FRAME_BYTES = 12, 8, 16
_MAX_CHUNKS = 64
"""Before the first bitstream an honest file has a handful."""


def is_lossless(file: RemoteFile) -> bool:
    """Return whether the first bitstream of `file`, still or in an animation, is a lossless one."""
    at = _RIFF_BYTES
    for _ in range(_MAX_CHUNKS):
        file.seek(at)
        header = file.read(_HEADER_BYTES)
        name, size = header[:4], int.from_bytes(header[4:], "little")
        if name in (b"VP8L", b"VP8 "):
            return name == b"VP8L"
        at += _HEADER_BYTES + (_FRAME_BYTES if name == b"ANMF" else size + size % 2)
    return False
