"""What can be wrong with what is written: one entry a code. Joined to the rest by `error_table.py`.

What only the command line can say is English; the rest is marked for Qt's translation tools.
"""

from desktop_app.foundation.error_entry import ErrorEntry, Fault
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

OUTPUT_ERRORS = {
    "format_not_writable": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A redacted copy cannot be written in that format."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Name the copy .png, .jpg, .webp, .tiff or .pdf; of several pages, .tiff or .pdf; of a film, .webm, .mkv or .mp4; of DICOM, also .dcm.",
        ),
        Fault.USAGE,
    ),
    "dicom_of_dicom": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A DICOM file can only be a copy of a DICOM file."),
        QT_TRANSLATE_NOOP("Errors", "Its header says what the picture is; another document has none."),
        Fault.USAGE,
    ),
    "output_exists": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The output would overwrite its own source."),
        QT_TRANSLATE_NOOP("Errors", "Choose another name or folder."),
        Fault.USAGE,
    ),
    "outputs_collide": ErrorEntry(
        "Two outputs are one file, so that one would overwrite the other.",
        "Give each a name or a folder of its own.",
        Fault.USAGE,
    ),
    "not_reached": ErrorEntry(
        "Nothing was done with this file.",
        "The call ended before its turn; repeat it with the files that are left.",
        Fault.CANCELLED,
    ),
    "too_few_files": ErrorEntry(
        "In Camera may not open as many files at once as it needs.",
        "A limit has been set for this call: raise it (`ulimit -n 1024`) and repeat it. Where there is none, close other programs.",
        Fault.MEMORY,
    ),
    "preview_of_film": ErrorEntry(
        "There is no preview of a film.",
        "Leave --preview out; --report says what is hidden from when to when.",
        Fault.USAGE,
    ),
    "rows_of_another_call": ErrorEntry(
        "What is in the output was not begun by such a call: other questions, another policy or model, or no rows at all.",
        "Repeat the call that began it, or name another output; without --resume it is replaced.",
        Fault.USAGE,
    ),
    "output_in_use": ErrorEntry(
        "Another call is writing to this output.",
        "Wait until it has ended, or name another output.",
        Fault.FILE,
    ),
    "output_lost": ErrorEntry(
        "The output was removed or replaced while rows were added to it.",
        "Rows added before went with it; what has its name now was left alone. Repeat the call.",
        Fault.FILE,
    ),
    "stdout_unwritable": ErrorEntry(
        "What was found cannot be printed.",
        "Standard output is closed or its disk is full; what has been printed is not whole.",
        Fault.FILE,
    ),
    "output_unwritable": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The output cannot be written."),
        QT_TRANSLATE_NOOP(
            "Errors", "The folder may be missing or read-only, or the disk full. Nothing half-written was left."
        ),
        Fault.FILE,
    ),
    "output_name_too_long": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The output's name is too long."),
        QT_TRANSLATE_NOOP("Errors", "The disk takes shorter names only. Choose one."),
        Fault.USAGE,
    ),
    "disk_full": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The disk is full."),
        QT_TRANSLATE_NOOP("Errors", "Make room and try again. Nothing half-written was left."),
        Fault.FILE,
    ),
}
