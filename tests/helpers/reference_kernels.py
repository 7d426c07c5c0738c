"""Name the kernels with which the golden numbers were made, and say when a run has to be equal to them to the last bit.

Which kernels multiply matrices is chosen by the processor, and each rounds at other places. A process can be told to take
others before torch is loaded, and only then.
"""

import os

CHOICE = {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE_BF16", "MKL_CBWR": "AVX2,STRICT"}
"""For oneDNN, which multiplies bfloat16, and for MKL, which multiplies fp32: neither AMX nor what a processor likes best."""

_EXACT = "INCAMERA_EXACT_NUMBERS"
DEMAND = {_EXACT: "1"}


def must_be_exact() -> bool:
    """Tell whether this process was started to compare to the last bit."""
    return _EXACT in os.environ
