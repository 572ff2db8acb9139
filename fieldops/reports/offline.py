"""How a run is told of whose results were carried here by hand: for the report, `run show` and the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.messages import joined, say, say_recorded
from fieldops.records.runs import Run
from fieldops.records.snapshots import CollectedHost
from fieldops.reports.view import Fact
from fieldops.reports.wording import Wording, clean


def offline_text(run: Run, wording: Wording) -> str:
    """That and when it was collected offline, by whom, and what that is worth; empty where the hosts were reached."""
    if run.collected is None:
        return ""
    people = wording.listed(wording.text(person.name) for person in run.team.engineers)
    day = f"{wording.local(run.started):%Y-%m-%d}"
    values = {"people": people, "day": day, "at": wording.time(run.collected.at)}
    carried = [host.host for host in run.collected.hosts]
    if len(carried) == len(run.hosts):
        return say("offline.run", wording.language, values)
    hosts = wording.listed(clean(host) for host in carried)
    return say("offline.part", wording.language, {**values, "hosts": hosts})


def doubts_of(host: CollectedHost, language: str) -> Iterator[str]:
    """What was undone of what happened to the host's result on its way, and what does not fit."""
    for way in host.undone:
        yield say(f"offline.undone.{way}", language)
    for doubt in host.doubts:
        yield say_recorded(doubt.code, language, doubt.values)[0]


def offline_facts(run: Run, wording: Wording) -> Iterator[Fact]:
    """The same for the report, host by host."""
    if run.collected is None:
        return
    yield Fact(say("offline.title", wording.language), offline_text(run, wording))
    names = {person.id: wording.text(person.name) for person in run.team.engineers}
    for host in run.collected.hosts:
        values = {
            "bundle": host.bundle,
            "by": names.get(host.by, host.by),
            "made": wording.time(host.made),
            "clock": _clock(host, wording),
            "summed": say(f"offline.summed.{host.summed}", wording.language),
        }
        told = [say("offline.host", wording.language, values), *doubts_of(host, wording.language)]
        yield Fact(clean(host.host), clean(joined(told, wording.language)))


def _clock(host: CollectedHost, wording: Wording) -> str:
    if host.began is None:
        return say("offline.no-clock", wording.language)
    began = wording.time(host.began)
    if host.ended is None:
        return began
    return say("offline.clock", wording.language, {"began": began, "ended": wording.time(host.ended)})
