"""Judging sameness: blocking, evidence for a pair, verdicts, clusters, stable ids."""
