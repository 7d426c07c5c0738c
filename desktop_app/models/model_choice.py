"""Turn what a user calls a model into the child that runs it: built in, imported, or a folder of weights.

A folder that is a published release must be imported first: that is where its licences are shown and accepted. Starts no
engine; only where there are several families, a child tells which of them an unlisted folder is of.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.paths import user_paths
from desktop_app.models import model_catalog
from desktop_app.models.model_library import ModelLibrary, ModelRecord
from desktop_app.models.published_models import Release, Releases, read_releases
from desktop_app.models.weights_check import check_weights
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.process import ChildCommand

CACHE_FOLDER = "cache"
READER = "reader"
PRECISIONS = ("auto", "bf16", "int8", "int4")
"""What an imported model can be loaded in, as a person chooses."""


@dataclass(frozen=True)
class Choice:
    """A model that was chosen, and the child that runs it.

    Attributes:
        title: what people read.
    """

    name: str
    title: str
    precision: str
    command: ChildCommand

    @property
    def is_built_in(self) -> bool:
        """Whether it comes with In Camera, so that it is always there to go back to."""
        return self.name == READER


def library() -> ModelLibrary:
    """Return this user's imported models."""
    return ModelLibrary(user_paths().models)


def releases() -> Releases:
    """Return the published releases that we know."""
    return read_releases(resources.path("models"))


def engine_command(name: str, precision: str) -> ChildCommand:
    """Return the child for `name` (a name or a folder).

    Raises:
        AppError: model_missing, precision_unavailable, licence_not_accepted, model_not_verified (imported by a version that
            kept no list of hashes to hold a load to), and for an unlisted folder what judging it raises.
    """
    built_in = next((entry for entry in model_catalog.all_models() if entry.name == name), None)
    if built_in is not None:
        if precision not in ("auto", "fp32"):
            raise AppError("precision_unavailable")
        return ChildCommand("engine", engine=built_in.engine, page_size=PageSize(built_in.max_page_px))
    imported = library()
    record = next((record for record in imported.records() if record.name == name), None)
    if record is not None:
        return _imported_command(imported, record, precision)
    folder = Path(name)
    if not folder.is_dir():
        raise AppError("model_missing")
    known = releases()
    if known.for_folder(folder.resolve().name) is not None:
        raise AppError("licence_not_accepted")
    return ChildCommand("engine", _family_of(folder, known.families), folder.resolve(), precision=precision)


def _family_of(folder: Path, families: tuple[str, ...]) -> str:
    """Return the engine for a folder that nobody has imported: the only one there is, or the one that knows it."""
    return families[0] if len(families) == 1 else check_weights(folder, families, threading.Event())


def _imported_command(models: ModelLibrary, record: ModelRecord, precision: str) -> ChildCommand:
    if not record.manifest_sha256:
        raise AppError("model_not_verified")
    cache = user_paths().models / record.name / CACHE_FOLDER
    cache.mkdir(exist_ok=True)
    release = next((release for release in releases().releases if release.id == record.release), None)
    return ChildCommand(
        "engine",
        record.engine,
        models.weights(record).resolve(),
        precision=precision,
        manifest=models.manifest(record).resolve(),
        manifest_sha256=record.manifest_sha256,
        cache=cache,
        page_size=_page_size(release),
        template="" if release is None else release.template,
    )


def _page_size(release: Release | None) -> PageSize | None:
    """Return the square that a published release wants; of another model nobody knows its size before it is loaded."""
    return PageSize.square(release.image_px) if release is not None and release.image_px else None


def choice(name: str, precision: str) -> Choice:
    """Return the built-in reader or an imported model as a choice. Raises AppError as `engine_command` does."""
    if name == READER:
        return reader()
    if precision not in PRECISIONS:
        raise AppError("precision_unavailable")
    library().record(name)  # a folder would do for `engine_command`; what is remembered has a name
    return Choice(name, name, precision, engine_command(name, precision))


def reader() -> Choice:
    """Return the built-in reader. Raises nothing: it comes with In Camera."""
    entry = model_catalog.model_named(READER)
    return Choice(READER, entry.title, "auto", engine_command(READER, "auto"))


def remembered(name: str, precision: str) -> tuple[Choice, AppError | None]:
    """Return what was chosen last time; when it is no longer there, the reader and the reason."""
    try:
        found = choice(name, precision)
        weights = found.command.weights
        if weights is not None and not weights.is_dir():
            raise AppError("model_missing")
    except AppError as error:
        return reader(), error
    return found, None
