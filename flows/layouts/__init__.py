"""Page layouts: text of one page in, entries with their spans out."""
