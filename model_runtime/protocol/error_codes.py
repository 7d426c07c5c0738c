"""Name every way a request can fail: stable short words, no private text.

Only a code and bounded facts cross the pipe. Sentences for people are made by the trusted side
(`desktop_app/foundation/error_table.py`). Does not decide which failure happened.
"""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Why a request, or a whole child, failed. Wire values are stable."""

    # the document
    FILE_EMPTY = "file_empty"
    FILE_TYPE_UNKNOWN = "file_type_unknown"
    FILE_TYPE_NOT_ACCEPTED = "file_type_not_accepted"
    FILE_DAMAGED = "file_damaged"
    TIFF_KIND_NOT_READ = "tiff_kind_not_read"
    BMP_KIND_NOT_READ = "bmp_kind_not_read"
    JPEG_KIND_NOT_READ = "jpeg_kind_not_read"
    FILE_ENCRYPTED = "file_encrypted"
    FILE_TOO_LARGE = "file_too_large"
    FILE_CHANGED = "file_changed"
    FILE_UNREADABLE = "file_unreadable"
    PAGE_TOO_LARGE = "page_too_large"
    TOO_MANY_PAGES = "too_many_pages"
    NO_PAGES = "no_pages"
    PAGE_MISSING = "page_missing"
    DECODE_TIMEOUT = "decode_timeout"
    DECODER_DIED = "decoder_died"
    FILE_NESTED_TOO_DEEP = "file_nested_too_deep"
    TRANSFER_SYNTAX_UNKNOWN = "transfer_syntax_unknown"
    DICOM_KIND_NOT_READ = "dicom_kind_not_read"
    DICOM_DIRECTORY = "dicom_directory"
    FILM_FORMAT_UNREADABLE = "film_format_unreadable"
    FILM_WITHOUT_PICTURES = "film_without_pictures"
    FILM_FRAMES_MISSING = "film_frames_missing"
    FORMAT_NOT_WRITABLE = "format_not_writable"
    POLICY_UNKNOWN = "policy_unknown"
    POLICY_INVALID = "policy_invalid"
    # the engine
    ENGINE_UNKNOWN = "engine_unknown"
    ENGINE_NOT_INSTALLED = "engine_not_installed"
    PRECISION_UNAVAILABLE = "precision_unavailable"
    MODEL_MISSING = "model_missing"
    MODEL_INVALID = "model_invalid"
    MODEL_NOT_LOADED = "model_not_loaded"
    MODEL_UNSAFE_FORMAT = "model_unsafe_format"
    MODEL_LINK = "model_link"
    MODEL_FILE_MISSING = "model_file_missing"
    MODEL_CONFIG_INVALID = "model_config_invalid"
    MODEL_TOKENIZER_INVALID = "model_tokenizer_invalid"
    MODEL_PROCESSOR_INVALID = "model_processor_invalid"
    MODEL_TEMPLATE_INVALID = "model_template_invalid"
    MODEL_FAMILY_UNKNOWN = "model_family_unknown"
    MODEL_NOT_NATIVE = "model_not_native"
    MODEL_SUPERSEDED = "model_superseded"
    MODEL_FOREIGN_CODE = "model_foreign_code"
    MODEL_QUANTIZED = "model_quantized"
    MODEL_ADAPTER = "model_adapter"
    MODEL_ENDLESS = "model_endless"
    MODEL_NO_NUMBERS = "model_no_numbers"
    MODEL_TOO_MANY_FILES = "model_too_many_files"
    WEIGHTS_INDEX_INVALID = "weights_index_invalid"
    WEIGHTS_HEADER_INVALID = "weights_header_invalid"
    WEIGHTS_TRUNCATED = "weights_truncated"
    WEIGHTS_CHANGED = "weights_changed"
    TENSOR_DUPLICATE = "tensor_duplicate"
    TENSOR_MISSING = "tensor_missing"
    TENSOR_UNKNOWN = "tensor_unknown"
    TENSOR_SHAPE = "tensor_shape"
    TENSOR_TYPE = "tensor_type"
    PAGE_NOT_KEPT = "page_not_kept"
    PICTURE_NEEDED = "picture_needed"
    ONE_PICTURE = "one_picture"
    PICTURE_TOO_NARROW = "picture_too_narrow"
    QUESTION_TOO_LONG = "question_too_long"
    SCHEMA_INVALID = "schema_invalid"
    SCHEMA_NOT_SUPPORTED = "schema_not_supported"
    OUT_OF_MEMORY = "out_of_memory"
    NO_MORE_THREADS = "no_more_threads"
    # the wire and the process
    PROTOCOL_VERSION = "protocol_version"
    PROTOCOL_BROKEN = "protocol_broken"
    SANDBOX_NOT_PROVEN = "sandbox_not_proven"
    CHILD_DIED = "child_died"
    CHILD_SILENT = "child_silent"
    RESTART_LIMIT = "restart_limit"
    CANCELLED = "cancelled"
    BUG = "bug"


class RequestFailed(Exception):
    """A request could not be carried out; the child lives on. Carries a code and bounded numbers, nothing of a document.

    Attributes:
        code: why.
        facts: numbers that the sentence for people needs (a limit and what was found), by name.
    """

    def __init__(self, code: ErrorCode, **facts: int) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts
