"""DOIs that archives give to what a journal gives one, too."""

from typing import Final

ARXIV_DOI: Final = r"^10\.48550/arxiv\.(.+?)(?:v\d+)?$"
"""The DOIs that arXiv gives its own papers: such a DOI is an arXiv id, and a journal's DOI is no conflict with it."""

VERSION: Final = (
    r"^(10\.(?:1101|1002|6084|7287|20944|21203|22541|26434|312\d\d|35542|36227)/.+?)[./_-]?v\d{1,2}$"
    r"|^(10\.12688/\w+\.\d+)\.\d{1,2}$"
)
"""The version in a DOI that a preprint server or F1000 gives each version of a paper; what is left is the paper's."""

ARCHIVE_DOI: Final = (
    r"^10\.(?:1101/(?:20\d\d\.\d\d\.\d\d\.)?\d{6,}|2139/ssrn|21203/rs|20944/preprints|26434/chemrxiv|36227/techrxiv"
    r"|22541/(?:au|essoar)|1002/essoar|2196/preprints|7287/peerj\.preprints|13140/rg|14293/s2199|1590/scielopreprints"
    r"|312(?:19|2\d|3[0-6])/|32942/|35542/|3386/w\d|2307/\d"
    r"|5194/(?:egusphere-20\d\d-|\w+-20\d\d-\d+$|\w+d-\d+-\d+-\d{4}$))"
)
"""DOIs of preprint servers and series of working papers: bioRxiv and medRxiv, SSRN, Research Square, Preprints.org,
ChemRxiv, TechRxiv, Authorea, ESSOAr, JMIR, PeerJ, ResearchGate, ScienceOpen, SciELO, OSF and those that it hosts
(PsyArXiv, SocArXiv, EarthArXiv …), EcoEvoRxiv, EdArXiv, NBER, and Copernicus, where papers are discussed before they
are printed; and of JSTOR. arXiv's own are arXiv ids."""

REGISTRANT: Final = r"^10\.(\d+)/"
