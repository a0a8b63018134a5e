"""What `litsieve check` says of five real dumps and of what may become of them, as the table of docs/ci.md.

    python -m benchmarks.check_variants [RAW]

RAW, by default ../shared/raw, holds the five dumps. They are built into a release in a temporary folder, and every
variant takes the place of its dump there. Ends with status 1 where a verdict is not the right one.
"""

import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from flows.check import check_each
from flows.check_against import hold_against
from flows.checks.findings import Verdict, with_places
from flows.dumps.files import find_dumps
from flows.matching.keys import READ
from flows.release.catalogue import find_release
from flows.settings import Settings

DATE: Final = re.compile(rb"(?m)^([A-Z][a-z]{2}) \d\d, (\d{4})$")
AUTHORS: Final = re.compile(rb"(?m)(?<=, \d{4}\n)(.+)$")


class Variant(NamedTuple):
    """What became of a dump, and the codes of the errors that should be told: by itself, and what a release adds."""

    what: str
    dump: str
    make: Callable[[dict[str, bytes]], bytes]
    alone: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


def _latin(dumps: dict[str, bytes]) -> bytes:
    return dumps["002"].decode().encode("cp1252", "replace")


def _mojibake(dumps: dict[str, bytes]) -> bytes:
    return dumps["002"].decode("cp1252", "replace").encode()


def _shifted_authors(dumps: dict[str, bytes]) -> bytes:
    """Every record with the authors of the one before it, as when a column is read from the wrong row."""
    lines = AUTHORS.findall(dumps["000"])
    following = iter([lines[-1], *lines[:-1]])
    return AUTHORS.sub(lambda _: next(following), dumps["000"])


def _merged(dumps: dict[str, bytes]) -> bytes:
    """A line in the middle as two sides of a merge have it."""
    lines = dumps["002"].splitlines(keepends=True)
    at = len(lines) // 2
    sides = [b"<<<<<<< HEAD\n", lines[at], b"=======\n", lines[at].lower(), b">>>>>>> scrape\n"]
    return b"".join([*lines[:at], *sides, *lines[at + 1 :]])


MENUS: Final = b"Home\nAbout\nLogin\nSign up\nContact us\nTerms of service\nPrivacy policy\nCookie settings\n" * 150

COMMENTS: Final = b"Our readers tell each other what they have read and what they made of it.\n" * 150

ERROR_PAGE: Final = (
    b"<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head>\n"
    b"<body><h1>Service Unavailable</h1><p>Try again later.</p></body></html>\n"
)

