"""How a playbook's deviations from the one that it extends are shown: as a table, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import print_table

if TYPE_CHECKING:
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
