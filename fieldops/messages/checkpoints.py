"""Sentences about checkpoints of the record store: making them, what is wrong with one, and what they show of the store."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # --- making one ----------------------------------------------------------------------------------
    "checkpoint.made": Sentence(
        "checkpoint of {size} {size:event|events} signed: {path}",
        "已签署检查点（{size} 条事件）：{path}",
    ),
    "checkpoint.made-after-run": Sentence(
        "checkpoint of the record store signed: {path}; commit and push it",
        "已签署记录库检查点：{path}；请提交到 git 并推送",
    ),
    "checkpoint.was-there": Sentence(
        "nothing was recorded since the checkpoint of {size} {size:event|events}: {path}",
        "检查点（{size} 条事件）之后没有新的记录：{path}",
    ),
    "checkpoint.next": Sentence(
        "keep it where others have it: git add records/checkpoints && git commit -m Checkpoint && git push",
        "请将 records/checkpoints 提交到 git 并推送，让他处也留有一份",
    ),
    "checkpoint.not-made": Sentence(
        "no checkpoint was signed after this run: {what}",
        "本次巡检后未能签署检查点：{what}",
        "make it by hand: fieldops records checkpoint",
        "可手工补做：fieldops records checkpoint",
    ),
    "checkpoint.unstamped": Sentence(
        "the checkpoint has no time stamp: {what}",
        "检查点未取得时间戳：{what}",
    ),
    "checkpoint.no-stamp": Sentence(
        "the command ended without writing {path}",
        "命令已结束，但没有写出 {path}",
    ),
    "checkpoint.key-of-person": Sentence(
        "this key signs for {person}: who writes the record does not vouch for how far it goes",
        "该密钥是 {person} 的签名密钥：写记录的人不能为记录的完整性作证",
        "use a key of a machine or of the quality department, and no person's: checkpoint_keys in fieldops.yaml",
        "请改用专用密钥（如服务器或质量部门的密钥），不用个人的签名密钥：fieldops.yaml 的 checkpoint_keys",
    ),
    "checkpoint.no-settings": Sentence(
        "fieldops.yaml does not say what this workspace is called and which keys may sign its checkpoints",
        "fieldops.yaml 未写明本工作区的标识，以及哪些密钥可以签署检查点",
        "add workspace: NAME and checkpoint_keys: [{{key: the line of the .pub file}}] to fieldops.yaml",
        "请在 fieldops.yaml 中加入 workspace: 标识，以及 checkpoint_keys: [{{key: .pub 文件中的那一行}}]",
    ),
    "checkpoint.foreign-key": Sentence(
        "the key {key} may not sign checkpoints of this workspace",
        "密钥 {key} 不能签署本工作区的检查点",
        "keys that may stand in checkpoint_keys of fieldops.yaml, without last_size",
        "可用的密钥列在 fieldops.yaml 的 checkpoint_keys 中，且未写 last_size",
    ),
    "program.failed": Sentence("{command} failed: {detail}", "{command} 执行失败：{detail}"),
    # --- what is wrong with one ----------------------------------------------------------------------
    "checkpoint.unreadable": Sentence("this is no checkpoint", "这不是检查点"),
    "checkpoint.unreadable-file": Sentence(
        "checkpoint {name} is none, or was changed",
        "检查点 {name} 不是检查点文件，或已被改动",
        "get it back from git: git checkout -- records/checkpoints",
        "请从 git 恢复：git checkout -- records/checkpoints",
    ),
    "checkpoint.removed": Sentence(
        "checkpoint {name} was there and is not any more",
        "检查点 {name} 曾经存在，现已被删除",
        "get it back from git (git log -- records/checkpoints shows where)",
        "请从 git 恢复（git log -- records/checkpoints 可查到所在的提交）",
    ),
    "checkpoint.replaced": Sentence(
        "checkpoint {name} is not, or was not always, the one that git's history has",
        "检查点 {name} 与 git 历史中的不一致，或曾被替换",
        "git log -p -- records/checkpoints shows both; hold the store against the first one",
        "用 git log -p -- records/checkpoints 可查看前后内容；请以最早的一份核对记录库",
    ),
    "checkpoint.misnamed": Sentence(
        "checkpoint {name} is that of {size} {size:event|events}",
        "检查点 {name} 的内容是 {size} 条事件的检查点",
        "get the files back from git: git checkout -- records/checkpoints",
        "请从 git 恢复：git checkout -- records/checkpoints",
    ),
    "checkpoint.other-workspace": Sentence(
        "checkpoint {name} is one of another workspace: {found}, not {wanted}",
        "检查点 {name} 属于另一工作区（{found}，而非 {wanted}）",
        "take it out of records/checkpoints, or mend workspace in fieldops.yaml",
        "请将它移出 records/checkpoints，或改正 fieldops.yaml 中的 workspace",
    ),
    "checkpoint.unsigned": Sentence(
        "checkpoint {name} has no signature ({name}.sig)",
        "检查点 {name} 没有签名（{name}.sig）",
        "get it back from git: git checkout -- records/checkpoints",
        "请从 git 恢复：git checkout -- records/checkpoints",
    ),
    "checkpoint.bad-signature": Sentence(
        "the signature of checkpoint {name} is not one of it: one of the two was changed",
        "检查点 {name} 与其签名不符，其中之一被改动过",
        "get both back from git: git checkout -- records/checkpoints",
        "请从 git 恢复：git checkout -- records/checkpoints",
    ),
    "checkpoint.other-namespace": Sentence(
        "the signature of checkpoint {name} was made for another purpose ({namespace}, not {wanted})",
        "检查点 {name} 的签名用途不符（{namespace}，应为 {wanted}）",
    ),
    "checkpoint.unknown-key": Sentence(
        "checkpoint {name} was signed by {key}, which is none of the keys that may",
        "检查点 {name} 由密钥 {key} 签署，该密钥不在允许之列",
        "keys that may stand in checkpoint_keys of fieldops.yaml; one that is replaced stays there, with last_size",
        "允许的密钥列在 fieldops.yaml 的 checkpoint_keys 中；停用的密钥请保留，并写明 last_size",
    ),
    "checkpoint.key-ended": Sentence(
        "checkpoint {name} was signed by {key}, which signed none behind {last} events (last_size)",
        "检查点 {name} 由密钥 {key} 签署，而该密钥只签到 {last} 条事件为止（last_size）",
    ),
    # --- what they show of the store ------------------------------------------------------------------
    "checkpoint.truncated": Sentence(
        "the record store was cut: checkpoint {name} was signed at {size} {size:event|events}, there are {found} now;"
        " {missing} {missing:is|are} missing",
        "记录库被截断：检查点 {name} 签署时有 {size} 条事件，现在只有 {found} 条，缺 {missing} 条",
        "do not hand over a report from it; restore the file from a backup",
        "请勿据此出具报告；请从备份恢复该文件",
    ),
    "checkpoint.rewritten": Sentence(
        "the record store was written anew: its first {size} {size:event is not the one|events are not those} that checkpoint"
        " {name} was signed for",
        "记录库被改写：前 {size} 条事件与检查点 {name} 签署时不一致",
        "do not hand over a report from it; restore the file from a backup",
        "请勿据此出具报告；请从备份恢复该文件",
    ),
    "signed.truncated": Sentence(
        "the record store was cut: when {person} signed {run} it had {size} {size:event|events}, there are {found} now;"
        " {missing} {missing:is|are} missing",
        "记录库被截断：{person} 签署 {run} 时有 {size} 条事件，现在只有 {found} 条，缺 {missing} 条",
        "do not hand over a report from it; restore the file from a backup",
        "请勿据此出具报告；请从备份恢复该文件",
    ),
    "signed.rewritten": Sentence(
        "the record store is not the one in which {person} signed {run}: its first {size} {size:event is another|events are"
        " others}",
        "记录库与 {person} 签署 {run} 时不一致：前 {size} 条事件不同",
        "do not hand over a report from it; restore the file from a backup",
        "请勿据此出具报告；请从备份恢复该文件",
    ),
    "records.checkpoints": Sentence(
        "{count} {count:checkpoint|checkpoints}, the last at {last} {last:event|events}; {behind} {behind:event stands|events"
        " stand} behind it",
        "检查点 {count} 个，最后一个位于第 {last} 条事件；其后有 {behind} 条事件",
    ),
    "records.signed-elsewhere": Sentence(
        "{count} {count:signature names a head|signatures name heads} that this store never had: made in another store (run"
        " import), or this one was written anew; a checkpoint tells which",
        "有 {count} 个签字写明的链头不属于本记录库：可能在另一记录库中签署（run import），也可能本记录库被改写；可用检查点判断",
    ),
    "records.all-and-new": Sentence(
        "--all looks at everything, --new only at what came since the last verification",
        "--all 核对全部内容，--new 只核对上次核对之后新增的事件，不能同时使用",
        "Write one of the two.",
        "请只写其中一个。",
    ),
    "records.two-heads": Sentence(
        "--head and --intent are two heads for one comparison",
        "--head 与 --intent 只能用其一",
        "give one of them",
        "请只保留一个",
    ),
}
