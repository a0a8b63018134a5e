"""Whether two names may be of one person: pet names, second family names, groups with a longer name."""

from functools import lru_cache
from typing import Final

from flows.fields.authors import PARTICLES, NameKey, same_person

MIN_GROUP_CHARS: Final = 8
"""Letters of a group's name that may be part of a longer form of it."""

MIN_FAMILY_CHARS: Final = 3
"""Letters that a family name has behind its particles."""

PET_NAMES: Final = {
    **dict.fromkeys(("bob", "rob", "bobby"), "robert"),
    **dict.fromkeys(("bill", "billy", "will"), "william"),
    **dict.fromkeys(("dick", "rick", "rich"), "richard"),
    **dict.fromkeys(("jim", "jimmy"), "james"),
    **dict.fromkeys(("jack", "john", "johnny"), "john"),
    **dict.fromkeys(("mike", "mick"), "michael"),
    **dict.fromkeys(("tom", "tommy"), "thomas"),
    **dict.fromkeys(("tony",), "anthony"),
    **dict.fromkeys(("ted", "ed", "eddie"), "edward"),
    **dict.fromkeys(("steve", "stephen"), "steven"),
    **dict.fromkeys(("dave",), "david"),
    **dict.fromkeys(("joe",), "joseph"),
    **dict.fromkeys(("chuck", "charlie"), "charles"),
    **dict.fromkeys(("larry",), "lawrence"),
    **dict.fromkeys(("hank", "harry"), "henry"),
    **dict.fromkeys(("andy",), "andrew"),
    **dict.fromkeys(("jeff",), "jeffrey"),
    **dict.fromkeys(("peggy", "maggie", "meg"), "margaret"),
    **dict.fromkeys(("liz", "beth", "betty"), "elizabeth"),
    **dict.fromkeys(("kate", "katie", "cathy", "kathy", "catherine"), "katherine"),
    **dict.fromkeys(("sue", "susie"), "susan"),
    **dict.fromkeys(("jenny",), "jennifer"),
    **dict.fromkeys(("debbie", "deb"), "deborah"),
    **dict.fromkeys(("becky",), "rebecca"),
    **dict.fromkeys(("gene",), "eugene"),
    **dict.fromkeys(("nick",), "nicholas"),
}
"""Short forms of given names that are not the beginning of the full one."""


def is_group_key(name: NameKey) -> bool:
    """Whether the name is that of a group, or a single word."""
    return not name.given


def may_be_one(a: NameKey, b: NameKey) -> bool:
    """Whether two names may be of one person, or of one group under a longer and a shorter name."""
    if same_person(a, b) or _adds_a_surname(a, b) or _adds_a_surname(b, a):
        return True
    if is_group_key(a) and is_group_key(b):
        short, long = sorted((a.family, b.family), key=len)
        return len(short) >= MIN_GROUP_CHARS and short in long
    if _shortens_particles(a, b) or _shortens_particles(b, a) or _runs_together(a, b) or _runs_together(b, a):
        return True
    return a.family == b.family and same_person(_formal(a), _formal(b))


def _shortens_particles(short: NameKey, long: NameKey) -> bool:
    """Whether `short` has initials in the place of the particles of `long`: "S. D. Paoli", "Stefano De Paoli"."""
    given = short.given.split()
    return any(
        [*letters] == given[-len(letters) :] and same_person(_named(family, given[: -len(letters)]), long_bare)
        for family, letters in bare_families(long.family)
        if family == short.family and len(given) > len(letters)
        for long_bare in [_named(family, long.given.split())]
    )


def run_together(name: NameKey) -> str:
    """The family name with the last given name before it, which may be a part of it: "Anna Bar Yosef"."""
    return name.given[name.given.rfind(" ") + 1 :] + name.family


def _runs_together(one: NameKey, parted: NameKey) -> bool:
    """Whether `one` has in one word, or with a hyphen, the family name that is in two words in the other."""
    given = parted.given.split()[:-1]
    return len(given) > 0 and one.family == run_together(parted) and same_person(one, _named(one.family, given))


def _named(family: str, given: list[str]) -> NameKey:
    return NameKey(family, "".join(name[0] for name in given), " ".join(given))


@lru_cache(maxsize=2**16)
def bare_families(family: str) -> frozenset[tuple[str, str]]:
    """What may stand behind the particles of a family name that is run together, and the initials of those.

    `vandermeer` gives `meer` and `vd`, and `dermeer` and `v`.
    """
    found = set()
    for particle in PARTICLES:
        rest = family.removeprefix(particle)
        if len(rest) < len(family) and len(rest) >= MIN_FAMILY_CHARS:
            found.add((rest, particle[0]))
            found |= {(bare, particle[0] + letters) for bare, letters in bare_families(rest)}
    return frozenset(found)


def _adds_a_surname(short: NameKey, long: NameKey) -> bool:
    """Whether `long` has a second family name behind that of `short`: "Ana Marín", "Ana Marín López"."""
    names, given = long.given.split(), short.given.split()
    return len(names) > 1 and names[-1] == short.family and names[:-1] == given and len(given[0]) > 1


def _formal(name: NameKey) -> NameKey:
    """The name with the first given name in full where it is a pet name."""
    first, _, rest = name.given.partition(" ")
    return NameKey(name.family, name.initials, f"{PET_NAMES.get(first, first)} {rest}".strip())
