"""Sentences of `explain` and `schema`: why a rule is there, and what documents hold."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "explain.unknown": Sentence(
        "there is no code '{asked}'",
        "没有代码 {asked}",
        "all codes: fieldops explain",
        "全部代码：fieldops explain",
    ),
    "explain.unknown-near": Sentence(
        "there is no code '{asked}'",
        "没有代码 {asked}",
        "did you mean: {near}? all codes: fieldops explain",
        "您是否要找：{near}？全部代码：fieldops explain",
    ),
    "explain.why": Sentence("Why", "原因"),
    "explain.source": Sentence("Promises and law", "承诺与法律依据"),
    "explain.says": Sentence("Says", "含义"),
    "explain.bad": Sentence("Wrong", "错误示例"),
    "explain.good": Sentence("Right", "正确示例"),
    "schema.no-kind": Sentence(
        "there is no kind '{kind}'",
        "没有类型 {kind}",
        "kinds: {choices}",
        "全部类型：{choices}",
    ),
    "schema.no-kind-near": Sentence(
        "there is no kind '{kind}'",
        "没有类型 {kind}",
        "did you mean {near}? kinds: {choices}",
        "您是否要找 {near}？全部类型：{choices}",
    ),
    "schema.column-kind": Sentence("kind", "类型"),
    "schema.column-meaning": Sentence("what it is for", "用途"),
    "explain.column-code": Sentence("code", "代码"),
    "explain.column-says": Sentence("says", "含义"),
}
