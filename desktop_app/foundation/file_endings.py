"""Name the endings of files that can be opened: for choosing files, and to tell who claims to be one.

A file is judged by its content, in the airlock; its name says only what somebody takes it for.
"""

PICTURES = ("png", "jpg", "jpeg", "jpe", "jfif", "webp", "tif", "tiff", "bmp", "gif", "heic", "heif", "avif", "pdf")
MEDICAL = ("dcm",)
FILMS = ("mp4", "m4v", "mov", "mkv", "webm", "avi")

ALL = (*PICTURES, *MEDICAL, *FILMS)


def suffixes(*endings: str) -> frozenset[str]:
    """Return endings as `Path.suffix` has them, in lower case."""
    return frozenset(f".{ending}" for ending in endings)
