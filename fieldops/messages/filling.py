"""What is said of manual items: filling them in, what is owed, what is no answer."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # --- results -----------------------------------------------------------------------------------------
    "manual.not-filled-in": Sentence("not filled in", "未填写"),
    "manual.answer.ok": Sentence("in order", "合格"),
    "manual.answer.not-ok": Sentence("not OK", "不合格"),
    "manual.answer.na": Sentence("not applicable", "不涉及"),
    "manual.answers": Sentence("ok | not ok | na", "合格 | 不合格 | 不涉及 (ok | not ok | na)"),
    "manual.answers.without-na": Sentence("ok | not ok", "合格 | 不合格 (ok | not ok)"),
    "word.manual": Sentence("manual items", "人工检查项数"),
    "word.manual-item": Sentence("manual item", "人工检查项"),
    "word.per": Sentence("once per", "填写次数"),
    "word.look": Sentence("what to look at", "查看内容"),
    "word.answer": Sentence("answer", "填写内容"),
    "manual.per.visit": Sentence("visit", "每次巡检一次"),
    "manual.per.site": Sentence("site", "每个地点一次"),
    "manual.per.host": Sentence("host", "每台主机一次"),
    "manual.per.asset": Sentence("piece of equipment", "每件设备一次"),
    "manual.whole-visit": Sentence("on site", "现场"),
    # --- filling in --------------------------------------------------------------------------------------
    "manual.recorded": Sentence(
        "{new} {new:answer|answers} recorded; {filled} of {owed} manual items of {run} are filled in",
        "已记录 {new} 项；{run} 的人工检查项共 {owed} 项，已填 {filled} 项",
    ),
    "manual.form-written": Sentence(
        "{path}: {count} manual {count:item|items} to fill in; then: fieldops run fill {run} --answers {path}",
        "{path}：共 {count} 项待填；填好后执行 fieldops run fill {run} --answers {path}",
    ),
    "manual.photo-wanted": Sentence(
        "{place}: '{item}' wants a photo, and none came with the answer",
        "{place}：{item} 要求附照片，但未附",
        "add it with --photo {item}=FILE, or in the file of answers",
        "请用 --photo {item}=FILE 补上，或写在答案文件的 photos 中",
    ),
    "manual.ask": Sentence("answer ({choices}), empty: later", "结果（{choices}），直接回车暂不填写"),
    "manual.ask-note": Sentence("what is wrong there", "请写明具体情况"),
    "manual.heading": Sentence("{number}/{all} {place}: {title}", "{number}/{all} {place}：{title}"),
    "manual.standard": Sentence("in order: {standard}", "标准：{standard}"),
    # --- the form ----------------------------------------------------------------------------------------
    "manual.form.head": Sentence(
        "Manual items of the inspection {run}. Write the answer behind 'answer:'; what stays empty is not filled in. "
        "What is not in order needs a note. Photos: a list of files beside this one.",
        "巡检 {run} 的人工检查项。在 answer: 后填写结果，留空视为未填写；不合格的须在 note: 写明情况；照片放在本文件旁，文件名写入 photos:。",
    ),
    "manual.form.answers": Sentence("answer: {choices}", "可填：{choices}"),
    "manual.form.number": Sentence("a number in {unit}", "数字，单位 {unit}"),
    "manual.form.text": Sentence("in words", "文字说明"),
    # --- what is refused ---------------------------------------------------------------------------------
    "manual.none-owed": Sentence("the run {run} has no manual items", "{run} 没有人工检查项"),
    "manual.concluded": Sentence(
        "the run {run} is concluded: its manual items can no longer be changed",
        "{run} 已下结论，人工检查项不能再改",
        "record a correction of the conclusion, with what was found, by 'fieldops run conclude --correct'",
        "请用 fieldops run conclude --correct 更正结论并说明情况",
    ),
    "manual.who": Sentence(
        "say which engineer of the run fills it in: --engineer {choices}",
        "请用 --engineer 说明由本次巡检的哪位工程师填写：{choices}",
    ),
    "manual.nothing-given": Sentence(
        "there is nobody at a terminal to ask, and no answers were given",
        "当前不在终端上，无法逐项询问，也没有给出答案",
        "give --answers FILE or --item ID=ANSWER; 'fieldops run fill {run} --form FILE' writes a form",
        "请用 --answers FILE 或 --item ID=ANSWER；fieldops run fill {run} --form FILE 可生成空表",
    ),
    "manual.unknown-item": Sentence(
        "there is no manual item '{item}' in this run; there are: {choices}",
        "本次巡检没有人工检查项 {item}；现有：{choices}",
    ),
    "manual.unknown-place": Sentence(
        "'{item}' is not filled in at '{place}'; it is at: {choices}",
        "{item} 不在 {place} 填写；应填于：{choices}",
        "with --item: PLACE/ID=ANSWER, in a form: 'place'; left out where there is only one place",
        "用 --item 时写 地点/标识=结果，填表时写 place；只有一处的不用写",
    ),
    "manual.which-place": Sentence(
        "'{item}' is filled in at several places; say which: {choices}",
        "{item} 有多处要填，请说明是哪一处：{choices}",
        "with --item: PLACE/ID=ANSWER, in a form: 'place'; left out where there is only one place",
        "用 --item 时写 地点/标识=结果，填表时写 place；只有一处的不用写",
    ),
    "manual.twice": Sentence("'{item}' is answered twice here", "{item} 在此重复填写"),
    "manual.without-note": Sentence(
        "'{item}' is not in order, and nothing says what is wrong",
        "{item} 不合格，但没有写明情况",
        "add a note: what was seen, and where",
        "请补充说明：看到了什么，在哪里",
    ),
    "manual.no-judged": Sentence(
        "'{text}' is no answer to '{item}': {choices}", "{item} 不能填“{text}”，可填：{choices}"
    ),
    "manual.no-choice": Sentence(
        "'{text}' is no answer to '{item}': {choices}", "{item} 不能填“{text}”，可填：{choices}"
    ),
    "manual.no-number": Sentence(
        "'{text}' is no number in {unit} for '{item}'", "{item} 须填数字，单位 {unit}；“{text}”不是"
    ),
    "manual.no-text": Sentence(
        "'{item}' wants a text of at most {longest} characters", "{item} 须填文字，不超过 {longest} 字"
    ),
    "manual.no-pair": Sentence("'{text}' is not in the form ID=VALUE", "“{text}”应写成“标识=内容”"),
    "manual.without-answer": Sentence(
        "a note or photo was given for '{item}', and no answer", "{item} 给了说明或照片，却没有给出结果"
    ),
    "manual.no-photo-file": Sentence(
        "{path} is no picture: JPEG, PNG or HEIC", "{path} 不是照片（JPEG、PNG 或 HEIC）"
    ),
    "manual.photo-too-large": Sentence("{path} is larger than {megabytes} MB", "{path} 超过 {megabytes} MB"),
    "manual.form-invalid": Sentence(
        "{count} {count:mistake stands|mistakes stand} in the form, so nothing was recorded",
        "表中有上述 {count} 处错误，一项也未记录",
        "correct the form there and hand it in again",
        "请在表中改正后重新提交",
    ),
    "manual.form-not-a-mapping": Sentence(
        "this is no form of answers: it has neither 'run' nor 'answers'",
        "这不是答案文件：缺少 run 或 answers",
    ),
    "manual.form-key": Sentence(
        "'{key}' is not known here: {choices}", "此处没有 {key} 这一项，可用：{choices}"
    ),
    "manual.form-value": Sentence("'{key}' wants {wanted} here", "{key} 此处应为{wanted}"),
    "manual.form-other-run": Sentence(
        "these are the answers of the run '{found}', not of '{run}'", "这是 {found} 的答案，不是 {run} 的"
    ),
    "manual.wanted.text": Sentence("a text or number", "文字或数字"),
    "manual.wanted.list": Sentence("a list", "列表"),
    "manual.wanted.mapping": Sentence("an entry with 'item' and 'answer'", "含 item 与 answer 的条目"),
}
