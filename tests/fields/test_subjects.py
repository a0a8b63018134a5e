"""Archive and subjects as listings show them."""

import pytest

from flows.fields.subjects import Subjects, read_subjects

CASES = [
    ("arXiv.org Artificial Intelligence", Subjects("arXiv.org", ("Artificial Intelligence",))),
    ("arXiv.org  Machine Learning; Databases", Subjects("arXiv.org", ("Machine Learning", "Databases"))),
    ("arxiv.org", Subjects("arXiv.org")),
    (
        "Machine Learning (cs.LG); Artificial Intelligence (cs.AI); Machine Learning (stat.ML)",
        Subjects("arXiv.org", ("Machine Learning", "Artificial Intelligence")),
    ),
    ("Subjects: High Energy Physics - Theory (hep-th)", Subjects("arXiv.org", ("High Energy Physics - Theory",))),
    ("Disordered Systems (cond-mat.dis-nn);", Subjects("arXiv.org", ("Disordered Systems",))),
    ("Journal of Machine Learning Research", Subjects("Journal of Machine Learning Research")),
    ("Proceedings of Something (cs.XX), Rome", Subjects("Proceedings of Something (cs.XX), Rome")),
    ("Some Meeting (rome)", Subjects("Some Meeting (rome)")),
    ("Physics &amp; Chemistry", Subjects("Physics & Chemistry")),
    (" ", Subjects(None)),
    ("cs.LG cs.AI hep-th", Subjects("arXiv.org", ("cs.LG", "cs.AI", "hep-th"))),
]


@pytest.mark.parametrize(("raw", "subjects"), CASES)
def test_archive_and_subjects_are_told_apart(raw: str, subjects: Subjects) -> None:
    assert read_subjects(raw) == subjects
