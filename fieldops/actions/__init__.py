"""One function per user action; the only place that puts the parts together."""
