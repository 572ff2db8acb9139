"""What happened, kept: append-only events in SQLite, raw outputs by hash, runs folded from events."""
