"""The sentences of all areas in one table. `fieldops.messages` loads it when the first is said."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages import (
    admission,
    agreed,
    checks,
    clocks,
    commands,
    comparisons,
    contracts,
    deadlines,
    decisions,
    differences,
    documents,
    equipment,
    hosts,
    obligations,
    reading,
    records,
    renewals,
    reports,
    schedules,
    service_levels,
    spreadsheet_rows,
    spreadsheets,
    stores,
    validation,
    words,
    yaml_texts,
)
from fieldops.messages.sentence import Sentence

ALL: Mapping[str, Sentence] = {
    **documents.SENTENCES,
    **yaml_texts.SENTENCES,
    **hosts.SENTENCES,
    **checks.SENTENCES,
    **commands.SENTENCES,
    **comparisons.SENTENCES,
    **reports.SENTENCES,
    **validation.SENTENCES,
    **words.SENTENCES,
    **contracts.SENTENCES,
    **service_levels.SENTENCES,
    **clocks.SENTENCES,
    **obligations.SENTENCES,
    **equipment.SENTENCES,
    **differences.SENTENCES,
    **reading.SENTENCES,
    **records.SENTENCES,
    **renewals.SENTENCES,
    **spreadsheets.SENTENCES,
    **spreadsheet_rows.SENTENCES,
    **deadlines.SENTENCES,
    **decisions.SENTENCES,
    **schedules.SENTENCES,
    **stores.SENTENCES,
    **admission.SENTENCES,
    **agreed.SENTENCES,
}
