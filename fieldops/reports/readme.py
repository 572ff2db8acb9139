"""The README of an archive: what is in it, and how somebody who has no fieldops checks it, command by command. Pure.

What the archive holds, and the commands, are `fieldops.records.archive`; the sentences are in `fieldops.messages.archives`.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.messages import say
from fieldops.records.archive import (
    MANIFEST,
    PAGES,
    RECORD,
    SEAL,
    SIGNERS,
    SUMS,
    confirmation_command,
    confirmation_name,
    is_foreign,
    named_command,
    seal_command,
    signature_command,
    sums_command,
)
from fieldops.records.confirming import JudgedConfirmation
from fieldops.records.keyholders import Register
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run
from fieldops.records.signing import JudgedSignature, Signing
from fieldops.records.signing_events import ConfirmationWay
from fieldops.structs import Struct

_NAMES = 20


class Subject(Struct, frozen=True):
    """What the README is about; `sealed_by` is the id of who signs for the whole archive, if anybody does."""

    run: Run
    signing: Signing
    register: Register
    sealed_by: str | None = None

    @property
    def signatures(self) -> tuple[JudgedSignature, ...]:
        """Those of the version that holds."""
        return self.signing.current.signatures if self.signing.current is not None else ()

    @property
    def confirmations(self) -> tuple[JudgedConfirmation, ...]:
        """Those of the version that holds."""
        return self.signing.current.confirmations if self.signing.current is not None else ()


def readme(subject: Subject, language: str) -> str:
    """The text of the README in a language."""
    writer = _Writer(subject, language)
    parts = (writer.head(), writer.contents(), writer.checks(), writer.proven())
    return "\n".join(line for part in parts for line in (*part, ""))


class _Writer:
    """Writes the chapters, as lines."""

    def __init__(self, subject: Subject, language: str) -> None:
        self._subject, self._language = subject, language

    def _say(self, name: str, **values: object) -> str:
        return say(f"archive-readme.{name}", self._language, values)

    def _heading(self, name: str) -> Iterator[str]:
        title = self._say(name)
        yield from (title, "-" * (2 * len(title) if self._language == "zh-CN" else len(title)), "")

    def head(self) -> Iterator[str]:
        """Which run it is, and how far it is signed."""
        run = self._subject.run
        yield self._say("title")
        yield "=" * 40
        yield ""
        yield self._say("run", run=run.id)
        yield self._say("customer", customer=run.contract.customer)
        yield self._say("vendor", vendor=run.contract.vendor)
        yield self._say("day", day=run.started.date().isoformat())
        yield self._say("state", state=self._state())

    def _state(self) -> str:
        if self._subject.run.kind is not RunKind.INSPECTION:
            return self._say("not-signed-kind")
        return say(f"signing.state.{self._subject.signing.state}", self._language)

    def contents(self) -> Iterator[str]:
        """What lies in it."""
        yield from self._heading("contents")
        yield self._say("unpack")
        yield ""
        for name, told in self._files():
            yield f"  {name:<{_NAMES}}{self._say(told)}"

    def _files(self) -> Iterator[tuple[str, str]]:
        yield PAGES, "of-pages"
        if self._subject.signing.versions:
            yield "report.*.json", "of-content"
            yield "annex.*.json", "of-annex"
        yield MANIFEST, "of-manifest"
        if self._subject.signatures:
            yield "signatures/", "of-signatures"
        if self._subject.confirmations:
            yield "confirmation/", "of-confirmation"
        yield SIGNERS, "of-signers"
        yield RECORD, "of-record"
        yield SUMS, "of-sums"
        if self._subject.sealed_by is not None:
            yield SEAL, "of-seal"
        if len(self._subject.signing.versions) > 1:
            yield "versions/", "of-versions"

    def checks(self) -> Iterator[str]:
        """The commands, each with the question that it answers and what it must print."""
        yield from self._heading("checks")
        yield self._say("needed")
        for number, (question, command) in enumerate(self._commands(), 1):
            yield ""
            yield f"{number}. {question}"
            yield ""
            yield f"   {command}"
        if self._subject.signatures:
            yield ""
            yield self._say("compare")

    def _commands(self) -> Iterator[tuple[str, str]]:
        yield self._say("ask-sums"), sums_command()
        for each in self._subject.signatures:
            values = {"person": each.signed.signer.name, "id": each.signed.signer.id, "key": each.fingerprint}
            asked = "ask-signature" if each.counts else "ask-uncounted"
            asked = "ask-foreign" if is_foreign(each) else asked
            yield self._say(asked, **values), signature_command(each, self._subject.register)
        yield from self._confirmations()
        counting = tuple(each for each in self._subject.signatures if each.counts)
        if counting:
            confirmed = [each for each in self._subject.confirmations if each.counts]
            yield self._say("ask-named"), named_command(counting, confirmed)
        if self._subject.sealed_by is not None:
            yield self._say("ask-seal", person=self._subject.sealed_by), seal_command(self._subject.sealed_by)

    def _confirmations(self) -> Iterator[tuple[str, str]]:
        contract = self._subject.run.contract.id
        for each in self._subject.confirmations:
            if each.confirmed.scan is None:
                by_manager = each.confirmed.way is ConfirmationWay.MANAGER
                own = "ask-manager" if by_manager else "ask-signature-of-customer"
                asked = own if each.counts else "ask-unconfirmed"
                values = {"by": each.confirmed.by, "key": each.fingerprint}
                yield self._say(asked, **values), confirmation_command(each, contract, self._subject.register)

    def proven(self) -> Iterator[str]:
        """What that shows, and what it does not."""
        yield from self._heading("proven")
        counting = self._subject.signing.current.counting if self._subject.signing.current is not None else ()
        if not counting:
            yield self._say("proves-nothing")
        else:
            yield self._say("proves-signed", count=len(counting))
        yield from self._confirmed()
        sealed = self._subject.sealed_by
        yield self._say("pages-sealed", person=sealed) if sealed is not None else self._say("pages-unsealed")
        yield self._say("not-proven")

    def _confirmed(self) -> Iterator[str]:
        """Of each paper what is known of it: that it is the customer's is not shown by its hash."""
        for each in self._subject.confirmations:
            if each.confirmed.scan is not None:
                values = {"by": each.confirmed.by, "day": each.confirmed.day.isoformat()}
                yield self._say("proves-scan", file=confirmation_name(each), **values)
