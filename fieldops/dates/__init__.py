"""Arithmetic of dates, periods and working days on plain values. Knows no contract, reads no clock, does no I/O."""
