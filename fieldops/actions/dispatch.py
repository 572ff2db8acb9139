"""Whom to send for the orders that wait for somebody, by how all open orders stand. The rules are `fieldops.service.dispatch`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from fieldops.actions.order_lists import open_orders
from fieldops.actions.orders import View
from fieldops.service.dispatch import Proposal, needs_somebody, proposed, workload


def proposals(root: Path, views: Iterable[View], now: datetime) -> Mapping[str, Proposal]:
    """Whom to send for each of `views` that waits for somebody, by order: those are looked at who are on duty, and what they
    have to do on any open order of the workspace. Raises Broken when the chain of records is.
    """
    waiting = [view for view in views if needs_somebody(view.standing)]
    if not waiting:
        return {}
    work = workload((view.standing, view.agreement) for view in open_orders(root, now).views)
    return {view.order.id: proposed(view.standing, view.agreement, work) for view in waiting}
