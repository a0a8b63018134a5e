"""What a build has before it: the dumps, what the cache knows of them, and whether any of it is new."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from flows import progress
from flows.dumps.files import dump_name, find_dumps, hash_dumps, size_of
from flows.release.catalogue import read_catalogue
from flows.release.confirmed import made_of
from flows.release.footing import rest_is_sound, settle_latest
from flows.release.refusals import find_refusal
from flows.release.summary import inputs_hash
from flows.release.text import count_of, printable
from flows.settings import ExtractSettings, Settings
from flows.work.budget import fit_disk, free_bytes
from flows.work.cache_parts import Found, look_up
from flows.work.parts import Share, share_out


class Plan(NamedTuple):
    """What a build has before it: shares of the dumps, the latest release, if any, and if it holds just these.

    `found` is what the cache knows of the shares; `refusal` tells that a release of just these was rolled back. The
    `settings` are those that were given, with what follows from the disk.
    """

    shares: list[Share]
    latest: Path | None
    unchanged: bool
    found: Found
    refusal: str | None
    settings: Settings


def make_plan(raw: Path, out: Path, settings: Settings, code: str, *, again: bool) -> Plan:
    """Find the dumps, and whether the latest release was made of just these by this `code` with these settings.

    Raises FileNotFoundError where there is no dump.
    """
    progress.current().start("plan", 1)
    paths = find_dumps(raw)
    if not paths:
        raise FileNotFoundError(f"There is no dump below {raw}.")
    latest, note = settle_latest(out)
    seen = [] if latest is None else hash_dumps(paths, raw)
    now = inputs_hash(seen, settings.deciding(), code)
    unchanged = latest is not None and now in made_of(read_catalogue(out), out, latest.name) and rest_is_sound(latest)
    refused = None if again or unchanged or latest is None else find_refusal(out, now)
    refusal = None if refused is None else refused.sentence()
    idle = tell_idle([dump_name(path, raw) for path in paths], settings.extract)
    progress.current().finish("plan", "; ".join(filter(None, [count_of(len(paths), "dump"), idle, note])))
    shares = [] if unchanged or refusal else share_out(paths, raw, settings.extract)
    found = look_up(shares, raw, out, settings, dict(seen))
    fitting = fit_disk(settings, sum(map(size_of, paths)), free_bytes(out))
    return Plan(shares, latest, unchanged, found, refusal, fitting)


def tell_idle(dumps: Sequence[str], settings: ExtractSettings) -> str | None:
    """A few words on patterns of references that no dump is called as: else a slip in one makes papers of them all."""
    idle = [one for one in settings.references if not any(fnmatchcase(name, one) for name in dumps)]
    return f"no dump is called as extract.references has it: {printable(', '.join(idle))}" if idle else None
