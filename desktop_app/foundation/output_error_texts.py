"""Say what went wrong with what is written, in two sentences each; `error_texts.py` joins them to the other errors'.

What only the command line can say is English; the rest is marked for Qt's translation tools.
"""

from desktop_app.foundation.error_text import QT_TRANSLATE_NOOP, ErrorText

OUTPUT_TEXTS = {
    "output_exists": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The output would overwrite its own source."),
        QT_TRANSLATE_NOOP("Errors", "Choose another name or folder."),
    ),
    "outputs_collide": ErrorText(
        "Two outputs are one file, so that one would overwrite the other.",
        "Give each a name or a folder of its own.",
    ),
    "rows_of_another_call": ErrorText(
        "What is in the output was not begun by such a call: other questions, another policy or model, or no rows at all.",
        "Repeat the call that began it, or name another output; without --resume it is replaced.",
    ),
    "stdout_unwritable": ErrorText(
        "What was found cannot be printed.",
        "Standard output is closed or its disk is full; what has been printed is not whole.",
    ),
    "output_unwritable": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The output cannot be written."),
        QT_TRANSLATE_NOOP(
            "Errors", "The folder may be missing or read-only, or the disk full. Nothing half-written was left."
        ),
    ),
    "output_name_too_long": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The output's name is too long."),
        QT_TRANSLATE_NOOP("Errors", "The disk takes shorter names only. Choose one."),
    ),
    "disk_full": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The disk is full."),
        QT_TRANSLATE_NOOP("Errors", "Make room and try again. Nothing half-written was left."),
    ),
}
"""Error code -> its two sentences."""
