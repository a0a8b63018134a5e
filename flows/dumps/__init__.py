"""Raw files: finding, reading and unpacking them, and telling their text from their bytes."""
