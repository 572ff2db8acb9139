"""The chain names what was done to it: altered, taken out, put in another order, cut off at the end, rewritten."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.records.chain import Fault, Reason, leaf_of, link_of, own_leaf, verify
from fieldops.records.recorded import EMPTY, Head, Recorded, Sealed
from fieldops.structs import replaced


def chained(events: list[tuple[str, str]], start: Head = EMPTY) -> list[Recorded]:
    """A chain of (stream, body) events."""
    found: list[Recorded] = []
    link = start.link
    for at, (stream, body) in enumerate(events, 1):
        number = 1 + sum(before == stream for before, _ in events[: at - 1])
        leaf = leaf_of(stream, "noted", 1, body)
        link = link_of(link, leaf)
        found.append(Recorded(start.size + at, stream, number, "noted", 1, body, leaf, link))
    return found


LOG = chained([("a", "{}"), ("b", '{"n":1}'), ("a", '{"n":2}'), ("c", "[]"), ("b", '"五"'), ("a", "6")])
HEAD = Head(6, LOG[-1].link)
OTHER = "f" * 64
ALTERED = {
    "position": (99, Reason.POSITION_ALTERED),
    "stream": ("z", Reason.ALTERED),
    "number": (7, Reason.NUMBER_ALTERED),
    "type": ("undone", Reason.ALTERED),
    "version": (2, Reason.ALTERED),
    "body": ('{"n":9}', Reason.ALTERED),
    "leaf": (OTHER, Reason.LEAF_ALTERED),
    "link": (OTHER, Reason.LINK_ALTERED),
}


def exported(stream: str, start: int = 0) -> list[Recorded | Sealed]:
    return [each if each.stream == stream else Sealed(each.position, each.leaf) for each in LOG[start:]]


def sorted_by_position(log: list[Recorded]) -> list[Recorded]:
    return sorted(log, key=lambda each: each.position)


def test_leaf_and_link_are_what_the_design_says() -> None:
    parts = [part.encode() for part in ("r", "t", "1", "{}")]
    data = b"\x00" + b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    leaf = hashlib.sha256(data)
    assert leaf_of("r", "t", 1, "{}") == leaf.hexdigest()
    assert (
        link_of(EMPTY.link, leaf.hexdigest())
        == hashlib.sha256(b"\x01" + bytes(32) + leaf.digest()).hexdigest()
    )


@given(
    st.text("ab", max_size=4), st.text("ab", max_size=4), st.text("ab", max_size=4), st.text("ab", max_size=4)
)
def test_moving_a_letter_from_one_part_to_the_next_makes_another_leaf(a: str, b: str, c: str, d: str) -> None:
    same = (a + b, c + d) == (c, a + b + d)
    assert (leaf_of(a + b, c + d, 1, "") == leaf_of(c, a + b + d, 1, "")) is same


@pytest.mark.parametrize("link", ["", "0" * 63, "G" * 64, "0" * 65, " " + "0" * 63])
def test_a_link_to_what_is_no_hash_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        link_of(link, OTHER)


def test_a_whole_chain_is_right_up_to_its_head() -> None:
    verdict = verify(LOG, head=HEAD)
    assert (verdict.head, verdict.faults) == (HEAD, ())
    assert verify([], head=EMPTY).faults == ()


def test_a_log_that_has_grown_still_has_the_head_somebody_kept() -> None:
    assert verify(LOG, head=Head(3, LOG[2].link)).faults == ()


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("name", ALTERED)
def test_each_altered_field_of_each_event_is_named(name: str, at: int) -> None:
    value, reason = ALTERED[name]
    log = list(LOG)
    log[at] = replaced(log[at], **{name: value})
    verdict = verify(sorted_by_position(log), head=HEAD)
    if name == "position":
        # The event now stands at the end; the last one stands there anyway.
        assert verdict.faults == (Fault(at + 1, reason if at == 5 else Reason.REORDERED, 99),)
    else:
        assert [(fault.position, fault.reason) for fault in verdict.faults] == [(at + 1, reason)]


@pytest.mark.parametrize("value", ["", "g" * 64, "ff", "F" * 64])
@pytest.mark.parametrize("name", ["leaf", "link"])
def test_what_is_no_hash_is_named_too(name: str, value: str) -> None:
    log = list(LOG)
    log[2] = replaced(log[2], **{name: value})
    assert [fault.reason for fault in verify(log, head=HEAD).faults] == [ALTERED[name][1]]


@pytest.mark.parametrize("at", range(5))
def test_an_event_that_was_taken_out_is_missing(at: int) -> None:
    assert verify(LOG[:at] + LOG[at + 1 :]).faults == (Fault(at + 1, Reason.MISSING, at + 2),)


@pytest.mark.parametrize("at", range(5))
def test_closing_the_gap_behind_a_removed_event_does_not_hide_it(at: int) -> None:
    moved = [replaced(each, position=each.position - 1) for each in LOG[at + 1 :]]
    (fault,) = verify(LOG[:at] + moved).faults
    assert fault == Fault(at + 1, Reason.UNLINKED)


@pytest.mark.parametrize("left", range(6))
def test_missing_events_at_the_end_are_noticed_by_a_head_that_was_kept(left: int) -> None:
    assert verify(LOG[:left]).faults == ()
    assert verify(LOG[:left], head=HEAD).faults == (Fault(left + 1, Reason.END_MISSING, 6),)


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in range(6) for b in range(a + 1, 6)])
def test_two_events_that_changed_places_are_named(first: int, second: int) -> None:
    log = list(LOG)
    log[first], log[second] = (
        replaced(LOG[second], position=first + 1),
        replaced(LOG[first], position=second + 1),
    )
    assert verify(log, head=HEAD).faults == (Fault(first + 1, Reason.REORDERED, second + 1),)
    log[first], log[second] = LOG[second], LOG[first]
    assert verify(log, head=HEAD).faults == (Fault(first + 1, Reason.REORDERED, first + 1),)


def test_an_event_altered_together_with_its_leaf_does_not_follow() -> None:
    forged = replaced(LOG[2], body="{}")
    log = [*LOG[:2], replaced(forged, leaf=own_leaf(forged)), *LOG[3:]]
    assert verify(log).faults == (Fault(3, Reason.UNLINKED),)


def test_history_written_anew_is_noticed_by_a_head_that_was_kept() -> None:
    log = chained([("a", "{}"), ("b", '{"n":8}'), *((each.stream, each.body) for each in LOG[2:])])
    assert verify(log).faults == ()
    assert verify(log, head=HEAD).faults == (Fault(6, Reason.REWRITTEN),)
    assert verify(log, head=Head(0, OTHER)).faults == (Fault(0, Reason.REWRITTEN),)


@pytest.mark.parametrize("size", range(7))
def test_a_verification_goes_on_from_where_the_last_one_came_to(size: int) -> None:
    start = verify(LOG[:size]).head
    assert verify(LOG[size:], start, HEAD).faults == ()
    counts = {stream: sum(each.stream == stream for each in LOG[:size]) for stream in "abc"}
    assert verify(LOG[size:], start, HEAD, lambda stream: counts[stream]).faults == ()
    if size < 6:
        altered = [replaced(LOG[size], number=9), *LOG[size + 1 :]]
        (fault,) = verify(altered, start, HEAD, lambda stream: counts[stream]).faults
        assert (fault.position, fault.reason) == (size + 1, Reason.NUMBER_ALTERED)


# --- a stream that was exported: its events, and only the leaves of the others -------------------------


@pytest.mark.parametrize("stream", ["a", "b", "c"])
@pytest.mark.parametrize("size", [0, 1])
def test_an_export_is_verified_with_the_leaves_of_the_others(stream: str, size: int) -> None:
    start = Head(size, LOG[size - 1].link) if size else EMPTY
    assert verify(exported(stream, size), start, HEAD).faults == ()


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("name", ALTERED)
def test_each_altered_field_of_an_export_is_noticed(name: str, at: int) -> None:
    value, reason = ALTERED[name]
    for stream in "abc":
        log = exported(stream)
        if not hasattr(log[at], name):
            continue
        log[at] = replaced(log[at], **{name: value})
        (fault,) = verify(log, head=HEAD).faults
        if isinstance(LOG[at], Recorded) and LOG[at].stream == stream and name != "position":
            assert (fault.position, fault.reason) == (at + 1, reason)


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("stream", ["a", "b", "c"])
def test_a_line_taken_out_of_an_export_is_noticed(stream: str, at: int) -> None:
    log = exported(stream)
    (fault,) = verify(log[:at] + log[at + 1 :], head=HEAD).faults
    assert fault == (Fault(at + 1, Reason.MISSING, at + 2) if at < 5 else Fault(6, Reason.END_MISSING, 6))


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in range(6) for b in range(a + 1, 6)])
@pytest.mark.parametrize("stream", ["a", "b", "c"])
def test_lines_of_an_export_that_changed_places_are_noticed(stream: str, first: int, second: int) -> None:
    log = exported(stream)
    log[first], log[second] = log[second], log[first]
    (fault,) = verify(log, head=HEAD).faults
    assert (fault.position, fault.reason) == (first + 1, Reason.REORDERED)


def test_an_export_with_other_leaves_does_not_lead_to_the_head() -> None:
    log = exported("c")
    log[5] = Sealed(6, OTHER)
    assert verify(log, head=HEAD).faults == (Fault(6, Reason.REWRITTEN),)
    log = exported("c")
    log[0] = Sealed(1, OTHER)
    (fault,) = verify(log, head=HEAD).faults
    assert (fault.position, fault.reason) == (4, Reason.UNLINKED)
