"""The difference of two releases as one page of HTML, which needs nothing else and runs nothing."""

from typing import Any, Final

import polars as pl
from jinja2 import Environment, StrictUndefined

from flows.release.changes import KEY
from flows.release.difference import Difference
from flows.release.difference_text import count_changes, told_column, told_redirect, told_schema
from flows.release.text import printable, shortened
from schemas.vocabulary import CHANGES

SHOWN: Final = 500
"""Papers listed of each kind: more would make a page that browsers choke on; `--json` has them all."""

PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>From {{ old }} to {{ new }}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td, th { padding: .2rem .8rem; text-align: left; border-bottom: 1px solid #ccc }
td.n { text-align: right } code { color: #666 } li { margin: .5rem 0; overflow-wrap: anywhere }
dl { margin: .2rem 0 .2rem 1rem } dt { font-weight: 600 } dd { margin: 0 }
del { background: #fdd; text-decoration: none } ins { background: #dfd; text-decoration: none }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } del { background: #522 }
ins { background: #252 } code { color: #aaa } }
</style>
</head>
<body>
<h1>From {{ old }} to {{ new }}</h1>
<p>{{ schema }}</p>
{% if columns %}<ul>{% for column in columns %}<li>{{ column }}</li>{% endfor %}</ul>{% endif %}
<table>
<tr><th>change</th><th>papers</th><th>meaning</th></tr>
{% for kind in kinds %}<tr><td><a href="#{{ kind.name }}">{{ kind.name }}</a></td>\
<td class="n">{{ "{:,}".format(kind.papers) }}</td><td>{{ kind.meaning }}</td></tr>
{% endfor %}<tr><td><a href="#redirects">redirected</a></td><td class="n">{{ "{:,}".format(redirected) }}</td>\
<td>Ids that lead elsewhere.</td></tr>
</table>
{% for kind in kinds if kind.papers %}
<h2 id="{{ kind.name }}">{{ kind.name.capitalize() }}: {{ "{:,}".format(kind.papers) }}</h2>
<ul>
{% for paper in kind.listed %}<li>{{ paper.title|text }} <code>{{ paper.paper_id }}</code>\
{% for id, title in paper.others %} → {{ title|text }} <code>{{ id }}</code>{% endfor %}
{% if paper.fields %}<dl>{% for field, old, new in paper.fields %}<dt>{{ field }}</dt>\
<dd><del>{{ old|text }}</del> <ins>{{ new|text }}</ins></dd>{% endfor %}</dl>{% endif %}</li>
{% endfor %}</ul>
{% if kind.unlisted %}<p>And {{ "{:,}".format(kind.unlisted) }} more.</p>{% endif %}
{% endfor %}
{% if redirected %}
<h2 id="redirects">Redirected: {{ "{:,}".format(redirected) }}</h2>
<ul>{% for redirect in redirects %}<li>{{ redirect }}</li>{% endfor %}</ul>
{% if redirected > redirects|length %}<p>And {{ "{:,}".format(redirected - redirects|length) }} more.</p>{% endif %}
{% endif %}
</body>
</html>
"""


def render_html(found: Difference, shown: int = SHOWN) -> str:
    """The difference as a page that lists the first `shown` papers of each kind; every value in it is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["text"] = _text
    counts = count_changes(found)
    kinds = [
        {
            "name": change,
            "papers": counts.get(change, 0),
            "unlisted": max(counts.get(change, 0) - shown, 0),
            "meaning": meaning,
            "listed": _papers(found.changes.filter(pl.col("change") == change), shown),
        }
        for change, meaning in CHANGES.items()
    ]
    return environment.from_string(PAGE).render(
        old=found.old.version,
        new=found.new.version,
        schema=told_schema(found),
        columns=[told_column(column) for column in found.columns],
        kinds=kinds,
        redirected=found.redirects.height,
        redirects=[told_redirect(*row) for row in found.redirects.head(shown).iter_rows()],
    )


def _text(value: str | None) -> str:
    """A value on one line, of a length that a person reads."""
    return "nothing" if value is None else shortened(printable(value))


def _papers(rows: pl.DataFrame, shown: int) -> list[dict[str, Any]]:
    """The first papers of `rows`, each with the fields that changed and the other papers that it is about."""
    papers: dict[str, dict[str, Any]] = {}
    first = rows.select(KEY).unique(maintain_order=True).head(shown)
    # A loop over the few papers that are shown.
    for row in rows.join(first, on=KEY, how="semi", maintain_order="left").iter_rows(named=True):
        paper = papers.setdefault(row[KEY], {"paper_id": row[KEY], "title": row["title"], "fields": [], "others": []})
        if row["field"] is not None:
            paper["fields"].append((row["field"], row["old"], row["new"]))
        elif row["new"] is not None:
            paper["others"].append((row["new"], row["other_title"]))
    return list(papers.values())
