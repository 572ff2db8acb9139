"""The options by which an inspection is asked for, whether it is connected or carried: shared by the commands that begin one."""

from __future__ import annotations

from collections.abc import Sequence

import click

PLAYBOOKS = click.option(
    "--playbook",
    "playbooks",
    multiple=True,
    metavar="ID",
    help="What to check; several times: all in one run. Default: what the contract names.",
)
ENGINEERS = click.option(
    "--engineer",
    "engineers",
    multiple=True,
    metavar="ID",
    help="Who inspects; give it twice, two different people.",
)
LIMIT = click.option(
    "-l",
    "--limit",
    multiple=True,
    metavar="PATTERN",
    help="Only hosts whose id, address or group matches; '*', ',' and '!' as in Ansible; @FILE: one in each line.",
)
TAGS = click.option(
    "--tags",
    multiple=True,
    metavar="TAGS",
    help="Only checks with one of these tags (comma separated).",
)
SKIP_TAGS = click.option(
    "--skip-tags",
    multiple=True,
    metavar="TAGS",
    help="No checks with one of these tags (comma separated).",
)
OVERRIDE = click.option(
    "--override",
    metavar="REASON",
    help="Begin in an emergency in spite of the contract (term, consent, windows, engineers); recorded and printed.",
)


def tags_of(tags: Sequence[str], skipped: Sequence[str] = ()) -> tuple[str, ...]:
    """The tags of a request: those of the values of --tags, and, each behind a ``!``, those of --skip-tags."""
    return (*_listed(tags), *(f"!{tag}" for tag in _listed(skipped)))


def _listed(values: Sequence[str]) -> list[str]:
    return [each.strip() for each in ",".join(values).split(",") if each.strip()]
