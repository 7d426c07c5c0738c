"""Define what a detector is: something that names places on a page. Implements none."""

from typing import Protocol

from model_runtime.documents.page import SourcePage
from model_runtime.protocol.payloads import Region


class Detector(Protocol):
    """Finds one family of things to hide."""

    def detect(self, page: SourcePage) -> tuple[Region, ...]:
        """Return regions inside the page, margins included, in native pixels."""
        ...
