"""Name the folders of which every line and every branch is tested, and the tests that do it.

A mistake there breaks a promise to the user without anybody noticing; elsewhere coverage is information.
"""

PERFECT = ("model_runtime/protocol", "model_runtime/redaction")
THEIR_TESTS = (
    "tests/model_runtime/protocol",
    "tests/model_runtime/redaction",
    "tests/model_runtime/airlock/test_handlers.py",
)