VARIANTS: Final = (
    *(Variant("as it is", number, itemgetter(number)) for number in ("000", "001", "002", "003", "004")),
    Variant("cut in the middle", "002", lambda dumps: dumps["002"][: len(dumps["002"]) // 2],
            frozenset({"min_open_end_share"}), frozenset({"max_gone_share"})),
    Variant("header removed", "004", lambda dumps: dumps["004"][dumps["004"].index(b"Thinking Slow") :],
            against=frozenset({"max_drift"})),
    Variant("another page pasted behind it", "000", lambda dumps: dumps["000"] + b"\n" + dumps["004"]),
    Variant("saved as Windows-1252", "002", _latin, frozenset({"max_garbled_share"})),
    Variant("read as Windows-1252, saved as UTF-8", "002", _mojibake, frozenset({"max_garbled_share"})),
    Variant("saved as UTF-16 without a mark", "002", lambda dumps: dumps["002"].decode().encode("utf-16-le")),
    Variant("a picture in its place", "001", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
            frozenset({"binary_dump"})),
    Variant("the server's error page", "001", lambda _: ERROR_PAGE, frozenset({"unknown_layout"})),
    Variant("empty", "003", lambda _: b"", frozenset({"empty_dump"})),
    Variant("packed, and cut off", "002", lambda dumps: gzip.compress(dumps["002"], mtime=0)[:-4000],
            frozenset({"corrupt_archive"})),
    Variant("layout changed: another label", "001", lambda dumps: dumps["001"].replace(b"Abstract:", b"Overview - "),
            frozenset({"unknown_layout"})),
    Variant("layout changed: records end otherwise", "000",
            lambda dumps: dumps["000"].replace(b"Viaarxiv icon", b"Via openreview"),
            frozenset({"max_unsure_share"}), frozenset({"max_drift"})),
    Variant("all dates unreadable", "000", lambda dumps: DATE.sub(rb"\1 99, \2", dumps["000"]),
            frozenset({"max_unreadable_dates_share"}), frozenset({"max_drift"})),
    Variant("doubled", "001", lambda dumps: dumps["001"] + b"\n" + dumps["001"], frozenset({"max_repeat_share"})),
    Variant("the page's menus pasted below it", "001", lambda dumps: dumps["001"] + b"\n" + MENUS),
    Variant("readers' comments pasted below it", "001", lambda dumps: dumps["001"] + b"\n" + COMMENTS,
            frozenset({"max_overlong_share"})),
    Variant("a merge that git left unresolved", "002", _merged, frozenset({"merge_marks"})),
    Variant("another page's records", "004", lambda dumps: dumps["003"], against=frozenset({"max_gone_share"})),
    Variant("authors of the record before", "000", _shifted_authors, against=frozenset({"max_conflict_share"})),
)  # fmt: skip
"""The five dumps, and variants of them."""


class Told(NamedTuple):
    """What `check` said of a variant: by itself, and against the release of the five dumps."""

    variant: Variant
    alone: Verdict
    against: Verdict

    @property
    def is_right(self) -> bool:
        """Whether the errors are those that the variant should give."""
        wanted = self.variant.alone, self.variant.alone | self.variant.against
        return wanted == (codes(self.alone), codes(self.against))


def codes(verdict: Verdict) -> frozenset[str]:
    """The codes of the errors."""
    return frozenset(found.code for found in verdict.errors)


def judge_variants(raw: Path, work: Path, release: Path) -> Iterator[Told]:
    """Check every variant of the five dumps below `raw`, of which there is a release; they lie below `work`."""
    paths = {path.name[:3]: path for path in find_dumps(raw)}
    dumps = {number: path.read_bytes() for number, path in paths.items()}
    settings = Settings()
    for number, variant in enumerate(VARIANTS):
        folder = work / f"raw-{number:02}"
        folder.mkdir()
        path = folder / paths[variant.dump].name
        path.write_bytes(variant.make(dumps))
        (checked,) = check_each([path], folder, settings, READ)
        (against,) = hold_against([checked], release, settings)
        yield Told(variant, with_places(checked.verdict), against)


def build(raw: Path, out: Path) -> Path:
    """The release that `litsieve build` makes of the dumps below `raw`."""
    command = [sys.executable, "-m", "flows.cli", "build", "--raw", str(raw), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])  # noqa: S603 - our own code
    return find_release(out, "latest")


def table(told: Sequence[Told]) -> str:
    """The verdicts as a Markdown table."""
    rows = ["| dump | what became of it | by itself | against the release |", "|---|---|---|---|"]
    for one in told:
        added = codes(one.against) - codes(one.alone)
        rows.append(f"| {one.variant.dump} | {one.variant.what} | {_cell(one.alone, codes(one.alone))} | "
                    f"{_cell(one.against, added)}{_counts(one.against)} |")  # fmt: skip
    return "\n".join(rows)


def _cell(verdict: Verdict, shown: frozenset[str]) -> str:
    word = "accepted" if verdict.accepted else "refused" if verdict.readable else "unreadable"
    return " ".join([word, *(f"`{code}`" for code in sorted(shown))])


def _counts(verdict: Verdict) -> str:
    told = verdict.against
    if told is None or not verdict.readable:
        return ""
    counts = {name: getattr(told, name) for name in ("new", "known", "unchanged", "conflicting")}
    return ": " + ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def main() -> int:
    """Print the table; 1 where a verdict is wrong."""
    raw = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "raw"
    with tempfile.TemporaryDirectory() as work:
        told = list(judge_variants(raw, Path(work), build(raw, Path(work) / "output")))
    print(table(told))
    wrong = [one.variant.what for one in told if not one.is_right]
    print(f"\n{len(told) - len(wrong)} of {len(told)} right" + "".join(f"; wrong: {what}" for what in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
