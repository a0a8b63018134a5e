"""How ids and addresses are written."""

from typing import Final

RECORD_ID: Final = r"^r[0-9a-f]{20}(-\d+)?$"
PAPER_ID: Final = r"^p[0-9a-f]{16}$"
SHA256: Final = r"^[0-9a-f]{64}$"
ARXIV_ID: Final = r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})$"
PMID: Final = r"^[1-9]\d{0,8}$"
DOI: Final = r"^10\.\d{4,9}/\S+$"
URL: Final = r"^https?://\S+$"
