"""What of a contract is the service company's own business: a customer is not told it.

A customer hears who serves the contract, in which role and with which qualifications, and where to call: the hotline, the
channels, the liaisons that the contract names. Not the engineers' own numbers and addresses, their certificates' numbers,
the roster, how one logs in, nor ids that only files know. The service company itself hears everything.
"""

from __future__ import annotations

from fieldops.contracts.obligations import DueObligation
from fieldops.contracts.reading.line import NOT_OUTSIDE, Line
from fieldops.documents.yaml_text import Path
from fieldops.structs import replaced

# Wherever they stand.
_ANYWHERE = frozenset({"login", "host", "jump", "jump_hosts", "signing_keys"})
_OF_KIND = {
    "Team": frozenset({"phone", "email", "qualifications", "duty_roster"}),
    "Contract": frozenset({"playbook", "playbooks", "vars"}),
}
_WHOLE = frozenset({("Contract", ("id",))})


def hidden(kind: str, path: Path) -> bool:
    """Whether a property is kept from the customer, by itself or with what it belongs to."""
    internal = _ANYWHERE | _OF_KIND.get(kind, frozenset())
    if kind == "Team" and path[:1] == ("units",):
        internal = _ANYWHERE  # a station's number is for customers
    return kind == "Stock" or (kind, path) in _WHOLE or any(step in internal for step in path)


def nothing_hidden(kind: str, path: Path) -> bool:
    """The same for the service company's own people."""
    return False


def for_customer(line: Line) -> Line | None:
    """The line in the words that a customer is told it in; None where it is none of the customer's business."""
    if line.outside is None:
        return line
    return replaced(line, said=line.outside) if line.outside is not NOT_OUTSIDE else None


def of_customers_business(due: DueObligation) -> bool:
    """Whether something due concerns the customer: that an engineer's certificate ends does not."""
    return due.kind != "qualification_end"
