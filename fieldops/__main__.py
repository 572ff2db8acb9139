"""Run the command line: ``fieldops``, or ``python -m fieldops``."""

import sys


def start() -> None:
    """Load the command line and run it. Ctrl-C while it is being loaded is no traceback either."""
    try:
        from fieldops.cli.main import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    start()
