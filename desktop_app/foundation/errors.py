"""Define the one error that crosses rooms of the desktop: a code and facts, never a sentence.

Does not word anything: sentences are in `error_texts.py`. Does not log.
"""

from enum import StrEnum


class ErrorKind(StrEnum):
    """Who can do something about it (and which exit code the command line gives)."""

    USER = "user"
    ENVIRONMENT = "environment"
    CANCELLED = "cancelled"
    BUG = "bug"


class AppError(Exception):
    """Something could not be done.

    Attributes:
        code: stable word; the wire's `ErrorCode` values and a few of the desktop's own (`file_missing`, `usage`).
        facts: bounded numbers by name for the sentence (`limit`, `found`); never text from a document.
    """

    def __init__(self, code: str, /, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def kind(self) -> ErrorKind:
        """Tell whose fault it is, by the code."""
        return _KIND_BY_CODE.get(self.code, ErrorKind.BUG)


_USER = [
    "usage",
    "file_missing",
    "file_unreadable",
    "file_empty",
    "file_type_unknown",
    "file_type_not_accepted",
    "file_damaged",
    "file_encrypted",
    "file_too_large",
    "file_changed",
    "file_replaced",
    "page_too_large",
    "too_many_pages",
    "no_pages",
    "page_missing",
    "decode_timeout",
    "decoder_died",
    "format_not_writable",
    "policy_unknown",
    "policy_invalid",
    "policy_unreadable",
    "review_needed",
    "output_exists",
    "outputs_collide",
    "rows_of_another_call",
    "output_unwritable",
    "output_name_too_long",
    "stdout_unwritable",
    "engine_unknown",
    "model_missing",
    "model_invalid",
    "preset_unknown",
    "settings_damaged",
    "queue_full",
    "request_too_large",
    "precision_unavailable",
    "engine_not_installed",
    "licence_not_accepted",
    "model_exists",
    "model_not_verified",
    "model_unsafe_format",
    "model_link",
    "model_file_missing",
    "model_config_invalid",
    "model_tokenizer_invalid",
    "weights_index_invalid",
    "weights_header_invalid",
    "weights_truncated",
    "weights_changed",
    "tensor_duplicate",
    "tensor_missing",
    "tensor_unknown",
    "tensor_shape",
    "tensor_type",
    "question_too_long",
    "schema_invalid",
    "schema_not_supported",
]
_ENVIRONMENT = [
    "out_of_memory",
    "disk_full",
    "sandbox_not_proven",
    "child_died",
    "child_silent",
    "restart_limit",
    "child_not_started",
    "no_more_threads",
    "left_behind",
]

_KIND_BY_CODE = (
    dict.fromkeys(_USER, ErrorKind.USER)
    | dict.fromkeys(_ENVIRONMENT, ErrorKind.ENVIRONMENT)
    | {"cancelled": ErrorKind.CANCELLED}
)
