"""Walk every network of the catalogue at true size, without its weights, and print what a question about a page takes.

    python tests/benchmarks/true_sizes.py [NAME …]

In bfloat16, attention as a fused kernel. `said` is what `models fit` says before loading, without a long answer; beside it what was counted: weights
and all that lives in the widest moment. Work is that of the page, of a second question about it, and of one more word; `waits`
are those of the host for the device, in the page's pass and in three words.
"""

import sys
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that the file can be run by its path

from tests.helpers.true_sizes import TRUE_SIZES
from tests.helpers.true_walks import TOKENS, Walked, walk_cogvlm2, walk_family, walk_glm4v

GIB = 1 << 30
WALKS: dict[str, Callable[[], Walked]] = {"cogvlm2": walk_cogvlm2, "chatglm4v": walk_glm4v}


def row(walked: Walked) -> str:
    """Return one line."""
    needs, phases = walked.needs, walked.phases
    page, words = phases["prefill"], phases["decode"]
    again = phases.get("again")
    second = f"{again.work_flop / 1e12:9.2f}" if again else f"{'':9}"
    counted = walked.weights + page.peak_bytes
    return (
        f"{walked.title:38}{walked.parameters / 1e9:7.2f}{(needs.total('bf16') - walked.answer_bytes) / GIB:8.2f}{counted / GIB:9.2f}"
        f"{needs.int4 / needs.full:7.3f}{needs.total('int4') / GIB:8.2f}{page.work_flop / 1e12:9.2f}{second}"
        f"{words.work_flop / TOKENS / 1e12:8.4f}{page.waits:6}/{words.waits}"
    )


def main() -> None:
    """Print a row a network."""
    warnings.simplefilter("ignore")
    print(
        f"{'':38}{'10^9':>7}{'said':>8}{'counted':>9}{'4-bit':>7}{'said':>8}{'page':>9}{'second':>9}{'word':>8}{'waits':>7}\n"
        f"{'network':38}{'':>7}{'GiB':>8}{'GiB':>9}{'share':>7}{'GiB':>8}{'TFLOP':>9}{'TFLOP':>9}{'TFLOP':>8}"
    )
    for name in sys.argv[1:] or [*WALKS, *TRUE_SIZES]:
        walked = WALKS[name]() if name in WALKS else walk_family(name)
        print(row(walked), flush=True)


if __name__ == "__main__":
    main()
