"""The stages: frame in, frame out; no files, no Prefect."""
