"""The commands about releases: listing, checking, comparing and removing them, and choosing the latest."""

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.commands.terminal import (
    FINE,
    REFUSED,
    AsJson,
    OutFolder,
    Reason,
    UsageError,
    Which,
    complain,
    read_settings,
    show,
)


def verify(
    which: Which = "latest",
    *,
    every: Annotated[bool, Parameter(name="--all", negative="", help="All releases, and what they owe each other.")]
    = False,
    out: OutFolder = Path("output"),
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Hold a release against its checksums, its schemas and its own counts."""
    from flows.release.catalogue import find_release
    from flows.release.lineage import verify_all
    from flows.release.verify import verify_release

    if every and which != "latest":
        raise UsageError("verify takes a version or --all, not both.")
    if every:
        told = verify_all(out)
    else:
        release = find_release(out, which)
        told = [(str(release), verify_release(release))]
    if as_json:
        found = [{"release": name, "problems": [problem._asdict() for problem in problems]} for name, problems in told]
        show(json.dumps(found if every else found[0], indent=1))
    else:
        for name, problems in told:
            where = f"{name}: " if every else ""
            show("\n".join([f"{where}{problem}" for problem in problems] or [f"{name}: sound"]))
    return REFUSED if any(problems for _, problems in told) else FINE


def diff(
    old: Which,
    new: Which = "latest",
    *,
    out: OutFolder = Path("output"),
    as_json: AsJson = False,
    as_html: Annotated[bool, Parameter(name="--html", negative="", help="Print one page of HTML.")] = False,
) -> int:
    """Tell what changed between two releases; exit status 1 if anything did."""
    if as_json and as_html:
        raise UsageError("diff answers as --json or as --html, not as both.")
    from flows.release.catalogue import find_release
    from flows.release.difference import compare_releases
    from flows.release.difference_html import render_html
    from flows.release.difference_text import render_json, render_text

    found = compare_releases(find_release(out, old), find_release(out, new))
    render = render_json if as_json else render_html if as_html else render_text
    show(render(found))
    return FINE if found.is_empty() else REFUSED


def history(
    paper_or_record: Annotated[str, Parameter(help="A paper_id or a record_id, today's or an old one.")],
    *,
    out: OutFolder = Path("output"),
    as_json: AsJson = False,
) -> int:
    """Follow a paper or a record through all releases: where it stood and what changed when."""
    from flows.release.history import follow
    from flows.release.history_text import render_history

    found = follow(out, paper_or_record)
    show(json.dumps(found.as_dict(), indent=1) if as_json else render_history(found))
    return FINE


def releases(*, out: OutFolder = Path("output"), as_json: AsJson = False) -> int:
    """List all releases, oldest first, what was done to them, and how large the cache of the builds is."""
    from flows.release.catalogue import read_catalogue
    from flows.work.cache import CACHE, cache_bytes

    catalogue = read_catalogue(out)
    kept = cache_bytes(out)
    if as_json:
        show(json.dumps({**catalogue.index().model_dump(mode="json"), "cache_bytes": kept}, indent=1))
        return FINE
    marks = dict.fromkeys(catalogue.missing, "  gone") | dict.fromkeys(catalogue.set_aside(), "  set aside")
    for entry in catalogue.releases:
        mark = "  latest" if entry.version == catalogue.latest else marks.get(entry.version, "")
        show(f"{entry.version}  {entry.papers:>9,} papers  {entry.records:>9,} records{mark}")
    if not catalogue.releases:
        show(f"There is no release in {out} yet.")
    for event in catalogue.events:
        show(event.sentence())
    if kept:
        show(f"The cache, {out / CACHE}, has {kept:,} bytes. It may be deleted at any time.")
    for note in catalogue.notes:
        complain(note)
    return FINE


def rollback(
    version: Annotated[str, Parameter(help="The version that becomes the latest.")],
    *,
    reason: Reason = None,
    out: OutFolder = Path("output"),
    as_json: AsJson = False,
) -> int:
    """Make another release the latest; the next build goes on from it. No release changes or goes away."""
    from flows.release.rollback import roll_back

    done = roll_back(out, version, reason=reason, wait_s=read_settings().release.lock_wait_s)
    if as_json:
        show(json.dumps({"latest": done.version, "before": done.before, "changed": done.event is not None}, indent=1))
    elif done.event is None:
        show(f"{done.version} is the latest already.")
    else:
        show(f"{done.version} is the latest now; it was {done.before}. The next build goes on from it.")
    return FINE


def prune(
    *,
    keep: Annotated[int, Parameter(help="How many of the newest releases stay.")],
    dry_run: Annotated[bool, Parameter(name="--dry-run", negative="", help="Tell what would go, and do nothing.")]
    = False,
    reason: Reason = None,
    out: OutFolder = Path("output"),
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Remove old releases, but never the latest nor what the next build needs."""
    from flows.release.prune import prune as prune_releases

    if keep < 1:
        raise UsageError("prune keeps at least one release: --keep 1 or more.")
    done = prune_releases(out, keep, reason=reason, wait_s=read_settings().release.lock_wait_s, dry_run=dry_run)
    if as_json:
        show(json.dumps({"removed": dict(done.removed), "kept": dict(done.kept), "dry_run": dry_run}, indent=1))
        return FINE
    for version, size_bytes in done.removed.items():
        show(f"{version}  {'would go' if dry_run else 'removed'}, {size_bytes:,} bytes")
    for version, why in done.kept.items():
        show(f"{version}  stays: {why}")
    if not done.removed:
        show("Nothing to remove.")
    return FINE
