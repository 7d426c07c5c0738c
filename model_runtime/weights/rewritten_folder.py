"""Show a model's folder in the form that a newer publication of it has: some small files are made, all others are its own.

What is made is made from files of the folder, which a manifest holds as ever. Writes nothing to the disk.
"""

from collections.abc import Mapping

from model_runtime.weights.model_folder import ModelFolder


class RewrittenFolder(ModelFolder):
    """A folder some of whose files are in memory, by name."""

    def __init__(self, folder: ModelFolder, made: Mapping[str, bytes]) -> None:
        super().__init__(folder.path, folder.manifest)
        self._made = made

    def has(self, name: str) -> bool:
        """Tell whether the file was made, or the model has it."""
        return name in self._made or super().has(name)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes; None when there are more than `limit`. Raises as `open` does."""
        made = self._made.get(name)
        if made is None:
            return super().read(name, limit)
        return made if len(made) <= limit else None
