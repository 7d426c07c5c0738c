"""Say a time of a film as its player shows it, for the command line and for headings of answers."""


def clock(time_s: float) -> str:
    """Return a time: `1:02.5`, `1:00:02.5`."""
    minutes, seconds = divmod(round(time_s, 1), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"
