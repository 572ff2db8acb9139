"""The command line: each command parses its options, calls one action, prints, and returns an exit code."""
