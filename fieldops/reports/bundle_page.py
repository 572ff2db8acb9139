"""The page of instructions that goes with a bundle, in the customer's language: what it does, how it is run, what to bring back.

HTML that needs nothing else. The first sheet of paper holds the instructions and what each command asks for, the next ones the
commands in full. The sentences are in `fieldops.messages.bundles`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape

from fieldops.contracts.model import Asset, Contract
from fieldops.contracts.wording import moment_with_offset
from fieldops.inspection.bundle import BUNDLE_COMMANDS, Bundle
from fieldops.inspection.plan import Plan
from fieldops.inspection.playbook import Probe
from fieldops.inspection.shell import SCRIPT_COMMANDS, command_line
from fieldops.messages import Text, say
from fieldops.structs import Struct

_STYLE = """\
@page { size: A4; margin: 12mm } body { font: 9.5pt/1.35 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; margin: 0 auto; max-width: 190mm; color: #000 } h1 { font-size: 15pt; margin: 0 0 2mm } h2 { font-size: 10.5pt; margin: 2.5mm 0 1mm }
p, ol, dl { margin: 0 0 1.5mm } ol { padding-left: 6mm } dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 4mm } dt { color: #444 } dd { margin: 0; overflow-wrap: anywhere } code, pre { font-family: "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: 8.5pt }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 2mm; padding: 1mm 2mm; border-left: 0.6mm solid #888 } ul.programs { columns: 2; column-gap: 6mm; list-style: none; padding: 0; margin: 0; font-size: 7pt; line-height: 1.25 } ul.programs li { break-inside: avoid } ul.programs code { font-size: 6.5pt }
section.full { break-before: page } section.full h3 { font-size: 8.5pt; margin: 2mm 0 0.5mm } section.full pre { font-size: 7.5pt }
"""


class PageOf(Struct, frozen=True):
    """What the page is about: the bundle, its host, contract and plan, the engineers' names, the name and bytes of the file,
    and how many seconds it takes at most.
    """

    bundle: Bundle
    asset: Asset
    contract: Contract
    plan: Plan
    people: tuple[Text, ...]
    file: str
    text: bytes
    seconds: int


def bundle_page(of: PageOf, language: str) -> str:
    """The page as HTML. Everything that comes from documents stands in it as text."""
    page = _Page(of, language)
    title = page.say("title", host=of.asset.id)
    parts = (page.facts(), page.what(), page.how(), page.programs(), page.in_full())
    body = "\n".join(line for part in parts for line in part)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


class _Page:
    """The parts of the page, line by line."""

    def __init__(self, of: PageOf, language: str) -> None:
        self.of, self.language = of, language
        self.result = of.file.removesuffix(".sh") + ".txt"

    def say(self, name: str, **values: object) -> str:
        return escape(say(f"bundle-page.{name}", self.language, values))

    def facts(self) -> Iterator[str]:
        """Whose host it is, who inspects it, and when."""
        of, bundle = self.of, self.of.bundle
        name = f" {of.asset.name.say(self.language)}" if of.asset.name else ""
        address = f" ({of.asset.host.address})" if of.asset.host else ""
        start = moment_with_offset(bundle.planned)
        planned = self.say("from", start=start)
        if bundle.ends is not None:
            planned = self.say("between", start=start, end=moment_with_offset(bundle.ends))
        rows = (
            ("customer", escape(of.contract.customer.name.say(self.language))),
            ("contract", escape(f"{of.contract.id} {of.contract.title.say(self.language)}")),
            ("host", escape(f"{of.asset.id}{name}{address}")),
            ("engineers", escape(", ".join(each.say(self.language) for each in of.people))),
            ("planned", planned),
            ("until", escape(moment_with_offset(bundle.until))),
            ("id", f"<code>{bundle.id}</code>"),
        )
        yield "<dl>"
        for row, value in rows:
            yield f"<dt>{self.say(row)}</dt><dd>{value}</dd>"
        digest = hashlib.sha256(of.text).hexdigest()
        yield f"<dt>{self.say('sum', file=of.file)}</dt><dd><code>{digest}</code></dd>"
        yield "</dl>"
        if bundle.override is not None:
            yield f"<p><strong>{self.say('overridden', reason=bundle.override)}</strong></p>"

    def what(self) -> Iterator[str]:
        """What it does to the machine."""
        probes = self._probes()
        sudo = sum(bool(probe.sudo) for probe in probes)
        yield f"<h2>{self.say('what')}</h2>"
        yield f"<p>{self.say('reads', file=self.of.file)}</p>"
        minutes = -(-self.of.seconds // 60)
        yield f"<p>{self.say('rights', sudo=sudo, all=len(probes), minutes=minutes)}</p>"

    def how(self) -> Iterator[str]:
        """What to type, and what to bring back."""
        file, result = self.of.file, self.result
        yield f"<h2>{self.say('how')}</h2>"
        yield "<ol>"
        yield f"<li>{self.say('step-copy', file=file)}</li>"
        yield f"<li>{self.say('step-run', host=self.of.asset.id)}<pre>sh {escape(file)} &gt; {escape(result)}</pre></li>"
        yield f"<li>{self.say('step-wait')}</li>"
        yield f"<li>{self.say('step-back', result=result)}</li>"
        yield f"<li>{self.say('step-import', result=result)}</li>"
        yield "</ol>"
        yield f"<p>{self.say('contents')}</p>"

    def programs(self) -> Iterator[str]:
        """Each command by what it asks for; in full they stand on the next sheets."""
        probes = self._probes()
        yield f"<h2>{self.say('commands', count=len(probes))}</h2>"
        yield '<ul class="programs">'
        for number, probe in enumerate(probes, 1):
            yield f"<li>{number}. {self._title(probe)} <code>{escape(probe.id)}{_by(probe)}</code></li>"
        yield "</ul>"
        own = " ".join(sorted({*SCRIPT_COMMANDS, *BUNDLE_COMMANDS}))
        yield f"<p>{self.say('itself')}: <code>{own}</code></p>"
        for id, command in self.of.plan.forbidden.items():
            yield f"<p>{escape(id)}: {self.say('forbidden', command=command)}</p>"

    def in_full(self) -> Iterator[str]:
        """Every command, character by character."""
        yield f'<section class="full">\n<h2>{self.say("in-full")}</h2>'
        for number, probe in enumerate(self._probes(), 1):
            limit = self.say("seconds", seconds=probe.timeout)
            yield f"<h3>{number}. {self._title(probe)} ({escape(probe.id)}, {limit})</h3>"
            yield f"<pre>{escape(command_line(probe).strip())}</pre>"
        yield "</section>"

    def _probes(self) -> tuple[Probe, ...]:
        return self.of.plan.probes_on(self.of.asset.id)

    def _title(self, probe: Probe) -> str:
        return escape(probe.title.say(self.language) if probe.title else probe.id)


def _by(probe: Probe) -> str:
    """How a command is marked that runs as root, or as another account."""
    if probe.account in (None, "root"):
        return " sudo" if probe.sudo else ""
    return f" sudo -u {probe.account}"
