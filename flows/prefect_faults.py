"""What keeps Prefect from being of use to a build, told to a person: its settings, and the server that runs tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Final

from flows.server import NoServerError, Server

NOT_TAKEN: Final = "Prefect does not take its settings"

MEND: Final = "Mend the variable PREFECT_… that sets it, or profiles.toml in the folder PREFECT_HOME."


class PrefectSettingsError(ValueError):
    """Prefect has settings that it does not take, or no home; the message is for a person."""


def import_prefect() -> None:
    """Import Prefect, which looks for home and settings then. Raises PrefectSettingsError with what is wrong first."""
    from pydantic import ValidationError

    try:
        Path.home()
    except RuntimeError as error:
        # As where a container runs under a number that it knows no user of.
        raise PrefectSettingsError(
            "Prefect needs a home folder, and none is known for this user. Set HOME to a folder that can be written."
        ) from error
    try:
        import prefect.main  # noqa: F401 - for its settings
    except ValidationError as error:
        first = error.errors()[0]
        setting = f"{error.title}.{'.'.join(str(part) for part in first['loc'])}"
        raise PrefectSettingsError(f"{NOT_TAKEN}: {setting}: {first['msg']}, not {first['input']!r}. {MEND}") from error
    except TOMLDecodeError as error:
        raise PrefectSettingsError(f"{NOT_TAKEN}: {error}. {MEND}") from error


@contextmanager
def still_there() -> Iterator[None]:
    """Raises NoServerError where the server that runs tell goes away while the block runs."""
    from httpx import TransportError

    try:
        yield
    except TransportError as error:
        raise NoServerError(
            f"Prefect's server went away during the build ({error}). What the build published by then stays; "
            "`litsieve releases` tells. See to the server, then build again."
        ) from error


def require_answer(own: Server | None) -> None:
    """Raises NoServerError where the server that runs are to tell does not answer; that which is `own` just did."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    if own is not None and PREFECT_API_URL.value() == own.url:
        return
    try:
        with get_client(sync_client=True) as client:
            error = client.api_healthcheck()
    except ValueError as nowhere:
        raise NoServerError(str(nowhere)) from nowhere
    if error is not None:
        raise NoServerError(
            f"Prefect's server at {client.api_url} does not answer ({error}). Start it, or unset PREFECT_API_URL: "
            "without one, a build starts a temporary server by itself."
        ) from error
