"""The files of a release that tell of its tables: written when the tables lie in the folder."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.release.card import render_card
from flows.release.croissant import TABLE_FILES, render_croissant
from flows.release.datapackage import render_datapackage
from flows.release.files import Measured, measure
from flows.release.folder import sync, write_anew
from flows.release.manifest import BuildFacts
from flows.release.report.page import render_report


def write_documents(folder: Path, facts: BuildFacts, *, first: bool) -> Mapping[str, Measured]:
    """Write README.md, croissant.json, datapackage.json and report.html into `folder`, which holds all tables.

    `first` tells the first release from one that was compared with another. Gives what the tables measure.
    """
    # Once for all who ask, and side by side with the rest: at a million papers the files are most of two gigabytes.
    with ThreadPoolExecutor(1) as beside:
        measured = beside.submit(_measure_tables, folder)
        card, report = render_card(folder, facts.inputs, facts.unused()), render_report(folder, facts, first=first)
        files = measured.result()
    texts = {
        "README.md": card,
        "croissant.json": render_croissant(files),
        "datapackage.json": render_datapackage(files),
        "report.html": report,
    }
    for name, text in texts.items():
        write_anew(folder / name, text)
    return files


def _measure_tables(folder: Path) -> dict[str, Measured]:
    """Each file of a table, which is on the disk then: the wait for it is over when the rest is written."""
    found = {}
    for name in TABLE_FILES:
        found[name] = measure(folder / name)
        sync(folder / name)
    return found
