"""Inspection as pure functions: playbook and probes, script text, frames, facts, verdicts. No I/O."""
