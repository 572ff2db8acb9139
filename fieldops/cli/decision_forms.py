"""How a warranty decision is shown: a tree of text, Markdown, JSON, and JSON lines for a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from fieldops.actions.claim_files import Answer
from fieldops.actions.warranties import Desk
from fieldops.cli.json_forms import WITH_CLAUSES, clause_data, day_data
from fieldops.cli.output import Session, problem_data
from fieldops.cli.reason_forms import reason_bullets, reason_lines, reasons_data
from fieldops.errors import InvalidDocuments
from fieldops.messages import say, say_error, say_value
from fieldops.reports import markdown
from fieldops.warranty.decision import Decision
from fieldops.warranty.flips import Flip, Flips
from fieldops.warranty.judge import make_room
from fieldops.warranty.verdict import Candidate, Cost, OfferedRemedy, Verdict

# Answers of a batch that are kept as written, some kilobytes each.
_REMEMBERED = 8_000
# Problems of a contract that a line of a batch names.
_PROBLEMS = 5


def decision_data(desk: Desk, decision: Decision, language: str) -> dict[str, object]:
    """The decision as JSON data (public interface)."""
    return {
        **_head(desk, decision),
        **verdict_data(desk, decision.verdict, language),
        "reasons": reasons_data(decision.reasons, desk.position, language),
        "flips": [flip_data(each, language) for each in decision.flips],
    }


def _head(desk: Desk, decision: Decision) -> dict[str, object]:
    return {
        "contract": desk.contract.id,
        "asset": decision.claim.asset,
        "day": day_data(decision.day),
        "terms_of": day_data(decision.terms_day),
        "revision": desk.revision,
    }


def verdict_data(desk: Desk, verdict: Verdict, language: str) -> dict[str, object]:
    """What is decided, without the reasons."""
    costs = verdict.costs
    every = {"parts": costs.parts, "labour": costs.labour, "travel": costs.travel}
    terms = {**every, "experts": costs.experts} if costs.experts is not None else every
    return {
        "outcome": verdict.outcome,
        "why": verdict.why,
        **{name: cost.percent for name, cost in every.items()},
        "prices": {name: _price(cost) for name, cost in terms.items()},
        "warranty": _warranty(verdict.warranty),
        "candidates": [_warranty(one) for one in verdict.candidates],
        "provisional": verdict.provisional,
        "remedies": [_remedy(desk, one, language) for one in verdict.remedies],
        "hand_over": list(verdict.hand_over),
        "missing": list(verdict.missing),
    }


def _price(cost: Cost) -> str:
    """free, discount, at_cost, list_price, preferential; percent, unsaid (not agreed), or open (a fact is missing)."""
    if cost.open:
        return "open"
    return cost.price or ("percent" if cost.percent is not None else "unsaid")


def _warranty(one: Candidate | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "id": one.warranty.id,
        "start": day_data(one.cover.start),
        "end": day_data(one.cover.end),
        "period_rule": one.warranty.period_rule,
        "precedence": one.precedence,
        "state": one.state,
        "provisional": one.cover.provisional,
    }


def _remedy(desk: Desk, one: OfferedRemedy, language: str) -> dict[str, object]:
    return {
        "kind": one.remedy.kind,
        "within": one.remedy.within,
        "clock": one.remedy.clock if one.remedy.within else None,
        "when": one.remedy.when,
        "certain": one.certain,
        "until": one.remedy.until,
        "equal_performance": one.remedy.equal_performance,
        "message": say(f"value.{one.remedy.kind}", language),
        "clause": clause_data(one.clause, desk.position(one.clause)),
    }


def flip_data(flip: Flip, language: str) -> dict[str, object]:
    """A flip as JSON data: the fact of the claim, its other value, and the outcome that gives."""
    value = day_data(flip.value) if isinstance(flip.value, date) else flip.value
    return {
        "fact": flip.fact,
        "value": value,
        "reach": flip.reach,
        "through": day_data(flip.through),
        "outcome": flip.outcome,
        "message": say_value(flip.said, language),
    }


# --- for people ----------------------------------------------------------------------------------------


def text_lines(desk: Desk, decision: Decision, session: Session) -> Iterator[str]:
    """The decision as a tree for a terminal."""
    yield session.paint(_heading(decision, session.language), "heading")
    yield from reason_lines(decision.reasons, desk.position, session)
    if decision.flips:
        yield ""
        yield session.paint(session.say("warranty.would-change"), "heading")
        for text in _grouped(decision.flips, session.language):
            yield f"  - {text}"


def as_markdown(desk: Desk, decision: Decision, language: str) -> str:
    """The decision for a merge request or a service order. Users' texts are escaped."""
    lines = [f"### {markdown.escaped(_heading(decision, language))}", ""]
    lines += reason_bullets(decision.reasons, desk.position, language)
    if decision.flips:
        lines += ["", f"**{markdown.escaped(say('warranty.would-change', language))}**", ""]
        lines += [f"- {markdown.escaped(text)}" for text in _grouped(decision.flips, language)]
    return "\n".join(lines)


