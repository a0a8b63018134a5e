"""How empty the columns of papers are that must not become emptier, told from the statistics of the table."""

from pathlib import Path

from flows.release.manifest import read_manifest
from flows.release.statistics import TableStatistics
from flows.stages.validate import WATCHED, Emptiness


def tell_emptiness(papers: int, statistics: TableStatistics) -> Emptiness:
    """The emptiness of so many papers with these statistics."""
    return Emptiness(papers, {name: statistics[name].nulls for name in WATCHED})


def read_emptiness(release: Path) -> Emptiness:
    """The emptiness of the papers of a release. Raises ReleaseDamagedError where its manifest cannot be read."""
    manifest = read_manifest(release)
    return tell_emptiness(manifest.rows("papers.parquet"), manifest.statistics["papers"])
