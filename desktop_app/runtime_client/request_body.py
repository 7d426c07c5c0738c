"""Make a request into bytes, if it is within the bounds that the child reads by. Sends nothing.

Our own requests carry what people write and files hold. One that is too large must be refused here, with its own error:
the child would take it for a broken stream and leave.
"""

import msgspec

from desktop_app.foundation.errors import AppError
from model_runtime.protocol import framing, limits, messages

_DECODER: msgspec.msgpack.Decoder[messages.AnyRequest] = msgspec.msgpack.Decoder(messages.AnyRequest)


def body_of(request: messages.AnyRequest) -> bytes:
    """Return what a frame around `request` holds. Raises AppError request_too_large."""
    light, heavy = _parted(request)
    try:
        if len(heavy[0]) > heavy[1]:
            raise framing.FrameTooLongError
        _DECODER.decode(msgspec.msgpack.encode(light))
        return framing.body_of(request)
    except (framing.FrameTooLongError, msgspec.MsgspecError, OverflowError, UnicodeEncodeError):
        raise AppError("request_too_large") from None  # the cause quotes what was to be asked


def _parted(request: messages.AnyRequest) -> tuple[messages.AnyRequest, tuple[bytes, int]]:
    """Return a request without its large bytes, which need not be decoded to be judged, and those with their bound."""
    match request:
        case messages.KeepPage(page=page):
            light = msgspec.structs.replace(page.picture, pixels=b"")
            without = msgspec.structs.replace(request, page=msgspec.structs.replace(page, picture=light))
            return without, (page.picture.pixels, 3 * limits.MAX_SENT_PX)
        case messages.Block(data=data):
            return msgspec.structs.replace(request, data=b""), (data, limits.MAX_BLOCK_BYTES)
        case _:
            return request, (b"", 0)
