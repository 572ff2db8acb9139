"""Equipment lists as customers send them: headings to fields, rows to assets, and assets to rows again.

Pure: files are read and written by `fieldops.actions.spreadsheet_files`. Nothing is guessed: a cell that could mean
two things raises `Doubt`, and its row is not imported.
"""
