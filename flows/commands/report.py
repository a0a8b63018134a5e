"""The command about the report of a release."""

from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from flows.commands.terminal import FINE, OutFolder, UsageError, Which, show

REPORT: Final = "report.html"


def report(
    which: Which = "latest",
    *,
    out: OutFolder = Path("output"),
    to: Annotated[Path | None, Parameter(help="A file to write the report to, drawn anew from the tables.")] = None,
) -> int:
    """Tell where the report of a release lies, or write it to another file."""
    from flows.release.catalogue import find_release
    from flows.release.files import require_intact
    from flows.release.manifest import read_manifest
    from flows.release.report.page import render_report
    from schemas.tables import TABLES

    release = find_release(out, which)
    if to is None:
        require_intact(release, REPORT)
        show(str(release / REPORT))
        return FINE
    if to.is_dir() or not to.parent.is_dir():
        raise UsageError(f"{to} is a folder, or stands in none.")
    if any(to.resolve().is_relative_to(folder.resolve()) for folder in (out, release)):
        raise UsageError(f"{to} lies among the releases, which do not change. Name another file.")
    manifest = read_manifest(release)
    require_intact(release, *(f"{name}.parquet" for name in TABLES))
    text = render_report(release, manifest, first=manifest.previous is None)
    to.write_text(text, encoding="utf-8", newline="\n")
    show(str(to))
    return FINE
