"""Attack with PDFs whose text layer and pixels do not say the same: words that nobody sees, and lies about what is seen.

The first must be in no page that is sent, in no answer's source and in no copy, whatever the policy; behind the second
everything that a person sees and that the policy names must be hidden.
"""

from collections.abc import Iterator

from tests.adversarial.row import Row, Size
from tests.helpers.hidden_words import SECRET, hidden_words
from tests.helpers.lying_layers import VALUES, lying_layers
from tests.helpers.read_back import left_over, sent

_HANDFUL = 9
"""Every so many are tried at small size."""


def rows(size: Size) -> Iterator[Row]:
    """Yield one row for invisible words under each policy, and one for visible values under each that looks for text."""
    step = 1 if size is Size.FULL else _HANDFUL
    for policy in ("off", "faces", "financial") if size is Size.FULL else ("faces",):
        yield _hidden(policy, step)
    for policy in ("faces+text", "financial") if size is Size.FULL else ("financial",):
        yield _seen(policy, step)


def _hidden(policy: str, step: int) -> Row:
    tried, names = 0, []
    for name, data in list(hidden_words())[::step]:
        tried += 1
        page, copy = sent(data, policy)
        if left_over([SECRET], page, copy):
            names.append(name)
    return Row(f"words that nobody sees, sent or copied under {policy}", tried, len(names), tuple(names))


def _seen(policy: str, step: int) -> Row:
    tried, names = 0, []
    for name, data in list(lying_layers())[::step]:
        page, copy = sent(data, policy)
        left = left_over(VALUES.values(), page, copy)
        tried += len(VALUES)
        names += [f"{kind}: {name}" for kind, value in VALUES.items() if value in left]
    return Row(f"values seen under a lying text layer, left under {policy}", tried, len(names), tuple(names))
