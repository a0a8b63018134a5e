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
        ("Arch Phys Med Rehabil", "Archives of Physical Medicine and Rehabilitation"),
        ("MIS Q", "MIS Quarterly"),
        ("Rev Neurol", "Revista de Neurología"),
        ("Zh Nevrol Psikhiatr Im S S Korsakova", "Zhurnal nevrologii i psikhiatrii imeni S.S. Korsakova"),
        ("JACC", "Journal of the American College of Cardiology"),
        ("JNNP", "Journal of Neurology, Neurosurgery & Psychiatry"),
        ("TODS", "ACM Trans. Database Syst."),
        ("IEEE TKDE", "IEEE Transactions on Knowledge and Data Engineering"),
        ("IEEE Trans. on PAMI", "IEEE Trans. Pattern Anal. Mach. Intell."),
        ("VLDB", "Proc. Int. Conf. on Very Large Databases"),
        ("COLT", "Proceedings of the Twelfth Annu. Conference on Computational Learning Theory"),
        ("STOC '98", "Proceedings of the 30th ACM Symposium on the Theory of Computing"),
        ("J. Artif. Intell. Res.", "Journal of AI Research"),
        ("NIPS 9", "In A. Moor and B. Li, editors, Advances in Neural Information Processing Systems"),
        ("ICML-97", "A. Moor (Ed.), Proceedings of the Fourteenth International Conference on Machine Learning"),
        # Stems of more than eight letters, cut before a vowel.
        ("Astrophys. J.", "The Astrophysical Journal"),
        ("J Stroke Cerebrovasc Dis", "Journal of Stroke & Cerebrovascular Diseases"),
        ("Pharmacol Rev", "Pharmacological Reviews"),
        # Acronyms that take a letter from the word for a periodical, wherever it stands.
        ("IJCV", "International Journal of Computer Vision"),
        ("NEJM", "The New England Journal of Medicine"),
        ("PRL", "Physical Review Letters"),
        ("QJE", "Quarterly Journal of Economics"),
        ("TPAMI", "IEEE Trans. Pattern Anal. Mach. Intell."),
        # And from words that other listings leave out, or not.
        ("ICRA", "IEEE International Conference on Robotics and Automation"),
        ("ESWA", "Expert Systems with Applications"),
        ("Machine Learning", "Machine Learning Journal"),
        ("Annals of Mathematics, Second Series", "Ann. of Math."),
        ("J. R. Stat. Soc. B", "Journal of the Royal Statistical Society Series B"),
        ("J. ACM", "Journal of the ACM"),
        ("AJ", "The Astronomical Journal"),
        ("JACM", "Journal of the ACM"),
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
        ("Journal of the ACM", "Symposium on the Growth of Mosses"),
        ("Journal of the ACM", "STOC"),
        ("Journal of the ACM", "Communications of the ACM"),
        ("SIGMOD Conference", "ACM Trans. Database Syst."),
        ("Brain Injury", "Brain Impairment"),
        ("Stroke", "Canadian Journal of Neurological Sciences"),
        ("Clinical Microbiology Newsletter", "Journal of Clinical Microbiology"),
        ("Computers in Human Behavior", "Computer Science"),
        ("Neuropsychopharmacology", "Neuropsychology"),
        ("Brain Res", "Brain Research Bulletin"),
        ("TODS", "SIGMOD Conference"),
        ("Lecture Notes in Computer Science", "Journal of Computer Science"),
        ("Physical Review A", "Physical Review B"),
        ("J. Phys. A: Math. Theor.", "Journal of Physics B: Atomic, Molecular and Optical Physics"),
        ("BMC Bioinformatics", "Bioinformatics"),
        ("ICCV", "International Journal of Computer Vision"),
        ("ISIT", "IEEE Transactions on Information Theory"),
        # Journals that are called like a conference's subject.
        ("Machine Learning", "ICML"),
        ("Artif. Intell.", "Proceedings of the AAAI Conference on Artificial Intelligence"),
        ("Computational Geometry", "Symposium on Computational Geometry"),
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
        ("Technical Report", "SIGMOD Record"),
        ("Submitted for publication", "Machine Learning"),
        ("Dept. of Computer Science, Example State", "Machine Learning"),
        ("portal.acm.org", "VLDB"),
        ("Proceedings of the International Conference on Very …", "SIGMOD Conference"),
        ("Lecture Notes in Computer Science", "ICALP"),
        # Last words that an abbreviation leaves out.
        ("IEEE T PATTERN ANAL", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
    ],
)
def test_names_that_leave_it_open(a: str, b: str) -> None:
    assert same_venue(a, b) is None
