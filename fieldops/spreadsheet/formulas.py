"""The mark that keeps a spreadsheet from taking a text for a formula, written and taken off again. Not: evaluating anything."""

from __future__ import annotations

# What Excel takes for the beginning of a formula, also in full width, and our own mark for "this is text".
_STARTS = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")


def marked(value: str) -> str:
    """The text as a cell of a CSV file; what begins like a formula gets an apostrophe in front."""
    return f"'{value}" if value.startswith(_STARTS) else value


def unmarked(value: str) -> str:
    """The text that `marked` has made a cell of."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_STARTS) else value
