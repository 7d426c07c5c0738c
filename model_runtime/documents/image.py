"""Decode pictures: still, animated and many to a file.

Every page comes out upright, in sRGB, on white, eight bits a channel, and without metadata. Does not read PDF, does not
decide which files are accepted.
"""

from typing import IO, cast

import numpy as np
from PIL import (  # noqa: F401  # a plugin that is not imported cannot be asked for: Pillow would load all fifty
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from model_runtime.documents import colour, cut_short, formats, variants, webp_chunks
from model_runtime.documents.decoding import decoding
from model_runtime.documents.formats import Format
from model_runtime.documents.page import SourcePage
from model_runtime.documents.remote_file import RemoteFile
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import PageLine

_ORIENTATION_TAG = 0x0112
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the value of its EXIF orientation (TIFF 6.0 and Exif 2.3, tag 0x0112)."""

_LOSSLESS = ("png", "gif", "bmp", "tiff")
"""Kinds whose own compression loses nothing; a TIFF with a JPEG inside is treated as well as any other."""

CUT_SHORT = "picture_cut_short"
"""The note of a picture whose end is missing; known once it was decoded."""

Image.MAX_IMAGE_PIXELS = formats.MAX_PAGE_PX  # Pillow's own guard stays behind ours, for sizes that only it learns


class ImageDocument:
    """A picture file. Frames and layers are pages. Attributes: see `Document`."""

    def __init__(self, file: RemoteFile, entry: Format) -> None:
        self.kind = entry.kind
        self._file = file
        self._entry = entry
        with decoding(file, lambda: variants.why_unopened(file, entry.kind)):
            image = _opened(file, entry)
            formats.check_pixels(*image.size)
            frame_count = _frame_count(image, entry)
            self.is_lossless = webp_chunks.is_lossless(file) if entry.kind == "webp" else entry.kind in _LOSSLESS
        self._image: Image.Image | None = image
        self._primary_frame = image.tell()  # of a HEIC; of anything else the first
        shown = _shown_frames(frame_count, image.size, entry)
        self.line = PageLine(shown, "frames" if entry.is_animation and frame_count > 1 else "pages")
        self.notes: tuple[str, ...] = ("animation_shortened",) if shown < frame_count else ()

    def render(self, number: int) -> SourcePage:
        """Decode page `number` (from 1). Raises RequestFailed."""
        with decoding(self._file, lambda: variants.why_undecoded(self._file, self.kind)):
            image = self._loaded(self._frame_of(number))
            formats.check_pixels(*image.size)  # HEIC learns its true size only by decoding
            orientation = _orientation(image)
            flat = colour.flattened(image)
            if orientation in _TRANSPOSE:
                flat = flat.transpose(_TRANSPOSE[orientation])
            # a single picture is read again if ever asked for; animations are kept, each frame builds on the last
            self._image = image if self.line.count > 1 else None
            pixels = np.asarray(flat)  # a view of new memory: nothing of the file but its pixels is in it
        return SourcePage(number, pixels)

    def close(self) -> None:
        """Let go of the decoded frames."""
        self._image = None

    def _frame_of(self, number: int) -> int:
        """Return which frame is page `number`: the picture that the file calls its primary one comes before the others."""
        if number == 1:
            return self._primary_frame
        return number - 2 if number - 2 < self._primary_frame else number - 1

    def _loaded(self, frame: int) -> Image.Image:
        """Return the picture with the pixels of `frame`. Raises what Pillow raises, RequestFailed."""
        image = self._at_frame(frame)
        formats.check_pixels(*image.size)
        try:
            image.load()
        except OSError:
            if self.kind != "jpeg" or self._file.failure is not None:
                raise
            del image  # two pictures of 120 megapixels are too many
            image = cut_short.loaded(self._file)
            self.notes = (CUT_SHORT,)
        return image

    def _at_frame(self, frame: int) -> Image.Image:
        """Return the picture with `frame` to be loaded next. Raises what Pillow raises."""
        if self._image is not None and self.kind == "png" and frame < self._image.tell():
            self._image = None  # Pillow 13 counts wrongly after going back to the start of an APNG from within it
        image = self._image or _opened(self._file, self._entry)
        if image.tell() != frame:
            image.seek(frame)
        return image


def _opened(file: RemoteFile, entry: Format) -> Image.Image:
    """Read the header, with the one plugin that `entry` names. Raises what Pillow raises."""
    if entry.kind == "webp":
        _check_webp_canvas(file.head(30))
    if entry.kind == "heic":
        import pi_heif  # only when wanted: it brings libheif and libde265

        pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    file.seek(0)
    return Image.open(cast("IO[bytes]", file), formats=[entry.decoder])


def _check_webp_canvas(head: bytes) -> None:
    """Refuse by size before Pillow opens the file: its animation decoder allocates two canvases at once.

    Source: WebP container specification, "Extended File Format", and RFC 6386 section 9.1, RFC 9649 section 3.4.
    """
    if head[12:16] == b"VP8X":
        width, height = 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    elif head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    formats.check_pixels(width, height)


def _frame_count(image: Image.Image, entry: Format) -> int:
    """Count frames, no further than one past the limit where counting means walking through the file."""
    if entry.max_pages == 1:
        return 1
    if entry.kind != "tiff":
        return int(getattr(image, "n_frames", 1))
    count = 0
    try:
        while count <= entry.max_pages:
            image.seek(count)
            count += 1
    except EOFError:
        pass  # the end of the chain of directories: Pillow also ends a chain that bites its tail here
    image.seek(0)
    return count


def _shown_frames(frame_count: int, size: tuple[int, int], entry: Format) -> int:
    """Return how many frames become pages. Raises RequestFailed: TOO_MANY_PAGES where a document may not be cut."""
    if not entry.is_animation:
        if frame_count > entry.max_pages:
            raise RequestFailed(ErrorCode.TOO_MANY_PAGES, limit=entry.max_pages)
        return frame_count
    affordable = max(1, formats.MAX_ANIMATION_PX // (size[0] * size[1]))
    return min(frame_count, entry.max_pages, affordable)


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; 1 (upright) when the block cannot be read, because the pixels can."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001  # a broken EXIF block raises nearly anything and must not cost the picture
        return 1
    return value if isinstance(value, int) else 1
