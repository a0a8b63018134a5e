"""Words of which one title has the one and a sister paper's has the other, and words that tell of a next step."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

_CLASSES: Final = (
    # Who was looked at.
    *(("men", "women"), ("man", "woman"), ("male", "female"), ("males", "females"), ("boys", "girls")),
    *(("mothers", "fathers"), ("maternal", "paternal"), ("mice", "rats", "rabbits", "dogs", "pigs", "humans")),
    ("children", "adults", "adolescents", "infants", "neonates", "toddlers", "elderly"),
    *(("inpatients", "outpatients"), ("inpatient", "outpatient"), ("urban", "rural"), ("vivo", "vitro", "silico")),
    # Where.
    *(("left", "right"), ("upper", "lower"), ("anterior", "posterior"), ("dorsal", "ventral"), ("medial", "lateral")),
    *(("proximal", "distal"), ("internal", "external"), ("inner", "outer"), ("local", "global", "nonlocal")),
    *(("north", "south", "east", "west"), ("northern", "southern", "eastern", "western"), ("indoor", "outdoor")),
    # When.
    *(("acute", "chronic", "subacute"), ("early", "late"), ("before", "after"), ("prospective", "retrospective")),
    *(("spring", "summer", "autumn", "winter"), ("short", "long"), ("initial", "final"), ("online", "offline")),
    (
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december"),
    ),
    # How much.
    *(("low", "high", "medium"), ("small", "large"), ("strong", "weak"), ("thin", "thick"), ("positive", "negative")),
    *(("minimum", "maximum"), ("minimal", "maximal"), ("min", "max"), ("increased", "decreased"), ("odd", "even")),
    *(("increases", "decreases"), ("increasing", "decreasing"), ("increase", "decrease"), ("few", "many")),
    *(
        ("single", "double", "multiple"),
        ("binary", "ternary"),
        ("primary", "secondary", "tertiary"),
        ("dense", "sparse"),
    ),
    *(("systolic", "diastolic"), ("ischemic", "hemorrhagic"), ("ischaemic", "haemorrhagic"), ("with", "without")),
    # Of what kind.
    *(("discrete", "continuous"), ("static", "dynamic"), ("deterministic", "stochastic"), ("temporal", "spatial")),
    *(("theoretical", "experimental", "numerical"), ("theory", "experiment"), ("classical", "quantum")),
    *(("active", "passive"), ("open", "closed"), ("forward", "backward", "inverse"), ("implicit", "explicit")),
    *(("parallel", "sequential", "serial"), ("convex", "concave"), ("qualitative", "quantitative"), ("hot", "cold")),
    *(("electron", "proton", "neutron", "photon", "muon"), ("bosonic", "fermionic"), ("random", "regular")),
    *(("elliptic", "parabolic", "hyperbolic"), ("longitudinal", "transverse"), ("theorem", "conjecture")),
)
_CLASS_OF: Final = {word: number for number, words in enumerate(_CLASSES) for word in words}

_NEGATIONS: Final = ("non", "un", "in", "im", "ir", "a", "an", "dis", "anti", "de", "mis")
_MIN_NEGATED: Final = 5
_PREFIXES: Final = (
    *(("pre", "post", "peri", "intra"), ("hyper", "hypo"), ("intra", "inter", "extra"), ("over", "under")),
    *(("sub", "super"), ("macro", "micro", "nano"), ("homo", "hetero"), ("mono", "di", "bi", "tri", "multi", "poly")),
    *(("uni", "bi", "multi"), ("endo", "exo"), ("para", "ferro", "antiferro", "dia"), ("iso", "aniso")),
)
_NOT: Final = frozenset({"non", "not", "no", "without"})

NEXT_STEPS: Final = frozenset(
    {
        *("protocol", "pilot", "followup", "replication", "replicated", "reanalysis", "reassessment", "revisited"),
        *("supplement", "supplementary", "supplemental", "appendix", "preliminary", "interim", "update", "updated"),
        *("commentary", "rationale", "dataset", "baseline"),
    }
)
"""Of a subtitle: the same people's paper before or after the one that is called so without it."""

_STEPS_OF_TWO: Final = tuple(
    map(
        frozenset,
        (
            *(("follow", "up"), ("study", "design"), ("trial", "design"), ("design", "methods"), ("long", "term")),
            *(("secondary", "analysis"), ("subgroup", "analysis"), ("analysis", "plan"), ("process", "evaluation")),
            *(("cost", "effectiveness"), ("quality", "life"), ("final", "results"), ("interim", "results")),
            *(("year", "results"), ("year", "outcomes"), ("month", "results"), ("month", "outcomes")),
        ),
    )
)

_ABOUT: Final = frozenset({"of", "on", "to", "for", "after", "with", "from", "about", "beyond"})
_ARTICLES: Final = frozenset({"a", "an", "the"})
_SESSIONS: Final = frozenset(
    {"panel", "tutorial", "keynote", "lecture", "talk", "session", "workshop", "preface", "issue"}
)
"""What one catalogue of a meeting says before a title and another leaves out: "Panel on X"."""


def are_opposites(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether a word of one title excludes one that stands in its place in the other, or is it with a negation.

    `a` and `b` are the words that only one of the titles has.
    """
    left, right = list(a), list(b)
    if not left or not right:
        return [*left, *right] in ([word] for word in _NOT)
    return any(_exclude(one, other) for one in left for other in right)


def _exclude(a: str, b: str) -> bool:
    if a in _CLASS_OF and _CLASS_OF[a] == _CLASS_OF.get(b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= _MIN_NEGATED and long.endswith(short) and long.removesuffix(short) in _NEGATIONS:
        return True
    return not _rests(a).isdisjoint(_rests(b))


@lru_cache(maxsize=2**16)
def _rests(word: str) -> frozenset[tuple[int, str]]:
    """What stands behind a prefix of the word, and of which prefixes that is one; two of them exclude each other."""
    return frozenset(
        (number, word[len(prefix) :])
        for number, prefixes in enumerate(_PREFIXES)
        for prefix in prefixes
        if word.startswith(prefix) and len(word) >= len(prefix) + _MIN_NEGATED
    )


def is_next_step(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether one of the titles has a word of NEXT_STEPS that the other has not; `a` and `b` as for `are_opposites`."""
    left, right = set(a), set(b)
    if any(not step - words for words in (left, right) if len(words) > 1 for step in _STEPS_OF_TWO):
        return True
    return not (left ^ right).isdisjoint(NEXT_STEPS)


def is_on_the_other(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one title (as words) names something of what the other is called: "Costs of X", "A survey of X"."""
    short, long = sorted((a, b), key=len)
    before = long[: len(long) - len(short)]
    if long[len(before) :] != short:
        return False
    while before and before[-1] in _ARTICLES:
        before = before[:-1]
    # "On X" is X.
    return bool(before) and before[-1] in _ABOUT and before != ["on"] and _SESSIONS.isdisjoint(before)
