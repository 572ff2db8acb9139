"""Writing and reading events: what is written comes back exactly; what a newer fieldops wrote is named."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any, get_args

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldops.errors import FieldopsError
from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.readings import Reason
from fieldops.messages import LANGUAGES, say_error
from fieldops.records.codecs import CODECS, Encoded, UnknownEvent, decode, encode, named_blobs, outline
from fieldops.records.events import Event
from fieldops.records.run_events import (
    HostFinished,
    HostOutline,
    HostStatus,
    RunFinished,
    RunOutline,
    RunStarted,
)
from fieldops.records.visit_events import ObligationDone
from fieldops.structs import replaced
from tests.records.strategies import values_of

EVENTS = get_args(Event)
AT = datetime.fromisoformat("2026-03-01T09:00:00+08:00")


def kept(encoded: Encoded) -> Any:
    """A reader of the blobs of one event."""
    return {hashlib.sha256(raw).hexdigest(): raw for raw in encoded.blobs}.__getitem__


def no_blob(sha256: str) -> bytes:
    raise AssertionError(f"asked for {sha256}")


@pytest.mark.parametrize("type", EVENTS)
def test_every_event_comes_back_as_it_was_written(type: Any) -> None:
    @examples(40)
    @given(values_of(type))
    def comes_back(event: Event) -> None:
        encoded = encode(event)
        back = decode(encoded.type, encoded.version, encoded.body, kept(encoded))
        assert back == event
        # == takes 1, 1.0 and True for the same; the text tells them apart.
        assert encode(back) == encoded

    comes_back()


@given(values_of(RunStarted))
@settings(max_examples=30, deadline=None)
def test_what_lists_ask_is_read_without_blobs(event: RunStarted) -> None:
    encoded = encode(event)
    found = outline(encoded.type, encoded.version, encoded.body)
    estate = tuple((asset.id, asset.category) for asset in event.contract.assets if asset.host is not None)
    assert isinstance(found, RunOutline)
    assert (found.run, found.contract, found.playbook) == (event.run, event.contract.id, event.playbook.id)
    assert (found.estate, found.serves) == (estate, event.request.serves)
    assert found.partial == bool(event.request.tags)


def host(**more: Any) -> HostFinished:
    return HostFinished("h1", HostStatus.DONE, AT, 1234, **more)


def test_the_outline_of_a_host_needs_no_results() -> None:
    encoded = encode(host())
    assert outline(encoded.type, encoded.version, encoded.body) == HostOutline("h1", HostStatus.DONE)


@pytest.mark.parametrize("value", [0, 1, 1.0, 97.3, 0.1 + 0.2, 1e300, 10**19, -0.0, "97.3", "", None])
def test_a_number_comes_back_as_the_number_it_was(value: Any) -> None:
    item = Item("/", value, "%", Verdict.OK)
    encoded = encode(host(checks=(CheckResult("c", Verdict.OK, (item,)),)))
    back = decode(encoded.type, encoded.version, encoded.body, kept(encoded))
    assert isinstance(back, HostFinished)
    assert repr(back.checks[0].items[0].value) == repr(value)


def test_nothing_that_is_hashed_holds_a_float() -> None:
    item = Item("/", 97.3, "%", Verdict.OK, Reason("reading.cut", {"cap": 1.5}))
    encoded = encode(host(checks=(CheckResult("c", Verdict.OK, (item,)),)))

    def refuse(text: str) -> float:
        raise AssertionError(text)

    for raw in (encoded.body, *encoded.blobs):
        json.loads(raw, parse_float=refuse)


def test_text_that_utf_8_cannot_hold_does_not_lose_the_host() -> None:
    encoded = encode(host(failure=Reason("reading.not-a-number", {"found": "a\ud800b"})))
    back = decode(encoded.type, encoded.version, encoded.body, kept(encoded))
    assert isinstance(back, HostFinished)
    assert back.failure == Reason("reading.not-a-number", {"found": "a\ufffdb"})


@pytest.mark.parametrize(
    ("type", "version"), [("run.started", 99), ("order.invented", 1), ("host.finished", 0)]
)
def test_an_event_of_a_newer_fieldops_is_named_with_type_and_version(type: str, version: int) -> None:
    for read in (lambda: decode(type, version, "{}", no_blob), lambda: outline(type, version, "{}")):
        with pytest.raises(UnknownEvent) as error:
            read()
        for language in LANGUAGES:
            said, _ = say_error(error.value, language)
            assert type in said
            assert str(version) in said


@pytest.mark.parametrize("key", sorted(CODECS))
@pytest.mark.parametrize("body", ["{}", "[]", "null", "no json", '{"run": 1, "host": [], "occurrence": {}}'])
def test_a_body_that_is_none_is_a_failure_that_names_the_event(key: tuple[str, int], body: str) -> None:
    with pytest.raises(FieldopsError) as error:
        decode(*key, body, no_blob)
    assert error.value.code == "record.unreadable-event"
    assert (error.value.values["type"], error.value.values["version"]) == key


def test_every_event_is_written_in_a_version_that_can_be_read() -> None:
    assert {(event.TYPE, event.VERSION) for event in EVENTS} <= set(CODECS)
    names = [event.TYPE for event in EVENTS]
    assert len(names) == len(set(names))


def test_what_can_happen_once_in_a_run_has_a_key() -> None:
    assert encode(host()).once == "host.finished:h1"
    assert encode(RunFinished("r1", AT)).once == "run.finished"
    assert encode(ObligationDone("acme/x/0", date(2026, 3, 1), None, None, AT)).once is None


@given(values_of(HostFinished), st.data())
@settings(max_examples=30, deadline=None)
def test_an_event_names_each_of_its_blobs_with_its_size(event: HostFinished, data: st.DataObject) -> None:
    event = replaced(event, checks=(), evidence=event.evidence[:1])
    encoded = encode(event)
    named = {
        each.sha256: each.size
        for each in named_blobs(encoded.type, encoded.version, encoded.body, kept(encoded))
    }
    expected = {hashlib.sha256(raw).hexdigest(): len(raw) for raw in encoded.blobs}
    for each in event.evidence:
        expected |= {each.out_sha256: each.out_size, each.err_sha256: each.err_size}
    assert named == expected
