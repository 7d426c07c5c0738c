"""Mark texts for Qt's translation tools where they are written down and not yet shown. Translates nothing."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark `text` for lupdate and return it; it is translated where it is shown. The name is Qt's."""
    return text
