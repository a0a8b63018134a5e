"""What titles say beside which paper is meant: notices about another, shared headings, notes of catalogues."""

from typing import Final

NOTICE: Final = (
    r"(?i)(?:^|[:.;?!–—]\s+|\s-\s|[\[(])"  # at the start, or after the title of the paper that it is about
    r"(?:an?\s+|the\s+|notice\s+of\s+|(?:authors?|publishers?)(?:['’]s?)?\s+)?"
    r"(addend(?:um|a)|comments?|commentary|corrections?|corrig(?:endum|enda)|discussion|errat(?:um|a)"
    r"|expression of concern|rejoinder|repl(?:y|ies)|response|retraction(?: notice)?|withdrawal"
    r"|(?:(?:replication\s+)?data(?:set)?|code)\s+(?:from|for)"
    r"|additional files?\s+\d+|supplement(?:al|ary)\s+(?:data|files?|information|materials?))"
    r"(?:\s+(?:on|to|of|for|by|from)\b|\s*[:.)\]]|\s*$)"
)
"""A text about another paper, or its data in an archive, in its first group the kind: a paper of its own, however much
of the other it repeats."""

CATALOGUE_NOTES: Final = (
    r"(?i)(?:[\s.]*(?:"
    r"[\[(](?:(?:article\s+)?(?:in\s+)?(?:arabic|chinese|croatian|czech|danish|dutch|english|finnish|french|german|greek"
    r"|hebrew|hungarian|italian|japanese|korean|norwegian|persian|polish|portuguese|romanian|russian|serbian|slovak"
    r"|spanish|swedish|turkish|ukrainian)(?:\s*[,;]\s*english)?|review(?:\s+article)?|\d+\s+refs?\.?|references?"
    r"|see\s+comments?|corrected|structured\s+abstract|provisional\s+abstract|brief\s+record|electronic\s+resource"
    r"|update\s+of[^\])]*|preprint|version\s+\d+[;:]\s*(?:peer\s+review|referees?)\b[^\])]*)[\])]"
    r"|\[(?:(?:letter|editorial|news|comment|(?:conference\s+|meeting\s+)?abstract)(?:;\s*)?)+\]"
    r"|\s-\s+book\s+review"
    r"|[\[(](?:published\s+)?(?:erratum|correction|comment)s?\s+appears?\b.*"
    r"))+[\s.]*$"
)
"""What a catalogue adds behind a title: language, kind of publication, number of references, where its erratum is, that
it is a preprint, what referees said of a version."""

SESSION_LABEL: Final = (
    r"(?i)\s*\((?:tutorial(?:\s+(?:session|abstract))?|panel(?:\s+(?:session|abstract|discussion))?|abstract"
    r"|experience\s+paper|invited\s+(?:talk|paper|abstract)|keynote(?:\s+address)?)\)(\s*:|\s*$)"
    r"|^(?:tutorial|panel|keynote|invited talk):\s+"
)
"""What proceedings add to a title about the session; its first group stays. A demonstration or an
extended abstract is a paper of its own."""

WEAK_HEADING: Final = (
    r"(?i)^(?:(?:guest\s+)?editor(?:ial|s|['’]s|s['’])?:?\s+)?"
    r"(?:introduction|preface|foreword|editorial|overview)\s+(?:to|for|of)\s+(?:the\s+|this\s+|a\s+|an\s+)?"
    r"(?:\w+\s+)?(?:special\s+(?:issue|section|track)|mini-?track|track|minisymposium|theme|proceedings)"
)
"""Titles that return every year with the meeting or section that they introduce."""

GENERIC_HEADING: Final = (
    r"(?i)^\s*(?:the\s+)?(?:"
    r"(?:from\s+the\s+|guest\s+)?editors?(?:ial|['’]s?|s['’])?(?:\s+(?:board|comments?|corner|foreword|introduction|letter"
    r"|message|notes?|page|preface|remarks|statement))?"
    r"|(?:a\s+)?(?:letter|message|remarks|report|word|welcome|note)s?\s+from\s+(?:the\s+)?.*"
    r"(?:chairs?|editors?|president|secretary|treasurer)(?:['’]s)?.*"
    r"|.*\b(?:chair|editor|president|secretary|treasurer)(?:s|['’]s|s['’])?\s+(?:column|comments?|letter|message|report)"
    r"|(?:annual|author|subject)\s+index.*|(?:annual\s+)?reports?|calls?\s+for\s+papers.*|book\s+reviews?(?:\s+column)?"
    r"|about\s+(?:the\s+|this\s+)?(?:authors?|contributors?|issue)|issue\s+information|title\s+page|masthead"
    r"|list\s+of\s+(?:reviewers|referees)|reviewers?|letters?(?:\s+to\s+the\s+editors?)?"
    r")\s*[.:]?\s*$"
)
"""Headings of whole titles that stand in every issue."""

GENERIC: Final = frozenset(
    {
        "abstracts",
        "acknowledgements",
        "acknowledgments",
        "announcement",
        "announcements",
        "bookreview",
        "bookreviews",
        "calendar",
        "chairsmessage",
        "conclusion",
        "conclusions",
        "contents",
        "editorial",
        "editorialboard",
        "editorsnote",
        "editorsnotes",
        "epilogue",
        "foreword",
        "frontmatter",
        "guesteditorial",
        "guesteditorsintroduction",
        "inmemoriam",
        "inthisissue",
        "index",
        "introduction",
        "letterfromtheeditor",
        "lettertotheeditor",
        "letterstotheeditor",
        "news",
        "obituary",
        "overview",
        "preface",
        "proceedings",
        "prologue",
        "tableofcontents",
        "thisissue",
    }
)
"""Headings, as `compare_title` writes them with blanks left out, that many papers have in common."""

NOTE_SIGNS: Final = r"[\[(:]|\s-\s"
"""What every title has that holds one of CATALOGUE_NOTES or a SESSION_LABEL."""

HEADING_SIGNS: Final = (
    *("about", "bookreview", "chair", "editor", "forpapers", "index", "issueinformation", "letter", "listof"),
    *("masthead", "president", "report", "review", "secretary", "titlepage", "treasurer"),  # GENERIC_HEADING
    *("foreword", "introduction", "overview", "preface"),  # WEAK_HEADING
    *("addend", "comment", "correct", "corrig", "discussion", "errat", "expressionofconcern", "rejoinder", "repl"),
    *("additionalfile", "codef", "dataf", "datasetf", "response", "retraction", "supplement", "withdrawal"),  # NOTICE
)
"""One of them stands in every title, as `compare_title` writes it, that is a heading or a notice by its wording."""