def _heading(decision: Decision, language: str) -> str:
    # A free service is no warranty.
    of_what = "service-" if decision.claim.service else ""
    outcome = say(f"outcome.{of_what}{decision.outcome}", language)
    return say(
        "warranty.heading", language, {"asset": decision.claim.asset, "day": decision.day, "outcome": outcome}
    )


def _grouped(flips: Iterable[Flip], language: str) -> Iterator[str]:
    """The flips as sentences; several values of a fact that give the same outcome stand in one."""
    groups: dict[tuple[str, str, str], list[Flip]] = {}
    for flip in flips:
        key = flip.fact, flip.outcome, flip.reach or ("" if flip.fact == "cause" else str(flip.value))
        groups.setdefault(key, []).append(flip)
    for each in groups.values():
        if len(each) == 1:
            yield say_value(each[0].said, language)
        else:
            values = {**each[0].said.values, "value": tuple(flip.said.values["value"] for flip in each)}
            yield say("decision.flip.fact", language, values)


# --- for batches ---------------------------------------------------------------------------------------


class JsonLines:
    """Writes the answers of a batch as JSON lines; what many decisions share is written once and kept."""

    def __init__(self, language: str, brief: bool = False) -> None:
        self._language, self._brief = language, brief
        self._encoder = msgspec.json.Encoder()
        self._verdicts: dict[Verdict, bytes] = {}
        self._flips: dict[Flips, bytes] = {}

    def line(self, answer: Answer) -> bytes:
        """One JSON object and a line feed."""
        if answer.decision is None or answer.desk is None:
            return self._encoder.encode(self._error(answer)) + b"\n"
        decision = answer.decision
        head = {"schema_version": WITH_CLAUSES, "input_line": answer.line, **_head(answer.desk, decision)}
        start = self._encoder.encode(head)
        shared = self._verdict(answer.desk, decision)
        if self._brief:
            return b"%s,%s\n" % (start[:-1], shared[1:])
        opening = self._encoder.encode(reasons_data(decision.opening, answer.desk.position, self._language))
        # `shared` ends with the list of reasons, which begins with the opening ones.
        before, _, rest = shared.partition(b'"reasons":[')
        return b'%s,%s"reasons":%s,%s,"flips":%s}\n' % (
            start[:-1],
            before[1:],
            opening[:-1],
            rest[:-1],
            self._holding(decision.holding_flips),
        )

    def _verdict(self, desk: Desk, decision: Decision) -> bytes:
        found = self._verdicts.get(decision.verdict)
        if found is None:
            data = verdict_data(desk, decision.verdict, self._language)
            if not self._brief:
                data["reasons"] = reasons_data(decision.because, desk.position, self._language)
            make_room(self._verdicts, _REMEMBERED)
            found = self._verdicts[decision.verdict] = self._encoder.encode(data)
        return found

    def _holding(self, flips: Flips) -> bytes:
        found = self._flips.get(flips)
        if found is None:
            make_room(self._flips, _REMEMBERED)
            data = [flip_data(each, self._language) for each in flips.flips]
            found = self._flips[flips] = self._encoder.encode(data)
        return found

    def _error(self, answer: Answer) -> dict[str, object]:
        assert answer.error is not None
        message, hint = say_error(answer.error, self._language)
        error: dict[str, object] = {"code": answer.error.code, "message": message, "hint": hint}
        if isinstance(answer.error, InvalidDocuments):
            shown = answer.error.problems[:_PROBLEMS]
            error["problems"] = [problem_data(each, self._language) for each in shown]
        return {"schema_version": WITH_CLAUSES, "input_line": answer.line, "error": error}
