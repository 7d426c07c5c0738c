"""Name the picture format of a film by the four letters that its container gives it. Decodes nothing."""

_NAMES = {
    "AV1": ("AV01", "av01"),
    "H.264": ("H264", "h264", "avc1", "X264"),
    "H.265": ("HEVC", "hevc", "hev1", "hvc1", "H265"),
    "H.266": ("vvc1", "vvi1"),
    "Windows Media Video": ("WMV1", "WMV2", "WMV3", "WVC1"),
    "RealVideo": ("RV10", "RV20", "RV30", "RV40"),
    "Apple ProRes": ("apch", "apcn", "apcs", "apco", "ap4h"),
    "MPEG-4": ("FMP4", "mp4v", "XVID", "DIVX", "DX50"),
    "Motion JPEG": ("MJPG", "mjpg"),
    "Theora": ("theo",),
    "VP8": ("VP80",),
    "VP9": ("VP90", "vp09"),
    "FFV1": ("FFV1",),
}
_BY_LETTERS = {letters: name for name, all_letters in _NAMES.items() for letters in all_letters}


def name(fourcc: int) -> str:
    """Return what people call the format; a word for those that nobody has named. Never the letters: a file chose them."""
    letters = (fourcc & 0xFFFF_FFFF).to_bytes(4, "little").decode("latin-1")
    return _BY_LETTERS.get(letters, "unknown")
