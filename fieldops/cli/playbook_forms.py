"""How a playbook's deviations are shown, as a table and as JSON; and what it needs as root, as lines of sudoers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import UsageError
from fieldops.messages import one_line

if TYPE_CHECKING:
    from fieldops.actions.playbooks import SudoersLine
    from fieldops.inspection.plan import Plan
    from fieldops.inspection.playbook import Deviation


def deviation_data(deviation: Deviation, language: str) -> dict[str, object]:
    """Where a playbook deviates from the one that it extends, as JSON."""
    terms = [
        {
            "name": each.name,
            "was": each.was and each.was.say(language),
            "now": each.now and each.now.say(language),
        }
        for each in deviation.terms
    ]
    return {
        "check": deviation.check,
        "playbook": deviation.playbook,
        "reason": deviation.reason.say(language),
        "left_out": deviation.left_out,
        "hosts": list(deviation.hosts),
        "groups": list(deviation.groups),
        "terms": terms,
    }


def print_deviations(session: Session, plan: Plan) -> None:
    """The deviations as a table, as the report has them."""
    if not plan.deviations:
        return
    from zoneinfo import ZoneInfo

    from fieldops.actions.snapshots import deviation_snapshots
    from fieldops.reports.deviations import head_of_deviations, row_of
    from fieldops.reports.wording import Wording

    wording = Wording(session.language, ZoneInfo("UTC"))
    print_line("")
    print_line(wording.say("deviations"))
    rows = []
    for each, kept in zip(plan.deviations, deviation_snapshots(plan), strict=True):
        hosts = wording.listed((*each.hosts, *each.groups)) or wording.say("all-hosts")
        row = row_of(kept, hosts, wording)
        rows.append([row.check, row.standard, row.here, row.hosts, row.reason])
    print_table(session, head_of_deviations(wording), rows)


# What a name in sudoers may be made of without a quote; %, # and @ would mean something else at its beginning.
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", re.ASCII)


def sudoers_text(session: Session, playbook: str, user: str, needed: Iterable[SudoersLine]) -> Iterator[str]:
    """The lines by which `user` may run what a playbook needs as root, with a comment for each probe.

    Raises UsageError for a name that is none.
    """
    if not _USER.fullmatch(user):
        raise UsageError("sudoers.user", user=user)
    aliases: dict[str, list[str]] = {}
    yield f"# {session.say('sudoers.head', playbook=playbook, user=user)}"
    yield f"# {session.say('sudoers.where')}"
    for each in needed:
        yield ""
        yield f"# {each.probe}: {one_line(each.title.say(session.language))}"
        if each.commands is None:
            yield f"# {session.say('sudoers.shell', account=each.account)}"
            continue
        alias = "FIELDOPS_" + each.probe.upper().replace("-", "_")
        aliases.setdefault(each.account, []).append(alias)
        yield f"Cmnd_Alias {alias} = {', '.join(each.commands)}"
    yield ""
    for account, named in aliases.items():
        yield f"{user} ALL=({account}) NOPASSWD: {', '.join(named)}"
    if not aliases:
        yield f"# {session.say('sudoers.nothing')}"
