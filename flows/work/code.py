"""All that a worker of a build imports sooner or later. To import takes a second and a half."""

from flows.work import recall, tables


def load_code(_: int) -> tuple[str, ...]:
    """A piece of work that is done once everything here is imported; gives the names of the modules."""
    return recall.__name__, tables.__name__
