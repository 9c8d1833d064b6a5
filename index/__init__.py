"""Keeping and finding: documents in, ranked passages out."""
