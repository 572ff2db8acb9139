"""Run the command line with ``python -m fieldops``."""

from fieldops.cli.main import main

if __name__ == "__main__":
    main()
