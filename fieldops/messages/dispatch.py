"""Sentences about whom to send for an order, and why the others are passed over."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "dispatch.no-roster": Sentence(
        "{team} has no duty roster for {day}: nobody is known to be on duty",
        "{team}在 {day} 没有值班安排，不清楚由谁值班",
    ),
    "dispatch.no-engineer": Sentence(
        "no engineer of {team} is on duty on {day}", "{day} {team}没有工程师值班"
    ),
    "dispatch.unavailable": Sentence("{person} is on duty and cannot come", "{person}值班，但无法到场"),
    "dispatch.lacks": Sentence(
        "{person} is on duty and does not hold what such equipment asks for: {holds}",
        "{person}值班，但不具备该类设备所需资质：{holds}",
    ),
    "dispatch.least-busy": Sentence(
        "{person}: on duty, may work on it, and at work on what comes first ({work}), but all others are, too, or may not go",
        "{person}值班，手头也有更急的服务单（{work}），但其他人同样在忙或不能去",
    ),
    "dispatch.busy": Sentence(
        "{person} is on duty, at work on what comes first: {work}", "{person}值班，手头有更急的服务单：{work}"
    ),
    "dispatch.work": Sentence("{order}", "{order}"),
    "dispatch.work-until": Sentence("{order} (until {at})", "{order}（{at} 到期）"),
    "dispatch.qualified": Sentence("{person} is on duty and holds {holds}", "{person}值班，具备资质 {holds}"),
    "dispatch.free": Sentence("{person} is on duty", "{person}值班"),
    "dispatch.proposed": Sentence("proposed: {person}", "建议派给：{person}"),
    "dispatch.nobody": Sentence("nobody can be proposed", "没有可派的工程师"),
    "dispatch.such-as": Sentence("{what} (proposed: {person})", "{what}（建议：{person}）"),
}
