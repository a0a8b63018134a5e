"""Structured exports: one file a format, found by the registry."""
