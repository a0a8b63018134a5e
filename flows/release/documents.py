"""The files of a release that tell of its tables: written when the tables lie in the folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.release.card import render_card
from flows.release.croissant import TABLE_FILES, render_croissant
from flows.release.datapackage import render_datapackage
from flows.release.files import measure
from flows.release.manifest import BuildFacts
from flows.release.report.page import render_report


def write_documents(folder: Path, facts: BuildFacts, *, first: bool) -> None:
    """Write README.md, croissant.json, datapackage.json and report.html into `folder`, which holds all tables.

    `first` tells the first release from one that was compared with another.
    """
    # Once for both, and side by side with the rest: at a million papers the files are most of a gigabyte.
    with ThreadPoolExecutor(1) as beside:
        measured = beside.submit(lambda: {name: measure(folder / name) for name in TABLE_FILES})
        card, report = render_card(folder, facts.inputs, facts.unused()), render_report(folder, facts, first=first)
        files = measured.result()
    texts = {
        "README.md": card,
        "croissant.json": render_croissant(files),
        "datapackage.json": render_datapackage(files),
        "report.html": report,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
