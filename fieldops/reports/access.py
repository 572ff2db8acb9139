"""What the customer is to know of how hosts were entered, in sentences: passwords to change, accounts."""

from __future__ import annotations

from fieldops.records.accounts import PasswordUse, accounts_used, passwords_used
from fieldops.records.runs import Run
from fieldops.reports.wording import Wording, clean

_HOSTS_NAMED = 5


def access_lines(
    run: Run, wording: Wording, agreed: bool = False, instances: tuple[PasswordUse, ...] = ()
) -> tuple[str, ...]:
    """The reminder to change each password that was used, also of `instances`; `agreed`: the contract has it. E2"""
    name = "password-used-agreed" if agreed else "password-used"
    return tuple(
        wording.say(name, user=clean(each.user), hosts=_hosts(each.hosts, wording))
        for each in (*passwords_used(run), *instances)
    )


def accounts_text(run: Run, wording: Wording) -> str:
    """The accounts that the hosts were asked with; empty where none is recorded. E4"""
    return wording.listed([clean(each) for each in accounts_used(run)])


def _hosts(hosts: tuple[str, ...], wording: Wording) -> str:
    if len(hosts) <= _HOSTS_NAMED:
        return wording.listed(hosts)
    return wording.say("hosts-and-others", hosts=wording.listed(hosts[:_HOSTS_NAMED]), count=len(hosts))
