"""What people write by hand is recognised, and nothing is suggested that the form would refuse."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents.meant import advice
from fieldops.documents.schema import schema_text
from fieldops.errors import Named


def near(form: str, found: object) -> object:
    said = advice(form, found)
    return said.values.get("near") if isinstance(said, Named) else said


@pytest.mark.parametrize(
    ("form", "written", "meant"),
    [
        ("duration", "30分钟", "30m"),
        ("service-duration", "4小时", "4h"),
        ("service-duration", "30 minutes", "30m"),
        ("service-duration", "2个工作日", "2wd"),
        ("service-duration", "两个工作日内", "2wd"),
        ("service-duration", "2 working days", "2wd"),
        ("service-duration", "半小时", "30m"),
        ("duration", "2个工作日", ""),
        ("service-duration", "３０m", "30m"),
        ("period", "3年", "3 years"),
        ("period", "三年", "3 years"),
        ("period", "12个月", "12 months"),
        ("period", "十二个月", "12 months"),
        ("period", "3月", "3 months"),
        ("period", "每季度", "3 months"),
        ("period", "每半年", "6 months"),
        ("period", "每年", "1 year"),
        ("period", "3years", "3 years"),
        ("period", "quarterly", "3 months"),
        ("period", "长期", ""),
        ("date", "2026年12月1日", "2026-12-01"),
        ("date", "2026/12/1", "2026-12-01"),
        ("date", 20261201, "2026-12-01"),
        ("date", "下周一", ""),
        ("time-span", "8：30~12：00", "08:30-12:00"),
        ("decimal", "99.5%", "99.5"),
        ("id", "Team_East", "team-east"),
        ("id", "王芳", ""),
        ("command", "df -h", ""),
    ],
)
def test_what_is_meant(form: str, written: object, meant: str) -> None:
    assert near(form, written) == meant


@pytest.mark.parametrize(
    ("form", "written", "code"),
    [
        ("service-duration", 30, "form.unit-missing"),
        ("period", "12", "form.unit-missing"),
        ("date", "2026-12-32", "form.month-ends"),
        ("date", "2026-02-29", "form.month-ends"),
        ("date", "2026-13-01", "form.no-such-month"),
        ("date", "2028-11-30，renewal", "form.full-width"),
    ],
)
def test_what_is_wrong(form: str, written: object, code: str) -> None:
    said = advice(form, written)
    assert isinstance(said, Named)
    assert said.codes == (code,)


FORMS = {
    form: pattern
    for pattern, form in re.findall(
        r'"pattern": "([^"]+)",\s*(?:"maxLength": \d+,\s*|"minimum": 0,\s*)?"x-form": "([a-z-]+)"',
        schema_text("common.json"),
    )
}


@given(
    st.sampled_from(["duration", "service-duration", "period", "date", "time-span", "decimal", "id"]),
    st.text("0123456789年月日个半小时天周三-/:.，：% ahmdTX"),
)
def test_a_suggestion_has_the_form(form: str, written: str) -> None:
    meant = near(form, written)
    if meant:
        assert re.fullmatch(FORMS[form], str(meant))
