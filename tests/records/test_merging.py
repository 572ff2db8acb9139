"""A run from another store: what is taken into this one is what somebody of the team signed for, once, and nothing that contradicts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from fieldops.errors import Refused
from fieldops.records.codecs import Decoded, decoded
from fieldops.records.events import Event
from fieldops.records.keyholders import Register
from fieldops.records.merging import Merge, merge
from fieldops.records.signing import SigningState, signing_of
from fieldops.records.signing_events import ConfirmationWay, RenderedFile, RunConfirmed, RunSigned
from fieldops.structs import replaced
from tests.records.test_manifest import HOST_1, OUT, Stream
from tests.records.test_signing import (
    BEGUN,
    BOTH,
    END,
    LI,
    REGISTER,
    RUN,
    SIGNED_AT,
    ZHANG,
    blobs_of,
    concluded,
    key,
    signed,
)

ZHANGS, LIS = signed(BOTH, ZHANG), signed(BOTH, LI)


def events(*told: Event) -> tuple[Decoded, ...]:
    return tuple(decoded(Stream(*told).events, blobs_of(told)))


def merged(
    here: Sequence[Event], theirs: Sequence[Event], sealed: bool = False, register: Register = REGISTER
) -> Merge:
    signing = signing_of(events(*theirs), register)
    assert signing is not None
    return merge(events(*here), events(*theirs), signing, sealed)


def new(found: Merge) -> list[str]:
    return [one.recorded.type.removeprefix("run.") for one in found.new]


def test_a_run_that_one_has_signed_is_taken_whole() -> None:
    assert new(merged((), (*BOTH, ZHANGS))) == ["started", "host.finished", "finished", "concluded", "signed"]


def test_of_a_run_that_is_here_only_what_is_new_is_taken() -> None:
    assert new(merged(RUN, (*BOTH, ZHANGS))) == ["concluded", "signed"]
    assert new(merged((*BOTH, ZHANGS), (*BOTH, ZHANGS, LIS))) == ["signed"]
    assert new(merged((*BOTH, ZHANGS, LIS), (*BOTH, LIS, ZHANGS))) == []
    assert new(merged((*BOTH, LIS), RUN)) == []


def test_both_ways_the_run_is_final_in_whichever_order_the_signatures_came() -> None:
    one, other = (*BOTH, ZHANGS), (*BOTH, LIS)
    for here, theirs in ((one, other), (other, one)):
        both = (*here, *(each.event for each in merged(here, theirs).new))
        signing = signing_of(events(*both), REGISTER)
        assert signing is not None
        assert signing.state is SigningState.FINAL


def test_a_correction_is_what_was_signed_also_behind_other_signatures() -> None:
    """One store corrects; in the other one somebody has signed the first version meanwhile."""
    second = concluded(2, corrects="x")
    here = (*BOTH, LIS)
    corrected = (*BOTH, second)
    theirs = (*corrected, signed(corrected, ZHANG, version=2))
    both = (*here, *(each.event for each in merged(here, theirs).new))
    signing = signing_of(events(*both), REGISTER)
    assert signing is not None
    assert signing.current is not None
    assert [each.faults for each in signing.current.signatures] == [()]


def test_a_run_that_nobody_of_the_team_signed_for_is_refused() -> None:
    strangers = {id: replaced(person, keys=()) for id, person in REGISTER.items()}
    for theirs, register in ((RUN, REGISTER), (BOTH, REGISTER), ((*BOTH, ZHANGS), strangers)):
        with pytest.raises(Refused) as error:
            merged((), theirs, register=register)
        assert error.value.code == "import.unvouched"
    assert new(merged((), RUN, sealed=True)) == ["started", "host.finished", "finished"]


def test_what_contradicts_the_run_here_is_refused() -> None:
    other = (BEGUN, replaced(HOST_1, ms=1), END, concluded())
    for theirs, sealed in (((*other, signed(other, ZHANG)), False), (other, True)):
        with pytest.raises(Refused) as error:
            merged(RUN, theirs, sealed)
        assert (error.value.code, error.value.values["number"]) == ("import.contradicts", 2)


def test_another_conclusion_of_the_same_version_is_refused() -> None:
    other = (*RUN, concluded(assessment="All is bad."))
    with pytest.raises(Refused) as error:
        merged(BOTH, (*other, signed(other, LI)))
    assert error.value.code == "import.other-conclusion"


def test_a_conclusion_that_nobody_signed_is_left_out_and_with_a_seal_taken() -> None:
    """Else whoever has a signed archive could write a correction into it and take its place."""
    theirs = (*BOTH, ZHANGS, concluded(2, corrects="x"))
    found = merged((*BOTH, ZHANGS), theirs)
    assert (new(found), [each.error.code for each in found.left_out]) == ([], ["import.unsigned-conclusion"])
    assert new(merged((*BOTH, ZHANGS), theirs, sealed=True)) == ["concluded"]


def forged() -> RunSigned:
    return signed(BOTH, LI, key(9))


def test_a_signature_that_does_not_count_is_left_out_with_its_reason() -> None:
    """Taken in it would stand in the place of the one that this person is to make."""
    for sealed in (False, True):
        found = merged((*BOTH, ZHANGS), (*BOTH, ZHANGS, forged()), sealed)
        assert (new(found), [each.error.code for each in found.left_out]) == ([], ["signature.unknown-key"])


def test_a_second_signature_of_a_person_leaves_the_first_one() -> None:
    later = signed(BOTH, ZHANG, time=ZHANGS.at.replace(hour=12))
    found = merged((*BOTH, ZHANGS), (*BOTH, later))
    assert (new(found), [each.error.code for each in found.left_out]) == ([], ["import.signed-here"])


def test_a_run_that_was_not_at_its_end_goes_on() -> None:
    assert new(merged(RUN[:2], (*BOTH, ZHANGS))) == ["finished", "concluded", "signed"]
    assert new(merged((*BOTH, ZHANGS), RUN[:2])) == []


def confirmed(scan: RenderedFile | None) -> RunConfirmed:
    """The customer's paper for the first version, as somebody recorded it."""
    signing = signing_of(events(*BOTH), REGISTER)
    assert signing is not None
    assert signing.current is not None
    manifest = signing.current.manifest.sha256
    at = SIGNED_AT
    return RunConfirmed(BEGUN.run, 1, ConfirmationWay.SCAN, "Chen", at.date(), at, manifest, scan=scan)


SCAN = RenderedFile("scan.pdf", hashlib.sha256(OUT).hexdigest(), len(OUT))


def test_a_confirmation_that_is_here_already_is_told_and_not_taken_twice() -> None:
    whole = (*BOTH, ZHANGS, LIS, confirmed(SCAN))
    found = merged(whole, whole, sealed=True)
    assert new(found) == []
    here = (*BOTH, ZHANGS, LIS, replaced(confirmed(SCAN), note="written down here, too"))
    found = merged(here, whole, sealed=True)
    assert new(found) == []
    assert [each.error.code for each in found.left_out] == ["import.confirmed-here"]


def test_a_paper_without_a_scan_confirms_nothing() -> None:
    whole = (*BOTH, ZHANGS, LIS, confirmed(None))
    signing = signing_of(events(*whole), REGISTER)
    assert signing is not None
    assert signing.current is not None
    (one,) = signing.current.confirmations
    assert [fault.code for fault in one.faults] == ["confirmation.no-scan"]
    assert signing.current.confirmation is None
