"""The records of bench_rivals, merged by Splink on DuckDB; runs in an environment of its own, which has both.

    bench_rivals_splink.py OUT

Reads the cleaned records of `OUT/cleaned.parquet` and writes `OUT/records.parquet` with `source_id` and `paper_id`.

The model is Splink's usual one: Fellegi and Sunter's, trained without answers on the records themselves, by random
pairs and by expectation maximisation, with the frequency of a title weighed in. Texts are folded first, as its manual
advises. Its threshold alone was picked with the answers in hand: the best of eight from .5 to .999999.
"""

import sys
from pathlib import Path
from typing import Final

import duckdb
import splink.comparison_level_library as cll  # type: ignore[import-not-found]  # see above
import splink.comparison_library as cl  # type: ignore[import-not-found]  # as above
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD: Final = 0.5

FOLDED: Final = r"""
CREATE TABLE records AS
WITH folded AS (
    SELECT
        source_id AS unique_id,
        trim(regexp_replace(lower(strip_accents(title)), '[^a-z0-9]+', ' ', 'g')) AS title,
        list_transform(authors, lambda name: regexp_replace(lower(strip_accents(name)), '.*\s', '')) AS surnames,
        trim(regexp_replace(lower(strip_accents(abstract)), '[^a-z0-9]+', ' ', 'g')) AS abstract,
        CAST(date AS VARCHAR) AS date,
        year
    FROM read_parquet($path)
)
SELECT
    *,
    surnames[1] AS first_surname,
    surnames[-1] AS last_surname,
    array_to_string(string_split(title, ' ')[:3], ' ') AS title_start,
    abstract[:60] AS abstract_start,
    abstract[-60:] AS abstract_end,
    abstract[:600] AS abstract_head
FROM folded
"""


def main() -> None:
    """Merge the records of the folder."""
    out = Path(sys.argv[1])
    connection = duckdb.connect()
    connection.execute(FOLDED, {"path": str(out / "cleaned.parquet")})
    linker = Linker(DuckDBAPI(connection=connection).register("records"), settings())
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("title"), block_on("abstract_start", "first_surname")], recall=0.9
    )
    training.estimate_u_using_random_sampling(seed=1)
    for rule in (block_on("title"), block_on("abstract_start"), block_on("first_surname", "last_surname")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    merged = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=THRESHOLD)
    ids = connection.table(merged.physical_name).project("unique_id AS source_id, cluster_id AS paper_id")
    ids.write_parquet(str(out / "records.parquet"))


def settings() -> SettingsCreator:
    """How records are compared, and which pairs are."""
    title = [
        cll.NullLevel("title"),
        cll.ExactMatchLevel("title", term_frequency_adjustments=True),
        cll.JaroWinklerLevel("title", 0.95),
        cll.JaroWinklerLevel("title", 0.88),
        cll.ElseLevel(),
    ]
    abstract = [
        cll.NullLevel("abstract"),
        cll.ExactMatchLevel("abstract"),
        cll.JaccardLevel("abstract_head", 0.95),
        cll.JaccardLevel("abstract_head", 0.9),
        cll.ElseLevel(),
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.CustomComparison(output_column_name="title", comparison_levels=title),
            cl.ArrayIntersectAtSizes("surnames", [3, 2, 1]),
            cl.CustomComparison(output_column_name="abstract", comparison_levels=abstract),
            cl.AbsoluteDateDifferenceAtThresholds(
                "date", input_is_string=True, metrics=["day", "year", "year"], thresholds=[1, 1, 3]
            ),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("title"),
            block_on("first_surname", "year"),
            block_on("first_surname", "title_start"),
            block_on("abstract_start"),
            block_on("abstract_end"),
            block_on("first_surname", "last_surname"),
        ],
    )


if __name__ == "__main__":
    main()
