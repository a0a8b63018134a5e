"""Names of venues: how one is abbreviated, translated and extended, and which only look alike."""

import pytest

from flows.matching.venues import same_venue


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("J. Am. Coll. Cardiol.", "Journal of the American College of Cardiology"),
        ("Proc Natl Acad Sci USA", "Proceedings of the National Academy of Sciences of the United States of America"),
        ("ACM Trans. Database Syst.", "ACM Transactions on Database Systems (TODS)"),
        ("VLDB J.", "The VLDB Journal &mdash; The International Journal on Very Large Data Bases"),
        ("VLDB", "Very Large Data Bases"),
        ("SIGMOD Conference", "International Conference on Management of Data"),
        ("Amcis 2017 Proceedings", "Americas Conference on Information Systems"),
        ("ICIS", "International Conference on Information Systems"),
        ("NeurIPS", "Advances in Neural Information Processing Systems"),
        ("BMJ", "British Medical Journal"),
        ("Stroke; a journal of cerebral circulation", "Stroke"),
        ("Obstetrics & Gynecology", "Obstetrics and Gynecology"),
        ("BJOG: an international journal", "BJOG : An International Journal"),
        ("Proceedings of the 33rd Annual ACM Conference on Human Factors in Computing Systems", "CHI"),
        ("Industrielle Beziehungen", "Industrielle Beziehungen. Zeitschrift für Arbeit"),
    ],
)
def test_one_venue_under_two_names(a: str, b: str) -> None:
    assert same_venue(a, b) is True
    assert same_venue(b, a) is True


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("VLDB", "VLDB J."),
        ("SIGMOD Record", "SIGMOD Conference"),
        ("SIGMOD Conference", "ACM Trans. Database Syst."),
        ("Brain Injury", "Brain Impairment"),
        ("Stroke", "Canadian Journal of Neurological Sciences"),
        ("Clinical Microbiology Newsletter", "Journal of Clinical Microbiology"),
        ("Computers in Human Behavior", "Computer Science"),
        ("Neuropsychopharmacology", "Neuropsychology"),
    ],
)
def test_two_venues(a: str, b: str) -> None:
    assert same_venue(a, b) is not True
    assert same_venue(b, a) is same_venue(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("arXiv.org", "Nature"),
        ("bioRxiv preprint", "Cell"),
        ("Lancet", "The Lancet Oncology"),
        ("Cancer", "Cancer Cytopathology"),
        ("", "Nature"),
    ],
)
def test_names_that_leave_it_open(a: str, b: str) -> None:
    assert same_venue(a, b) is None
