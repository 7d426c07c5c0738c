"""Ask how a model or a folder could run on this machine: the plans that the engine's sandboxed process makes before loading.

Loads no weights. Decides nothing: the process looks at the graphics cards and counts.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.models import model_choice
from desktop_app.models.weights_check import check_weights, plans_for
from desktop_app.runtime_client.values import Plan


@dataclass(frozen=True)
class FitPlans:
    """What would run where.

    Attributes:
        title: of the model.
        plans: the best first; empty: its engine makes none.
    """

    title: str
    plans: tuple[Plan, ...]

    @property
    def chosen(self) -> Plan | None:
        """The one that loading takes by itself: the first that fits, full precision or 4 bits."""
        return next((plan for plan in self.plans if plan.fits and plan.precision in ("bf16", "int4")), None)


def fit_plans(name: str, stop: threading.Event) -> FitPlans:
    """Judge an imported model, or a folder. Raises AppError model_missing, and what judging raises."""
    imported, known = model_choice.library(), model_choice.releases()
    record = next((record for record in imported.records() if record.name == name), None)
    if record is not None:
        return FitPlans(record.name, plans_for(imported.weights(record), record.engine, stop))
    folder = Path(name)
    if not folder.is_dir():
        raise AppError("model_missing")
    release = known.for_folder(folder.resolve().name)
    family = check_weights(folder, (release.family,) if release else known.families, stop)
    return FitPlans(release.title if release else folder.resolve().name, plans_for(folder, family, stop))
