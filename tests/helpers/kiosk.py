"""Build the real kiosk for tests: around a script, or around real children. Nobody stands before it yet (`visitor.py`).

The one place that knows from which parts a kiosk is made.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.gui.conversation.job_bridge import JobBridge
from desktop_app.gui.kiosk import kiosk_app
from desktop_app.gui.kiosk.admin_view import AdminFacts
from desktop_app.gui.kiosk.kiosk_app import Kiosk, Works
from desktop_app.gui.kiosk.kiosk_parts import Backing
from desktop_app.gui.kiosk.kiosk_window import KioskWindow
from desktop_app.gui.style.theme import Theme
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.tools import Tools
from desktop_app.kiosk import pin
from desktop_app.kiosk.drives import Drive
from desktop_app.kiosk.pin_tries import PinTries
from desktop_app.managed import listing
from desktop_app.managed.policy_files import Found
from desktop_app.managed.rules import Export, Rules
from desktop_app.managed.rules import Kiosk as KioskRules
from desktop_app.models import model_choice
from tests.helpers import window as window_helper
from tests.helpers.scripted_runner import Script

PIN = "271828"


def rules_of(*, made: str = "", **kiosk: object) -> Rules:
    """Return what an organisation may have decided; `made` stands for the PIN."""
    return Rules(kiosk=KioskRules(pin=made or pin.make(PIN), **kiosk))  # type: ignore[arg-type]  # values of the table


@dataclass
class Place:
    """What is around a kiosk.

    Attributes:
        drives: what is plugged in.
        told: entries of the audit log.
        renewed: how often the children were started anew.
    """

    drives: tuple[Drive, ...] = ()
    told: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)
    renewed: int = 0

    def plug_in(self, folder: Path) -> None:
        """Plug in a drive."""
        self.drives = (*self.drives, Drive(folder))

    def pull_out(self) -> None:
        """Pull every drive out."""
        self.drives = ()


@dataclass(frozen=True)
class BuiltKiosk:
    """A kiosk and what is around it; `end` stops what answers."""

    kiosk: Kiosk
    bridge: JobBridge
    place: Place
    store: PageStore
    end: Callable[[], None]

    @property
    def window(self) -> KioskWindow:
        """What is seen."""
        return self.kiosk.window

    def close(self) -> None:
        """Let nothing of it be left."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.kiosk.guard)
        self.window.may_close = True
        self.kiosk.close()
        self.end()
        self.window.close()
        self.window.deleteLater()
        window_helper.delete_what_waits()


def scripted(script: Script, folder: Path, look: Theme, rules: Rules | None = None) -> BuiltKiosk:
    """Build and show a kiosk around a script; `folder` keeps what must outlive it."""
    rules = rules_of() if rules is None else rules
    bridge, place = JobBridge(), Place()

    def renew() -> None:
        place.renewed += 1

    def facts() -> AdminFacts:
        found = Found({"kiosk": rules.kiosk, "export": rules.export})
        return AdminFacts(listing.rows(found), (), "Held", "Built-in reader", f"12:{'ab' * 32}")

    backing = Backing(renew, lambda what, told: place.told.append((what, told)), facts, kiosk_app.wipe)
    works = Works(script.run, script.store, script.store.clear, backing, rules, lambda: place.drives, PinTries(folder))
    return _shown(works, bridge, place, look, script.hold.set)


def with_children(folder: Path, look: Theme, rules: Rules | None = None) -> BuiltKiosk:
    """Build and show a kiosk around real children."""
    rules = rules_of() if rules is None else rules
    bridge, place = JobBridge(), Place()
    tools = Tools(model_choice.reader().command, bridge.pass_child_status, warms=True, rules=rules)
    facts = AdminFacts((), (), "", "", "")
    backing = Backing(tools.renew, tools.recorder.tell, lambda: facts, kiosk_app.wipe)
    works = Works(tools.run, tools.store, tools.forget, backing, rules, lambda: place.drives, PinTries(folder), tools)
    tools.warm_for(kiosk_app.redaction_policy(rules))
    tools.start()
    return _shown(works, bridge, place, look, tools.close)


def may_be_copied_to(folder: Path) -> Rules:
    """Return rules under which copies may be taken along to this folder."""
    return Rules(kiosk=rules_of().kiosk, export=Export(folders=(str(folder),)))


def _shown(works: Works, bridge: JobBridge, place: Place, look: Theme, end: Callable[[], None]) -> BuiltKiosk:
    kiosk = kiosk_app.build(works, bridge, look, kiosk_app.offered_presets(works.rules, can_see=False))
    kiosk.window.attract.show_shield("", may_begin=True)
    kiosk.window.resize(1280, 800)
    kiosk.window.show()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(kiosk.guard)
    return BuiltKiosk(kiosk, bridge, place, works.store, end)
