"""Values are said in words of both languages."""

from __future__ import annotations

import json
from typing import Any

from states import TODAY, acme, said

from fieldops.diff import SHARED, differences
from fieldops.documents.schema import KINDS, schema_of, schema_text
from fieldops.messages import CATALOGUE


def test_every_choice_has_a_word() -> None:
    missing = {
        value
        for kind in ("Contract", "Assets", *SHARED)
        for value in _choices(schema_of(kind)) | _choices(json.loads(schema_text("common.json")))
        if not any(
            code == f"value.{value}" or code.endswith(f".{value}")
            for code in CATALOGUE
            if code[:6] == "value."
        )
    }
    assert missing == set()
    assert {"Contract", "Assets", *SHARED} <= set(KINDS)


def _choices(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        # Codes of warnings are no words of a contract.
        choices = schema.get("enum", ()) if schema.get("x-form") != "warning" else ()
        own = {each for each in choices if isinstance(each, str)}
        return own.union(*(_choices(value) for value in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_choices(value) for value in schema))
    return set()


def test_categories_are_said_in_words_wherever_they_stand() -> None:
    wider = {"warranties": [{"terms": "hardware", "categories": ["server", "printer", "robot"]}]}
    told = differences(acme({}), acme({"Contract": wider}), from_day=TODAY)
    assert said(told, "diff.list", "zh-CN") == ["部分资产的质保“硬件质保” › 类别：增加 打印机、robot"]
