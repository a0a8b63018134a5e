"""The words of names of venues: what they say about it, and those that one listing of it has and another leaves out."""

from typing import Final

SERIALS: Final = {
    **dict.fromkeys(
        ("journal", "j", "jnl", "jour", "zeitschrift", "revue", "revista", "rivista", "zhurnal", "zh"), "journal"
    ),
    **dict.fromkeys(("transactions", "trans", "t"), "transactions"),
    **dict.fromkeys(("letters", "lett"), "letters"),
    **dict.fromkeys(("bulletin", "bull"), "bulletin"),
    **dict.fromkeys(("annals", "ann"), "annals"),
    **{word: word for word in ("magazine", "record", "quarterly", "archives", "newsletter", "notes")},
}
"""Words that only a periodical has in its name, by its kind."""

MEETINGS: Final = frozenset({"conference", "conf", "symposium", "symp", "workshop", "congress", "meeting"})

EMPTY: Final = frozenset(
    {
        *("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with", "de", "der", "des", "die", "du"),
        *("et", "la", "le", "les", "und", "fur", "do", "da", "del", "della", "e", "i", "y", "voor", "van"),
        *("proceedings", "proc", "annual", "annu"),
        *("vol", "vols", "edition", "ed", "inc", "acm", "ieee", "cvf", "usa"),
        *("first", "second", "third", "fourth", "fifth"),
        *("sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
        *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth", "fortieth"),
        "fiftieth",
        *("twenty", "thirty", "forty", "fifty", "international", "intl", "int", "online", "print"),
        *("united", "states", "america", "official", "section", "series", "ser"),
    }
)
"""Words that one listing of a venue has and another leaves out."""

LONG_NAMES: Final = {
    "sigmod": "management data",
    "chi": "human factors computing systems",
    "nips": "advances neural information processing systems",
    "neurips": "advances neural information processing systems",
    "kdd": "knowledge discovery data mining",
    "sigkdd": "knowledge discovery data mining",
    "sigir": "research development information retrieval",
    "pods": "principles data base systems",
    "icde": "data engineering",
    "edbt": "extending data base technology",
    "cikm": "information knowledge management",
    "www": "world wide web",
    "cvpr": "computer vision pattern recognition",
    "iclr": "learning representations",
    "icml": "machine learning",
    "acl": "association computational linguistics",
    "aaai": "artificial intelligence",
    "tpami": "transactions pattern analysis machine intelligence",
    "sicomp": "siam journal computing",
    "pnas": "national academy sciences",
    "tods": "transactions data base systems",
    "tog": "transactions graphics",
    "tois": "transactions information systems",
    "toplas": "transactions programming languages systems",
    "tkde": "transactions knowledge data engineering",
    "pami": "transactions pattern analysis machine intelligence",
    "stoc": "theory computing",
    "focs": "foundations computer science",
    "soda": "discrete algorithms",
    "popl": "principles programming languages",
    "infocom": "computer communications",
    "pvldb": "vldb endowment",
    "aj": "astronomical journal",
    "apj": "astrophysical journal",
    "apjl": "astrophysical journal letters",
    "aij": "artificial intelligence journal",
    "ai": "artificial intelligence",
    "mis": "management information systems",
    "misq": "management information systems quarterly",
    # One word in some listings, two in others.
    "database": "data base",
    "databases": "data bases",
    "db": "data base",
}
"""Names that are no abbreviation of the long one, and other spellings of a word."""

MAY_COUNT: Final = frozenset({"international", "intl", "int", "acm", "ieee"})
"""Words that tell one name from another where nothing else does."""

JOURNALS: Final = tuple(
    tuple(name.split())
    for name in (
        *("machine learning", "artificial intelligence", "computational linguistics", "pattern recognition"),
        *("neural networks", "information systems", "distributed computing", "parallel computing"),
        *("computational geometry", "computational complexity", "evolutionary computation", "computer communications"),
        *("requirements engineering", "signal processing", "data mining and knowledge discovery"),
    )
)
"""Journals called like what conferences are on, without a word that says which of them is meant."""
