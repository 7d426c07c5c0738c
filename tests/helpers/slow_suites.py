"""Name the suites that take minutes each: they have a run of their own, so that the other stays short."""

SLOW = (
    "adversarial",
    "end_to_end/test_batch.py",
    "end_to_end/test_cogvlm2_video.py",
    "end_to_end/test_film_window.py",
    "end_to_end/test_films.py",
    "end_to_end/test_kiosk_cage.py",
    "end_to_end/test_kiosk_memory.py",
    "end_to_end/test_listening.py",
    "gpu",
    "model_runtime/engines/test_transformers_bombs.py",
    "model_runtime/engines/test_transformers_odd_pictures.py",
    "model_runtime/engines/test_true_sizes.py",
)
"""Below `tests`; `installer/check.py --slow` runs them, and nothing else."""


def is_slow(path: str) -> bool:
    """Tell whether a file, by its path below `tests`, belongs to one of them."""
    return any(path == one or path.startswith(f"{one}/") for one in SLOW)
