"""Say in words what is known of a page as it is sent. Shows nothing."""

from PySide6.QtCore import QCoreApplication

from desktop_app.jobs.prepared import PreparedPage

translate = QCoreApplication.translate

_SMALL_TEXT_RATIO = 2.0  # scaled down by more than this, 8-point print falls under 10 pixels and is often misread


def banner(prepared: PreparedPage, image_tokens: int) -> tuple[str, str]:
    """Return what is sent of a page and what it costs (0: it does not count in tokens), and a warning, or nothing."""
    shape = prepared.shape
    count = len(prepared.regions)
    few = (translate("PageController", "nothing hidden"), translate("PageController", "1 place hidden"))
    many = translate("PageController", "{count} places hidden")
    hidden = few[count] if count < len(few) else many.format(count=count)
    text = translate(
        "PageController", "Original {from_width} × {from_height} → sent {width} × {height} · {hidden}"
    ).format(
        from_width=shape.shown.width,
        from_height=shape.shown.height,
        width=shape.width,
        height=shape.height,
        hidden=hidden,
    )
    if image_tokens:
        text += translate("PageController", " · {count} tokens").format(count=image_tokens)
    warning = translate("PageController", "Small print may be lost. Ask about a part to send it at full size.")
    is_small = max(shape.shown.width / shape.width, shape.shown.height / shape.height) > _SMALL_TEXT_RATIO
    return text, warning if is_small else ""
