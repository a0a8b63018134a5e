"""litsieve: scraped paper listings in, one clean, deduplicated, versioned dataset of papers out."""

from importlib.metadata import version

__version__ = version("litsieve")
