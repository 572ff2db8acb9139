"""What fieldops does with mutated examples: nothing but problems at places inside the file, with a bounded number of calls.

``python -m tests.mutator --count 20000 --seed 1`` judges that many mutations and prints what went wrong and the
one that made the most work; ``--only NUMBER`` looks at one. The test suite judges fewer of them (test_mutations.py).
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from fieldops.structs import replaced

sys.path.insert(0, str(Path(__file__).parent))

from click.testing import CliRunner
from effort import calls
from mutations import Mutation, examples, mutation

from fieldops.actions import validation
from fieldops.actions.differences import compare_workspaces
from fieldops.cli.main import cli, session_of
from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.contracts.cover import covers
from fieldops.contracts.obligations import due_between
from fieldops.contracts.reading.whole import read_back
from fieldops.diff import SHARED, Difference, differences, document_differences
from fieldops.documents.references import dependents
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.errors import FieldopsError, Problem, Severity, by_place
from fieldops.messages import LANGUAGES, say, say_problem, say_value
from fieldops.rules import looks_from

Key = tuple[str, str]

REPOSITORY = Path(__file__).resolve().parent.parent
# Of functions, for one mutation: some ten times what the worst of a few hundred needs. The alarm only ends what would never end.
CALLS = 20_000_000
ALARM = 1800  # seconds
DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FORMS = ("text", "json", "github", "gitlab", "sarif", "junit")
TEN_YEARS = (date(2026, 1, 1), date(2035, 12, 31))


class TooSlow(BaseException):
    """The alarm rang; no `except Exception` may swallow it."""


@dataclass(frozen=True)
class Wrong:
    """What went wrong with one mutation."""

    mutation: Mutation
    how: str

    def __str__(self) -> str:
        return f"mutation {self.mutation.number} ({self.mutation.what}):\n{self.how}"


@dataclass
class Examination:
    """The unmutated workspace, read once, in a folder of its own; mutated files are put into it for a moment."""

    root: Path
    seed: int = 1
    # The commands themselves read the whole workspace each time: only every so many mutations.
    commands_every: int = 20
    # To count calls takes longer than the calls: only of every so many mutations. The alarm ends what never ends in any.
    counted_every: int = 1
    hardest: tuple[int, str] = (0, "")
    still_valid: int = 0
    problems: int = 0
    codes: set[str] = field(default_factory=set)
    judged: dict[int, list[Wrong]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.corpus = examples(REPOSITORY)
        self.originals = {one.path: one.raw for one in self.corpus}
        self.unmutated, self.root = self.root / "before", self.root / "after"
        for root in (self.unmutated, self.root):
            for one in self.corpus:
                file = root / one.path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(one.raw)
            for pins in (REPOSITORY / "contracts").glob("*.known_hosts"):
                (root / "contracts" / pins.name).write_bytes(pins.read_bytes())
        loaded = load_workspace(self.root)
        # Trees instead of texts: the unmutated files are parsed once.
        self.base = {
            key: replaced(document, tree=document.node) for key, document in loaded.documents.items()
        }
        self.by_path = {one.path: (key, one) for key, one in self.base.items()}
        self.found = {path: [p for p in loaded.problems if p.position.path == path] for path in loaded.files}
        self.before = Workspace(self.root, dict(self.base))
        self.agreements: dict[str, Agreement] = {
            one.id: agreement_of(self.before, one) for one in self.before.of_kind("Contract") if one.valid
        }
        self.reached = {one.path: self._reached(key, one) for key, one in self.base.items()}

    def _reached(self, key: Key, document: Document) -> set[Key]:
        """What a change of that document can have an effect on; a contract is judged with its assets."""
        owner = {("Contract", document.text("contract") or "")} if key[0] == "Assets" else set()
        return dependents(self.before, {key} | owner) | owner

    def judge(self, number: int) -> list[Wrong]:
        """What goes wrong with the mutation of that number; it is judged once."""
        if number not in self.judged:
            self.judged[number] = self._judge(number)
        return self.judged[number]

    def _judge(self, number: int) -> list[Wrong]:
        made = mutation(self.corpus, self.seed, number)
        for path, raw in made.files.items():
            (self.root / path).write_bytes(raw)
        try:
            found = self._counted(made, lambda: self._judged(made))
            if number % self.commands_every == 0:
                for command in self._commands(made):
                    found += self._counted(made, lambda ran=command: ran)
        finally:
            for path in made.files:
                (self.root / path).write_bytes(self.originals[path])
        return [Wrong(made, how) for how in found]

    def _counted(self, made: Mutation, findings: Callable[[], Iterator[str]]) -> list[str]:
        """The findings, or the exception that came instead; and whether all that was too much work."""
        found: list[str] = []
        try:
            with alarm(ALARM):
                if made.number % self.counted_every:
                    found.extend(findings())
                    return found
                count = calls(lambda: found.extend(findings()))
        except (Exception, TooSlow):
            return [*found, traceback.format_exc(limit=-12)]
        self.hardest = max(self.hardest, (count, f"{made.number} {made.what[:150]}"))
        return [*found, *([f"made {count:,} calls"] if count > CALLS else [])]

    def _judged(self, made: Mutation) -> Iterator[str]:
        workspace, affected = self.changed(made)
        problems = self._problems(workspace, affected)
        yield from self._said(problems, made)
        broken = {p.position.path for p in problems if p.severity is Severity.ERROR}
        if broken & set(made.files):
            return
        self.still_valid += 1
        for document in list(workspace.of_kind("Contract")):
            if document.path in affected and document.path not in broken:
                self._used(workspace, workspace.judge(document))
        for path in made.files:
            self._compared(workspace, path)

    def _commands(self, made: Mutation) -> Iterator[Iterator[str]]:
        """What the commands do with the whole workspace, in one output form and language after the other."""
        turn = made.number // self.commands_every
        id = next((one.id for one in self.corpus if one.kind == "Contract" and one.path in made.files), "")
        id = id or ("managed-service", "device-platform")[turn % 2]
        for command in (
            ("validate", "-o", FORMS[turn % len(FORMS)]),
            ("contract", "list"),
            ("contract", "show", id),
            ("contract", "obligations"),
            ("contract", "export-assets", "--contract", id, "--output", str(self.root / "assets.csv")),
        ):
            yield self._ran(("-C", str(self.root), "--lang", LANGUAGES[turn % len(LANGUAGES)], *command))
        yield self._differing()

    def _ran(self, command: tuple[str, ...]) -> Iterator[str]:
        ran = CliRunner().invoke(cli, command, standalone_mode=False, obj=session_of(command))
        if ran.exception is not None and not isinstance(ran.exception, FieldopsError):
            yield f"{' '.join(command[4:])}: " + "".join(traceback.format_exception(ran.exception)[-6:])

    def _differing(self) -> Iterator[str]:
        before, after = (load_workspace(root, judged=False) for root in (self.unmutated, self.root))
        contracts, shared, _ = compare_workspaces(before, after, now=NOW)
        for one in (*contracts, *shared):
            _say(one.differences)
        yield from ()

    def affected_problems(self, made: Mutation) -> list[Problem]:
        """The problems of the mutated files (which are in their place) and of those they can have an effect on."""
        return self._problems(*self.changed(made))

    def _problems(self, workspace: Workspace, affected: set[str]) -> list[Problem]:
        problems = by_place(validation._problems(workspace, affected, ()))
        return list(validation._listed(each for each in problems if each.position.path in affected))

    def changed(self, made: Mutation) -> tuple[Workspace, set[str]]:
        """The workspace with the mutated files, and the files that they can have an effect on."""
        workspace = Workspace(self.root)
        for path in self.originals:
            if path in made.files:
                workspace.add(self.root / path)
            else:
                self._keep(workspace, path)
        new = {key for key, one in workspace.documents.items() if one.path in made.files}
        keys = set(new).union(*(self.reached.get(path, set()) for path in made.files))
        owners = (workspace.documents[key].text("contract") for key in new if key[0] == "Assets")
        keys |= {("Contract", owner or "") for owner in owners}
        if any(key not in self.base for key in new):
            keys |= dependents(workspace, new)
        gone = {key for key, one in self.base.items() if one.path in made.files}
        kinds = {kind for kind, _ in new | gone}
        keys |= {key for key, one in workspace.documents.items() if looks_from(one, kinds)}
        files = {one.path for key, one in workspace.documents.items() if key in keys}
        files |= {each.position.path for each in workspace.problems if each.code == "reference.doubled-id"}
        return workspace, files | set(made.files)

    def _keep(self, workspace: Workspace, path: str) -> None:
        key, document = self.by_path[path]
        first = workspace.documents.get(key)
        if first is not None and first.readable:
            # A mutated file that comes first has taken its id.
            workspace.add(self.root / path)
            return
        if first is not None:
            workspace.judge(first)
        workspace.documents[key] = document
        workspace.files.append(path)
        workspace.problems += self.found[path]

    def _said(self, problems: list[Problem], made: Mutation) -> Iterator[str]:
        texts = {**self.originals, **made.files}
        lines: dict[str, list[str]] = {}
        self.problems += len(problems)
        for problem in problems:
            place = problem.position
            if place.path not in lines:
                lines[place.path] = texts[place.path].decode("utf-8", "replace").split("\n")
            here = lines[place.path]
            # The end of the text is a place too: what is missing there.
            if not (1 <= place.line <= len(here) and 1 <= place.column <= len(here[place.line - 1]) + 1):
                yield f"{problem.code} at {place}, outside of the file"
            first_time = problem.code not in self.codes
            self.codes.add(problem.code)
            for language in LANGUAGES:
                message, hint = say_problem(problem, language)
                whole = f"{message} {hint}"
                if len(whole) > 6000:
                    yield f"{problem.code} is said in {len(whole)} characters"
                if first_time and not message:
                    yield f"{problem.code} says nothing"

    def _used(self, workspace: Workspace, document: Document) -> None:
        """What a person does with a contract that validates."""
        agreement = agreement_of(workspace, document)
        list(covers(agreement, agreement.signed))
        for section in read_back(agreement, DAY):
            for line in section.lines:
                for language in LANGUAGES:
                    say_value(line.said, language)
                agreement.position(line.clause)
        for due in (
            *due_between(agreement, DAY, DAY.replace(year=2027)),
            *due_between(agreement, *TEN_YEARS),
        ):
            agreement.position(due.clause)
        _say(differences(self.agreements.get(document.id), agreement, from_day=DAY))
        _say(differences(agreement, self.agreements.get(document.id), from_day=DAY, as_of=DAY))

    def _compared(self, workspace: Workspace, path: str) -> None:
        key, before = self.by_path[path]
        after = workspace.documents.get(key)
        if after is not None and after.valid and before.valid and key[0] in SHARED:
            _say(document_differences(before, after))
            _say(document_differences(after, before))


def _say(found: Iterable[Difference]) -> None:
    for difference in found:
        for language in LANGUAGES:
            say(difference.code, language, difference.values)


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raise TooSlow when what is inside takes longer."""

    def ring(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    """Judge mutations and print what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    numbers = range(asked.first, asked.first + asked.count) if asked.only is None else [asked.only]
    wrong = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        examination = Examination(Path(folder), asked.seed)
        for number in numbers:
            for each in examination.judge(number):
                wrong += 1
                print(each, flush=True)
    print(
        f"{len(numbers)} mutations of seed {asked.seed} in {time.monotonic() - began:.0f} s: {wrong} wrong; "
        f"{examination.still_valid} still valid, {examination.problems} problems with {len(examination.codes)} codes; "
        f"most calls: {examination.hardest[0]:,} by {examination.hardest[1]}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
