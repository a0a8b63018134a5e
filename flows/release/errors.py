"""What can go wrong with an output folder: one exception for each decision of the caller."""


class OutputError(Exception):
    """Something in the output folder stands in the way; the message says what it is and what to do."""


class OutputLockedError(OutputError):
    """Another build holds the output folder."""


class ReleaseNotFoundError(OutputError):
    """No release of this name or at this path."""


class ReleaseDamagedError(OutputError):
    """A published file is missing, or is not what was published."""


class UnknownIdError(OutputError):
    """No paper or record of this id in the release."""
