"""All that a worker of a build imports sooner or later. To import takes a second and a half."""

from flows.work import recall, tables  # noqa: F401 - for a worker to have


def import_all(_: int) -> None:
    """A piece of work that is done once everything here is imported, which is when a worker looks it up."""
