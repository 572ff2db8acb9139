"""The report as Markdown, for a merge request, a wiki or a ticket. Pure: what it says is the view's (`ReportView`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from fieldops.reports.view import ChartView, Fact, ProblemRow, ReportView, SignatureRow, VerdictView

Escape = Callable[[str], str]
"""Makes of a user's text one that is shown as it is."""
_BAR = 20


def report_markdown(view: ReportView, escaped: Escape) -> str:
    """The whole report, in the order of its page."""
    return "\n".join(_Writer(view, escaped).lines()).rstrip() + "\n"


class _Writer:
    """Writes one view. Of what is `said` nothing is markup."""

    def __init__(self, view: ReportView, said: Escape) -> None:
        self.view, self.said, self.words = view, said, view.words

    def lines(self) -> Iterator[str]:
        """The report, chapter by chapter."""
        parts = (self._cover, self._summary, self._problems, self._undetermined, self._hosts, self._capacity)
        for part in (*parts, self._areas, self._scope, self._document):
            yield from part()

    # --- pieces --------------------------------------------------------------------------------------

    def _chapter(self, at: int) -> Iterator[str]:
        entry = self.view.contents[at]
        yield from (f"## {entry.number} {self.said(entry.title)}", "")

    def _facts(self, facts: Iterable[Fact]) -> Iterator[str]:
        yield from (f"- {self.said(self._pair(each.label, each.value))}" for each in facts)
        yield ""

    def _pair(self, label: str, value: str) -> str:
        """A label and what it is, with one colon of the language."""
        return f"{label.rstrip(':：')}{': ' if self.view.language == 'en' else '：'}{value}"

    def _list(self, texts: Iterable[str]) -> Iterator[str]:
        yield from (f"- {self.said(each)}" for each in texts)
        yield ""

    def _texts(self, *texts: str) -> Iterator[str]:
        for each in texts:
            if each:
                yield from (self.said(each), "")

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str | tuple[str, ...]]]) -> Iterator[str]:
        """A table; several texts of a cell stand below each other."""
        yield f"| {' | '.join(map(self.said, heads))} |"
        yield f"|{'---|' * len(heads)}"
        for row in rows:
            cells = ((each,) if isinstance(each, str) else each for each in row)
            told = ("<br>".join(self.said(text) for text in cell if text) for cell in cells)
            yield f"| {' | '.join(told)} |"
        yield ""

    def _named(self, *names: str) -> tuple[str, ...]:
        return tuple(self.words[name] for name in names)

    # --- chapters ------------------------------------------------------------------------------------

    def _cover(self) -> Iterator[str]:
        view = self.view
        yield from (f"# {self.said(view.title)}", "")
        yield from self._texts(
            view.customer, view.subtitle, view.vendor, view.hotline, view.secrecy, view.head
        )
        if view.signing is not None:
            yield from self._texts(view.signing.state, view.signing.version)
        yield from self._texts(*view.marks)
        yield from self._facts(view.cover)

    def _summary(self) -> Iterator[str]:
        view, grade = self.view, self.view.grade
        yield from self._chapter(0)
        yield from self._texts(self._pair(self.words["grade"], f"{grade.grade} {grade.word}"))
        rules = (("▶" if each.holds else "", each.grade, each.word, each.rule) for each in grade.rules)
        yield from self._table(("", "", "", self.words["grade-rules"]), rules)
        yield from (f"{at}. {self.said(each)}" for at, each in enumerate(view.sentences, 1))
        yield ""
        yield from self._texts(self.words["bar"])
        yield from self._list(
            self._pair(_verdict(each.verdict), f"{each.count} ({each.share})") for each in view.counts
        )
        yield from self._texts(self.words["bar-note"], self._pair(self.words["coverage"], view.coverage))
        yield from self._texts(self._pair(self.words["compared"], view.compared.sentence))
        yield from self._facts(view.compared.counts)
        yield from self._conclusion()
        yield from self._signatures()
        yield from self._plan()
        yield from self._requests()

    def _plan(self) -> Iterator[str]:
        if self.view.plan:
            yield from (f"### {self.said(self.words['plan'])}", "")
            rows = (
                (
                    str(row.number),
                    f"{row.verdict.mark} {row.found}",
                    row.hosts,
                    row.action,
                    (row.owner, row.due),
                )
                for row in self.view.plan.rows
            )
            heads = ("no", "found", "plan-where", "plan-action", "plan-who")
            yield from self._table(self._named(*heads), rows)
            yield from self._texts(self.view.plan.rest)

    def _requests(self) -> Iterator[str]:
        if self.view.requests:
            yield from (f"### {self.said(self.words['requests'])}", "")
            rows = ((str(row.number), row.what, row.action, row.due) for row in self.view.requests)
            heads = ("no", "request-what", "request-action", "request-due")
            yield from self._table(self._named(*heads), rows)

    def _conclusion(self) -> Iterator[str]:
        view, said = self.view, self.view.assessed
        yield from (f"### {self.said(self.words['conclusion'])}", "")
        if said is None:
            yield from self._texts(view.conclusion, self.words["conclusion-note"])
            return
        yield from self._texts(*said.assessment, view.conclusion)
        if said.remarks:
            yield from self._texts(self.words["remarks"], *said.remarks)
        yield from self._texts(said.by, said.corrects)

    def _signatures(self) -> Iterator[str]:
        view = self.view
        yield from (f"### {self.said(self.words['signatures'])}", "")
        if not view.signed:
            yield from self._texts(self.words["no-signatures"])
            return
        made = view.signing.signatures if view.signing is not None else ()
        rows: list[Sequence[str | tuple[str, ...]]] = []
        for signer in view.signers:
            own = [row for row in made if row.person == signer.person]
            mine = tuple(text for row in own for text in _signature(row))
            ink = view.signing.ink if view.signing and any(not row.notes for row in own) else ""
            signed = mine or (self.words["not-signed-yet"],)
            rows.append((signer.role, (signer.name, signer.title), signed, ink))
        known = {signer.person for signer in view.signers}
        rows += [
            (row.role, (row.name,), tuple(_signature(row)), "") for row in made if row.person not in known
        ]
        confirmed = (*view.signing.confirmed, view.signing.waiting) if view.signing is not None else ()
        ink = view.signing.ink_customer if view.signing is not None else ""
        rows.append(
            (self.words["role.customer"], (view.customer,), confirmed, ink or self.words["customer-sign"])
        )
        yield from self._texts(self.words["signatures-note"])
        yield from self._table(self._named("role", "person", "sign-key", "sign-ink"), rows)
        yield from self._texts(view.signing.covers if view.signing is not None else "")
        yield from self._texts(self.words["signing-note"] if made else "")
        yield from self._texts(*(view.signing.verify if view.signing is not None else ()))

    def _problems(self) -> Iterator[str]:
        view = self.view
        yield from self._chapter(1)
        if view.problems:
            # Content that was signed before has no words for it.
            yield from self._texts(self.words.get("order", ""))
            heads = ("no", "risk", "found", "hosts-affected", "mending", "advice-column")
            rows = (
                (
                    str(row.number),
                    _verdict(row.verdict),
                    (
                        row.check,
                        self._found(row),
                        row.note,
                        row.since,
                    ),
                    (row.count, row.hosts),
                    (row.owner, row.due, row.state or self.words["nobody-yet"]),
                    (row.standard, row.advice),
                )
                for row in view.problems
            )
            yield from self._table(self._named(*heads), rows)
        else:
            yield from self._texts(view.empty_tables["problems"])
        if view.carried:
            yield from (f"### {self.said(self.words['carried'])}", "")
            yield from self._facts(view.carried)

    def _found(self, row: ProblemRow) -> str:
        """The value with its limit, and in brackets which items have it."""
        gap, opened, closed = (" ", " (", ")") if self.view.language == "en" else ("", "（", "）")
        limit = f"{gap}{row.limit}" if row.limit else ""
        return f"{row.value}{limit}" + (f"{opened}{row.items}{closed}" if row.items else "")

    def _undetermined(self) -> Iterator[str]:
        yield from self._chapter(2)
        if not self.view.undetermined:
            yield from self._texts(self.view.empty_tables["undetermined"])
            return
        rows = (
            (str(row.number), row.checks, (row.count, row.hosts), row.reason, row.action)
            for row in self.view.undetermined
        )
        yield from self._table(self._named("no", "check", "hosts-affected", "reason", "action"), rows)

    def _hosts(self) -> Iterator[str]:
        view = self.view
        yield from self._chapter(3)
        marks = ", ".join(_verdict(each.verdict) for each in view.counts)
        yield from self._texts(f"{self.words['matrix-note']} {marks}")
        unknown = ("◇",) * len(view.matrix_areas)
        rows = (
            (
                (row.host, row.status),
                row.name,
                *_filled([each.text for each in row.cells] or unknown, unknown),
            )
            for row in view.matrix
        )
        yield from self._table((*self._named("host", "name"), *view.matrix_areas), rows)

    def _capacity(self) -> Iterator[str]:
        view = self.view
        yield from self._chapter(4)
        if not view.capacity:
            yield from self._texts(view.empty_tables["capacity"])
            return
        yield from self._texts(self.words["capacity-note"])
        for chart in view.capacity:
            yield from (f"### {self.said(chart.title)}", "", *self._texts(chart.standard))
            if chart.bars:
                heads = self._named("host", "item", "value")
                rows = (
                    (each.host, each.item, each.value, _bar(chart, at), each.left)
                    for at, each in enumerate(chart.bars)
                )
                yield from self._table((*heads, "", self.words["left"]), rows)
            yield from self._texts(chart.rest)
        if any(each.left for chart in view.capacity for each in chart.bars):
            yield from self._texts(self.words["left-method"])

    def _areas(self) -> Iterator[str]:
        view = self.view
        yield from self._chapter(5)
        yield from self._texts(view.absent)
        for area in view.areas:
            yield from (f"### {area.number} {self.said(area.title)}", "")
            if area.rows:
                yield from self._table(
                    self._named("check", "found"), ((row.check, row.found) for row in area.rows)
                )
            yield from self._texts(*area.lines)
        manual = view.manual
        if manual is not None:
            yield from (f"### {manual.number} {self.said(manual.title)}", "", *self._texts(manual.note))
            rows = (
                (row.place, row.item, _verdict(row.verdict), row.found, row.note, row.by)
                for row in manual.rows
            )
            yield from self._table(manual.words, rows)

    def _scope(self) -> Iterator[str]:
        view = self.view
        yield from self._chapter(6)
        for number, name, texts in (("7.1", "scope", view.scope), ("7.2", "out-of-scope", view.out_of_scope)):
            yield from (f"### {number} {self.said(self.words[name])}", "")
            yield from self._list(texts or (self.words["not-stated"],))
        yield from (f"### 7.3 {self.said(self.words['method'])}", "", *self._texts(view.method))
        yield from self._facts(view.course)
        changed = view.deviations
        if changed is not None:
            yield from (f"#### {self.said(changed.title)}", "", *self._texts(changed.note))
            told = ((row.check, row.standard, row.here, row.hosts, row.reason) for row in changed.rows)
            yield from self._table(changed.words, told)
        if view.overridden:
            yield from (*self._texts(self.words["override"]), *self._list(view.overridden))
        yield from self._texts(*view.access)
        yield from (f"### 7.4 {self.said(self.words['not-done'])}", "")
        yield from self._facts(view.not_done) if view.not_done else self._texts(view.not_done_none)
        yield from (f"### 7.5 {self.said(self.words['verdict'])}", "")
        yield from self._list(
            self._pair(_verdict(each.verdict), each.verdict.meaning) for each in view.counts
        )
        yield from self._texts(self.words["counts-unit"])

    def _document(self) -> Iterator[str]:
        view = self.view
        yield from self._chapter(7)
        yield from self._facts((*(view.signing.control if view.signing else ()), *view.document))
        if view.files:
            yield from (f"### {self.said(self.words['files'])}", "", *self._texts(self.words["files-note"]))
            rows = ((each.title, each.name, each.size, each.sha256) for each in view.files)
            yield from self._table(self._named("annex", "file", "size", "file-sha256"), rows)


def _filled(cells: Sequence[str], row: Sequence[str]) -> list[str | tuple[str, ...]]:
    """The cells, and empty ones behind them as far as the row goes: Markdown knows no cell over several columns."""
    return [*cells, *[""] * (len(row) - len(cells))]


def _verdict(verdict: VerdictView) -> str:
    return f"{verdict.mark} {verdict.word}"


def _signature(row: SignatureRow) -> Iterator[str]:
    yield from (row.word, row.time, row.key, *row.notes)


def _bar(chart: ChartView, at: int) -> str:
    """A bar of characters, which every reader of Markdown shows."""
    full = (chart.bars[at].width * _BAR + 500) // 1000
    return "■" * full + "□" * (_BAR - full)
