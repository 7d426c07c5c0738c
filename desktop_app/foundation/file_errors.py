"""What can be wrong with a file that is opened: one entry a code. Joined to the rest by `error_table.py`."""

from desktop_app.foundation.error_entry import ErrorEntry, Fault
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

FILE_ERRORS = {
    "file_missing": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file is not there."),
        QT_TRANSLATE_NOOP("Errors", "It may have been moved or renamed."),
        Fault.FILE,
    ),
    "drive_gone": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The drive was pulled out while its file was being read."),
        QT_TRANSLATE_NOOP("Errors", "Plug it in again, or bring another file."),
        Fault.FILE,
    ),
    "file_unreadable": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file cannot be opened."),
        QT_TRANSLATE_NOOP("Errors", "It may be a folder or a device, or this user may not read it."),
        Fault.FILE,
    ),
    "file_changed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file changed while it was being read."),
        QT_TRANSLATE_NOOP("Errors", "Wait until the other program has finished with it, then open it again."),
        Fault.FILE,
    ),
    "file_replaced": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This file is another one now than the one that was opened."),
        QT_TRANSLATE_NOOP(
            "Errors", "What was hidden and reviewed belongs to the old one. The new one is a new document."
        ),
        Fault.FILE,
    ),
    "file_empty": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file is empty."),
        QT_TRANSLATE_NOOP("Errors", "It holds no bytes; the copy may not have finished."),
        Fault.FILE,
    ),
    "file_type_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This is not a picture or document that In Camera knows."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Accepted: PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC, AVIF, PDF and DICOM, and films as MP4, MOV, MKV, WebM and AVI, judged by content.",
        ),
        Fault.FILE,
    ),
    "file_type_not_accepted": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This type of file is not accepted."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Accepted: PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC, AVIF, PDF and DICOM, and films as MP4, MOV, MKV, WebM and AVI, judged by content.",
        ),
        Fault.FILE,
    ),
    "file_damaged": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file is damaged."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its content does not make sense as the type that it claims to be, or it ends too early."
        ),
        Fault.FILE,
    ),
    "file_nested_too_deep": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file is nested too deeply."),
        QT_TRANSLATE_NOOP("Errors", "It holds lists in lists in lists, more than {limit} deep; honest files have ten."),
        Fault.FILE,
    ),
    "transfer_syntax_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The pictures in this DICOM file are coded in a way that is not read here."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its transfer syntax is {uid}. Save it uncompressed in the program that it is from."
        ),
        Fault.FILE,
    ),
    "dicom_kind_not_read": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This kind of DICOM file is not read here."),
        QT_TRANSLATE_NOOP(
            "Errors", "Read are pictures of whole numbers of up to 32 bits, reports and PDF; no curves, sound or films."
        ),
        Fault.FILE,
    ),
    "dicom_directory": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This DICOMDIR is a list of files, and they are not beside it."),
        QT_TRANSLATE_NOOP("Errors", "Open it where it lies on its disc, or open its folder or the files themselves."),
        Fault.FILE,
    ),
    "tiff_kind_not_read": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This kind of TIFF cannot be read."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its way to compress or to store colours is not known here. Save it as PNG, then open that."
        ),
        Fault.FILE,
    ),
    "bmp_kind_not_read": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This kind of BMP cannot be read."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its way to compress or to store colours is not known here. Save it as PNG, then open that."
        ),
        Fault.FILE,
    ),
    "jpeg_kind_not_read": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This kind of JPEG cannot be read."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its way to compress or to store colours is not known here. Save it as PNG, then open that."
        ),
        Fault.FILE,
    ),
    "file_encrypted": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The document is protected by a password."),
        QT_TRANSLATE_NOOP(
            "Errors", "Save a copy without the password in the program that made it, then open the copy."
        ),
        Fault.FILE,
    ),
    "file_too_large": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file is too large."),
        QT_TRANSLATE_NOOP(
            "Errors", "Files of this type are read up to a fixed size, so that a hostile one cannot fill the memory."
        ),
        Fault.FILE,
    ),
    "page_too_large": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The picture has too many pixels."),
        QT_TRANSLATE_NOOP(
            "Errors", "It would need more memory than one page may have. Scale it down and open it again."
        ),
        Fault.FILE,
    ),
    "too_many_pages": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The document has too many pages."),
        QT_TRANSLATE_NOOP("Errors", "Split it into smaller documents, or ask about some of its pages only."),
        Fault.FILE,
    ),
    "no_pages": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The document has no pages."),
        QT_TRANSLATE_NOOP("Errors", "There is nothing to show or to read."),
        Fault.FILE,
    ),
    "page_missing": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The document does not have that page."),
        QT_TRANSLATE_NOOP("Errors", "It ends earlier."),
        Fault.USAGE,
    ),
    "film_format_unreadable": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This film's picture format, {picture_format}, cannot be read here."),
        QT_TRANSLATE_NOOP("Errors", "Save it as H.264 or VP9 in the program that made it, then open the copy."),
        Fault.FILE,
    ),
    "film_without_pictures": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "No moving picture can be read from this file."),
        QT_TRANSLATE_NOOP("Errors", "It may hold only sound, or it may have been cut off while it was written."),
        Fault.FILE,
    ),
    "film_frames_missing": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Too many pictures of this film cannot be read."),
        QT_TRANSLATE_NOOP("Errors", "A copy would lack them, so none was made."),
        Fault.FILE,
    ),
    "decode_timeout": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Opening the file took too long and was stopped."),
        QT_TRANSLATE_NOOP(
            "Errors", "Honest files of this type open quickly; this one may be made to keep programs busy."
        ),
        Fault.FILE,
    ),
    "decoder_died": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file made its decoder fail."),
        QT_TRANSLATE_NOOP(
            "Errors", "It was opened in a closed process, which has been replaced; nothing else is affected."
        ),
        Fault.FILE,
    ),
}
