"""Ask how a model or a folder could run on this machine: the plans that the engine's sandboxed process makes before loading.

Loads no weights. Decides nothing: the process looks at the graphics cards and counts.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.models import model_choice
from desktop_app.models.weights_check import check_weights, told_of_fit
from desktop_app.runtime_client.values import ModelInfo, Plan


@dataclass(frozen=True)
class FitPlans:
    """What would run where.

    Attributes:
        title: of the model.
        plans: the best first; empty: its engine makes none.
        precision: that loading takes by itself; `none`: it fits in no way.
    """

    title: str
    plans: tuple[Plan, ...]
    precision: str


def fit_plans(name: str, stop: threading.Event) -> FitPlans:
    """Judge an imported model, or a folder. Raises AppError model_missing, and what judging raises."""
    imported, known = model_choice.library(), model_choice.releases()
    record = next((record for record in imported.records() if record.name == name), None)
    if record is not None:
        return _fit_plans(record.name, told_of_fit(imported.weights(record), record.engine, stop))
    folder = Path(name)
    if not folder.is_dir():
        raise AppError("model_missing")
    release = known.for_folder(folder.resolve().name)
    family = check_weights(folder, (release.family,) if release else known.families, stop)
    return _fit_plans(release.title if release else folder.resolve().name, told_of_fit(folder, family, stop))


def _fit_plans(title: str, model: ModelInfo) -> FitPlans:
    return FitPlans(title, model.plans, model.precision)
