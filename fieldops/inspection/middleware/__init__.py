"""Readers of what web servers, JVMs and message systems say of themselves: text of one instance to rows of raw values."""
