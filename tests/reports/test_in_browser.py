"""The report in a real browser that reaches no network: what it says of itself, its filter, a phone, and what axe finds."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import lacking, require
from sample_run import sample_run
from standard_run import standard_run
from test_printing import BROWSER, LIMIT
from test_render import annex_of, filed, html_of, rendered

from fieldops.messages import LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.render import TEMPLATE

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parents[2] / ".node/node_modules/axe-core/axe.min.js"
OFFLINE = ["--proxy-server=127.0.0.1:9", "--virtual-time-budget=20000", "--enable-logging=stderr"]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# The page in a frame as wide as a phone; what a script finds out stands in an element of ours.
FRAME = """<!DOCTYPE html><html lang="en"><title>x</title><iframe id="f" width="{width}" height="800" srcdoc="{page}"></iframe>
<pre id="told"></pre><script>
document.getElementById("f").onload = async () => {{
  const page = document.getElementById("f").contentWindow, doc = page.document;
  document.getElementById("told").textContent = JSON.stringify(await ({script})(page, doc));
}};
</script></html>"""

LOOK = """async (page, doc) => {
  const axe = doc.createElement("script");
  axe.textContent = SOURCE;
  doc.head.append(axe);
  const told = await page.axe.run(doc);
  return {looked: told.passes.length, found: told.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 150))])};
}"""


def opened(file: Path, folder: Path) -> tuple[str, str]:
    """The page as the browser has it in the end, and what it wrote on its console."""
    browser = [require("chromium"), *BROWSER, *OFFLINE, f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*browser, "--dump-dom", file.as_uri()], check=True, capture_output=True, text=True, timeout=LIMIT
    )
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


def asked(page: str, script: str, folder: Path, width: int = 1000) -> Any:
    """What a script says of the page, which itself may run none: that is what its policy says, and here it has none."""
    file = folder / "frame.html"
    bare = POLICY.sub("", page)
    assert bare != page
    file.write_text(FRAME.format(page=html.escape(bare), script=script, width=width), "utf-8")
    dom, console = opened(file, folder)
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None
    assert found[1], console
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("of", [html_of, annex_of])
def test_it_says_nothing_on_the_console_and_loads_nothing(of: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(of(sample_run(), "zh-CN"), "utf-8")
    dom, console = opened(file, tmp_path)
    assert console == ""
    assert "</main>" in dom


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["report", "annex"])
def test_axe_finds_nothing(kind: str, language: str, tmp_path: Path) -> None:
    if not AXE.exists():
        lacking("axe-core is not installed: sh tools/test-programs.sh real")
    run = sample_run()
    page = (
        rendered(TEMPLATE, filed(build_report(run, language)))
        if kind == "report"
        else annex_of(run, language)
    )
    source = json.dumps(AXE.read_text("utf-8")).replace("</", "<\\/")
    told = asked(page, LOOK.replace("SOURCE", source), tmp_path)
    assert told["found"] == []
    assert told["looked"] > 10


def test_axe_does_look(tmp_path: Path) -> None:
    if not AXE.exists():
        lacking("axe-core is not installed: sh tools/test-programs.sh real")
    source = json.dumps(AXE.read_text("utf-8")).replace("</", "<\\/")
    planted = '<main><img src="data:,"><p style="color:#ddd">pale</p>'
    page = html_of(sample_run(), "en").replace("<main>", planted, 1)
    told = asked(page, LOOK.replace("SOURCE", source), tmp_path)
    assert {"image-alt", "color-contrast"} <= {name for name, _ in told["found"]}


@pytest.mark.parametrize("of", [html_of, annex_of])
def test_on_a_phone_nothing_is_wider_than_the_screen_but_tables_that_scroll(of: Any, tmp_path: Path) -> None:
    script = """async (page, doc) => ({
      page: doc.documentElement.scrollWidth, screen: page.innerWidth,
      text: Math.min(...[...doc.querySelectorAll("p, li, dd")].filter(e => e.offsetParent).map(e => parseFloat(page.getComputedStyle(e).fontSize)))
    })"""
    told = asked(of(standard_run(3), "zh-CN"), script, tmp_path, width=360)
    assert told["page"] <= told["screen"] == 360
    assert told["text"] > 9


def test_the_annex_narrows_to_what_deviates_and_folds(tmp_path: Path) -> None:
    script = """async (page, doc) => {
      const shown = () => [...doc.querySelectorAll("tbody tr")].filter(e => e.checkVisibility()).length;
      const all = shown();
      doc.getElementById("deviating").click();
      const narrowed = shown();
      doc.getElementById("everything").click();
      const again = shown();
      const folds = [...doc.querySelectorAll("details")];
      folds.forEach(each => each.open = false);
      return {all, narrowed, again, folds: folds.length, folded: shown()};
    }"""
    told = asked(annex_of(sample_run(), "en"), script, tmp_path)
    assert 0 < told["narrowed"] < told["all"] == told["again"]
    assert told["folds"] > 0
    assert told["folded"] < told["all"]
