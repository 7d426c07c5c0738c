"""Say what went wrong to somebody at a kiosk: without advice that nobody can follow there."""

from desktop_app.foundation.errors import AppError
from desktop_app.gui.words.error_messages import error_message, is_about_model

_ONLY_IN_THE_WINDOW = {
    *("too_many_pages", "dicom_directory", "request_too_large", "queue_full"),  # choosing pages, folders, several files
    *("out_of_memory", "no_more_threads", "too_few_files", "left_behind"),  # other programs, this machine's folders
    *("child_not_started", "restart_limit", "protocol_version", "sandbox_not_proven", "bug"),  # commands and logs
    *("page_not_kept", "model_not_loaded", "output_exists", "outputs_collide", "output_name_too_long"),
}
"""What to do about these takes a part of the window, another program, or whoever looks after the machine."""


def error_words(error: AppError, *, is_about_file: bool) -> str:
    """Return what happened, and what somebody who stands there can do about it, if anything."""
    message = error_message(error, is_about_file=is_about_file)
    if error.code in _ONLY_IN_THE_WINDOW or is_about_model(error):
        return message.what
    return f"{message.what} {message.why}"
