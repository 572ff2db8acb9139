"""Network devices that have no POSIX shell: the session over their command line, and the readers of what they say. No I/O."""
