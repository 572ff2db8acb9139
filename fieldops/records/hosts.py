"""Which host of an earlier run a host of a later one is, when the contract has given it another id. Pure.

A host is known by the id of its asset. Where an id is new and another one is gone from the contract, it is the same
machine if the serial number is the same, else if it shows the same host key. Whether a host with the same id is still
the same machine is another question (`comparison.other_machines`).
"""

from __future__ import annotations

from fieldops.records.runs import HostRecord, Run


class HostNames:
    """The names that hosts had, learned run by run in the order of time; each is known by the first one it had."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}  # a name in use → the first name of that host
        self._today: dict[str, str] = {}  # and back
        self._serials: dict[str, str | None] = {}
        self._keys: dict[str, str | None] = {}

    def first(self, host: str) -> str:
        """The first name of the host that is called so now."""
        return self._first.get(host, host)

    def today(self, first: str) -> str:
        """What a host is called now, by its first name."""
        return self._today.get(first, first)

    def take(self, run: Run) -> None:
        """Learn the names of a run's hosts."""
        serials = {asset.id: asset.serial for asset in run.contract.assets}
        for record in run.hosts:
            serial = serials.get(record.host)
            if record.host not in self._first:
                self._begin(record, serial, still_there=serials.keys() | {each.host for each in run.hosts})
            first = self._first[record.host]
            self._serials[first] = serial or self._serials.get(first)
            self._keys[first] = record.host_key or self._keys.get(first)

    def _begin(self, record: HostRecord, serial: str | None, still_there: set[str]) -> None:
        """A name that is not in use: of a new host, or the new name of one whose name is gone."""
        gone = [first for name, first in self._first.items() if name not in still_there]
        same = [first for first in gone if serial is not None and self._serials.get(first) == serial]
        if not same:
            same = [
                first
                for first in gone
                if record.host_key is not None
                and self._keys.get(first) == record.host_key
                and None in (serial, self._serials.get(first))
            ]
        if len(same) == 1:
            first = same[0]
            del self._first[self._today[first]]
        else:
            # The first name may have been another host's, which has a new one by now.
            first = record.host if record.host not in self._today else f"{record.host}/{len(self._today)}"
        self._first[record.host], self._today[first] = first, record.host
