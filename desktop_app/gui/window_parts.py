"""Name the parts that a window is joined from: views, models and controllers. Makes and joins none of them."""

from dataclasses import dataclass

from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.conversation.turns_controller import TurnsController
from desktop_app.gui.dialogs.dialog_controller import DialogController
from desktop_app.gui.intake.document_list_model import DocumentListModel
from desktop_app.gui.intake.drop_progress_controller import DropProgressController
from desktop_app.gui.intake.intake_controller import IntakeController
from desktop_app.gui.intake.standing_controller import StandingController
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.models.model_controller import ModelController
from desktop_app.gui.models.model_import_controller import ModelImportController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.page.page_controller import PageController
from desktop_app.gui.page.picture_maker import PictureMaker
from desktop_app.gui.policy.policy_controller import PolicyController
from desktop_app.gui.removal.removal_controller import RemovalController
from desktop_app.gui.review.review_controller import ReviewController
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.gui.status.status_controller import StatusController
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.timeline.film_parts import FilmParts


@dataclass(frozen=True)
class Parts:
    """Everything that `WindowController` joins."""

    window: MainWindow
    rows: DocumentListModel
    documents: DocumentsController
    turns: TurnsController
    page: PageController
    review: ReviewController
    policy: PolicyController
    notices: NoticeController
    status: StatusController
    models: ModelController
    imports: ModelImportController
    settings: SettingsController
    dialogs: DialogController
    theme: Theme
    maker: PictureMaker
    intake: IntakeController
    drops: DropProgressController
    standings: StandingController
    removals: RemovalController
    films: FilmParts
