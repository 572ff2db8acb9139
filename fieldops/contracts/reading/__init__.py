"""A contract read back in plain language, with the dates that follow from it, each line with its clause."""
