"""Say what a command makes of a page under review. Values only: keeps nothing and shows nothing."""

from desktop_app.conversation.review import PageReview
from desktop_app.gui.review.review_keys import Act, Command
from desktop_app.runtime_client.values import Box


def carried_out(review: PageReview, command: Command) -> PageReview:
    """Return the page as a command leaves it; unchanged where it means nothing to a single page."""
    match command.act:
        case Act.ACCEPT:
            return _next_open(review.with_chosen_accepted())
        case Act.REMOVE:
            return review.without_chosen()
        case Act.NEXT | Act.PREVIOUS:
            return review.walked(1 if command.act is Act.NEXT else -1)
        case Act.ADD:
            fifth, tenth = review.width // 5, review.height // 10
            return review.with_box(Box((review.width - fifth) // 2, (review.height - tenth) // 2, fifth, tenth))
        case Act.MOVE:
            return review.moved(command.by_x, command.by_y)
        case Act.RESIZE if review.chosen_place is not None:
            box = review.chosen_place.region.box
            return review.resized(Box(box.left, box.top, box.width + command.by_x, box.height + command.by_y))
        case _:
            return review


def _next_open(review: PageReview) -> PageReview:
    """Look at the next place that nobody has agreed with; where there is none, stay."""
    walk = review.walk
    start = walk.index(review.chosen) if review.chosen is not None else -1
    after = (*walk[start + 1 :], *walk[: start + 1])
    return review.choosing(next((index for index in after if not review.places[index].is_accepted), review.chosen))
