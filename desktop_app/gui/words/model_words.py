"""Say in words what a model would do on a machine. Measures nothing."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.machine import Machine
from desktop_app.gui.words import wording
from desktop_app.models.model_fit import Fit, ModelFit

translate = QCoreApplication.translate


def machine(machine: Machine) -> str:
    """Return what this machine has that a model needs."""
    if machine.gpu:
        words = translate(
            "model_words", "{memory} of memory, {cores} cores, and {gpu}, whose own memory counts instead."
        )
    else:
        words = translate(
            "model_words",
            "{memory} of memory and {cores} cores; no graphics card was found, so a large model takes minutes for an answer.",
        )
    return words.format(memory=wording.memory(machine.memory_bytes), cores=machine.cores, gpu=machine.gpu)


def fit(fit: ModelFit) -> str:
    """Return the verdict with its numbers."""
    if not fit.memory_bytes:
        words = translate("model_words", "takes about {full} of memory in full precision.")
        return words.format(full=wording.memory(fit.full_bytes))
    match fit.fit:
        case Fit.FULL:
            words = translate("model_words", "fits in full precision, which takes about {full} of {memory}.")
        case Fit.FOUR_BIT if fit.full_bytes == fit.four_bit_bytes:
            words = translate("model_words", "is stored in 4 bits and fits: it takes about {four_bit} of {memory}.")
        case Fit.FOUR_BIT:
            words = translate(
                "model_words", "fits in 4 bits, which takes about {four_bit} of {memory}; in full it would take {full}."
            )
        case Fit.NOT:
            words = translate(
                "model_words", "does not fit: even in 4 bits it takes about {four_bit}, and there are {memory}."
            )
        case _:
            assert_never(fit.fit)
    return words.format(
        full=wording.memory(fit.full_bytes),
        four_bit=wording.memory(fit.four_bit_bytes),
        memory=wording.memory(fit.memory_bytes),
    )
