"""Sentences about the record store: what is wrong with it or around it, and the chain of what was recorded."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "store.busy": Sentence(
        "the record store {path} is in use by another program and did not become free",
        "记录库 {path} 一直被其他程序占用",
        "end the program that has it open (a backup, a database viewer), then run the command again",
        "请结束占用该文件的程序（备份、数据库查看工具等），然后重新执行命令",
    ),
    "store.waiting": Sentence(
        "the record store {path} is in use by another program; waiting for it up to {seconds} s",
        "记录库 {path} 正被其他程序占用，最多等待 {seconds} 秒",
    ),
    "store.full": Sentence(
        "the record store {path} cannot grow: the disk is full",
        "记录库 {path} 无法写入：磁盘已满",
        "free some space on that disk, then run the command again",
        "请清理该磁盘空间，然后重新执行命令",
    ),
    "store.read-only": Sentence(
        "the record store {path} may only be read",
        "记录库 {path} 只能读取，不能写入",
        "check the rights of the file and of its folder, and whether the disk is mounted read-only",
        "请检查该文件及其所在文件夹的权限，以及磁盘是否以只读方式挂载",
    ),
    "store.vanished": Sentence(
        "the record store {path} is not there any more",
        "记录库 {path} 已不存在",
        "put the file back where it was (moved, deleted, a disk not mounted?)",
        "请把该文件放回原处（是否被移动、删除，或磁盘未挂载？）",
    ),
    "store.failed": Sentence(
        "the record store {path} cannot be written or read: {detail}",
        "记录库 {path} 读写失败：{detail}",
        "check the disk, its space and the rights of the folder",
        "请检查磁盘状态、剩余空间和文件夹权限",
    ),
    "store.unusable": Sentence(
        "the record store {path} cannot be used: {detail}",
        "记录库 {path} 无法使用：{detail}",
        "check the path and the rights; keep the file and restore it from a backup if it is damaged",
        "请检查路径和权限；若文件损坏，请保留原文件并从备份恢复",
    ),
    "store.empty": Sentence(
        "the record store {path} is empty (0 bytes): its content is gone, or something else made the file",
        "记录库 {path} 是空文件（0 字节）：内容已丢失，或该文件由其他程序创建",
        "restore it from a backup; to begin a new record store, remove the empty file",
        "请从备份恢复；如要新建记录库，请先删除该空文件",
    ),
    "store.newer": Sentence(
        "the record store {path} was written by a newer fieldops (version {version})",
        "记录库 {path} 由更新版本的 fieldops 写入（版本 {version}）",
        "update fieldops",
        "请升级 fieldops",
    ),
    "store.broken": Sentence(
        "the record store {path} has been changed: event {seq} {what}",
        "记录库 {path} 被改动过：事件 {seq} {what}",
        "do not hand over a report from it; restore the file from a backup",
        "请勿据此出具报告；请从备份恢复该文件",
    ),
    "store.old-broken": Sentence(
        "the record store {path} is of an older form and has been changed: event {seq} does not fit its hash chain; it was left as it is",
        "记录库 {path} 为旧版格式且被改动过：事件 {seq} 不符合哈希链；文件未作任何修改",
        "restore the file from a backup",
        "请从备份恢复该文件",
    ),
    "store.old-read-only": Sentence(
        "the record store {path} is of an older form and may only be read, so that it cannot be brought up to date",
        "记录库 {path} 为旧版格式且只能读取，无法升级",
        "copy it to a place where it can be written, and name that in fieldops.yaml (store:)",
        "请复制到可写的位置，并在 fieldops.yaml 中用 store: 指明",
    ),
    "store.needs-sqlite": Sentence(
        "it is of an older form, which SQLite {version} of this machine cannot read; have it read once where SQLite is {needed} or newer",
        "该文件为旧版格式，本机的 SQLite {version} 无法读取；请先在 SQLite {needed} 或更高版本的机器上读取一次",
    ),
    "store.migrated": Sentence(
        "the record store {path} was brought up to date; as it was before, it is kept in {copy}",
        "记录库 {path} 已升级；升级前的文件保留在 {copy}",
    ),
    "store.spooling": Sentence(
        "the record store {path} cannot be written just now; results are kept in {file} meanwhile, nothing is lost",
        "记录库 {path} 暂时无法写入，结果先保存在 {file}，不会丢失",
    ),
    "store.kept-busy": Sentence(
        "the record store {path} is in use by another program; the results are kept in {files}",
        "记录库 {path} 一直被其他程序占用；结果已保存在 {files}",
        "end the program that has it open (a backup, a database viewer); the next fieldops command that reads or writes records takes the results in",
        "请结束占用该文件的程序（备份、数据库查看工具等）；下一条读写记录的 fieldops 命令会自动并入结果",
    ),
    "store.kept-full": Sentence(
        "the record store {path} cannot grow: the disk is full; the results are kept in {files}",
        "记录库 {path} 无法写入：磁盘已满；结果已保存在 {files}",
        "free some space on that disk; the next fieldops command that reads or writes records takes the results in",
        "请清理该磁盘空间；下一条读写记录的 fieldops 命令会自动并入结果",
    ),
    "store.kept-read-only": Sentence(
        "the record store {path} may only be read; the results are kept in {files}",
        "记录库 {path} 只能读取，不能写入；结果已保存在 {files}",
        "make the file and its folder writable; the next fieldops command that reads or writes records takes the results in",
        "请恢复该文件及其所在文件夹的写权限；下一条读写记录的 fieldops 命令会自动并入结果",
    ),
    "store.kept-vanished": Sentence(
        "the record store {path} is not there any more, or another stands in its place; the results are kept in {files}",
        "记录库 {path} 已不存在或已被替换；结果已保存在 {files}",
        "put the file back where it was; the next fieldops command that reads or writes records takes the results in",
        "请把原文件放回原处；下一条读写记录的 fieldops 命令会自动并入结果",
    ),
    "store.kept-failed": Sentence(
        "the record store {path} cannot be written: {detail}; the results are kept in {files}",
        "记录库 {path} 写入失败：{detail}；结果已保存在 {files}",
        "check the disk; the next fieldops command that reads or writes records takes the results in",
        "请检查磁盘；下一条读写记录的 fieldops 命令会自动并入结果",
    ),
    "store.kept-unusable": Sentence(
        "the record store {path} cannot be used any more: {detail}; the results are kept in {files}",
        "记录库 {path} 已无法使用：{detail}；结果已保存在 {files}",
        "restore it from a backup of after this run began; the next fieldops command that reads or writes records takes the results in",
        "请用本次运行开始之后的备份恢复；下一条读写记录的 fieldops 命令会自动并入结果",
    ),
    "store.lost": Sentence(
        "neither the record store {path} nor any other place takes {count} {count:result, it is|results, they are} lost: {why}",
        "记录库 {path} 及其他位置均无法保存 {count} 条结果，这些结果已丢失：{why}",
        "free some space or mend the rights of the folder, then inspect again the hosts that the run does not have",
        "请清理空间或修复文件夹权限，然后重新巡检缺少结果的主机",
    ),
    "inspect.clock-behind": Sentence(
        "the clock of this machine is behind the records: the run before {run} began {latest}; look at the clock, the report shows its times",
        "本机时钟早于记录：{run} 之前的一次执行始于 {latest}；请检查时钟，报告会显示这些时间",
    ),
    "spool.taken-in": Sentence(
        "{count} {count:event|events} kept in {file} {count:was|were} taken into the record store",
        "已将 {file} 中保存的 {count} 条事件并入记录库",
    ),
    "spool.waits": Sentence(
        "results kept in {file} could not be taken into the record store {path} yet; they are tried again by the next command",
        "{file} 中保存的结果暂时无法并入记录库 {path}，下一条命令会再次尝试",
    ),
    "spool.other-store": Sentence(
        "results kept in {file} were recorded for another state of the record store {path}; put that back, or keep the file as evidence",
        "{file} 中保存的结果属于记录库 {path} 的另一状态；请恢复该记录库，或保留此文件作为证据",
    ),
    "spool.unreadable": Sentence(
        "results kept in {file} cannot be taken into the record store {path}: the file is damaged or does not fit what is recorded; it was left as it is",
        "{file} 中保存的结果无法并入记录库 {path}：文件已损坏或与已有记录冲突；文件未作改动",
    ),
    "store.conflict": Sentence(
        "somebody else has written to '{stream}' meanwhile: it has {found} {found:event|events}, {expected} expected",
        "{stream} 同时被他人写入：现有 {found} 条事件，预期 {expected} 条",
        "run the command again",
        "请重新执行命令",
    ),
    "store.already-recorded": Sentence(
        "'{stream}' has its event {once} already",
        "{stream} 中已有事件 {once}",
        "look at what is recorded: fieldops run list",
        "请查看已有记录：fieldops run list",
    ),
    "store.blob-missing": Sentence(
        "the record store {path} lacks what was kept under {digest}",
        "记录库 {path} 中缺少 {digest} 对应的内容",
        "restore the file from a backup",
        "请从备份恢复该文件",
    ),
    "store.blob-damaged": Sentence(
        "what the record store {path} keeps under {digest} is not what was recorded",
        "记录库 {path} 中 {digest} 对应的内容与记录时不一致",
        "restore the file from a backup",
        "请从备份恢复该文件",
    ),
    "store.key-altered": Sentence(
        "event {seq} in the record store {path} stands under another key than its own: one event could be recorded twice",
        "记录库 {path} 中第 {seq} 条事件的键与内容不符，同一事件可能被重复记录",
        "restore the file from a backup",
        "请从备份恢复该文件",
    ),
    "records.verified": Sentence(
        "{events} {events:event|events} verified, nothing was changed; head {head}",
        "已核验 {events} 条事件，未发现改动；链头 {head}",
    ),
    "records.verified-new": Sentence(
        "{events} {events:event|events}; the first {not_again} were verified earlier and not looked at again, nothing was"
        " changed in the others; head {head}",
        "共 {events} 条事件：前 {not_again} 条此前已核验，本次未再核验；其余未发现改动；链头 {head}",
    ),
    "records.without-evidence": Sentence(
        "what is kept as evidence (outputs, documents) was not looked at: --all",
        "未核验留存的原始输出和文档；要一并核验，请加 --all",
    ),
    "records.verified-export": Sentence(
        "{stream}: {events} {events:event|events} verified, nothing was changed; head {head}",
        "{stream}：已核验 {events} 条事件，未发现改动；链头 {head}",
    ),
    "records.compared": Sentence("the head that was given is in the chain", "给定的链头位于该哈希链中"),
    "records.not-compared": Sentence(
        "whether events are missing at the end, only a head tells that somebody else has kept: --head SIZE:LINK",
        "末尾是否缺少事件，只能与他人留存的链头比对：--head SIZE:LINK",
    ),
    "records.fault": Sentence("event {seq} {what}", "事件 {seq} {what}"),
    "records.exported": Sentence(
        "{run} written to {path}, head {head}; verify it with: fieldops records verify {path}",
        "已将 {run} 写入 {path}，链头 {head}；核验命令：fieldops records verify {path}",
    ),
    "rights.tightened": Sentence(
        "{path} could be read by every account of this machine; now only its owner can (or its group, where it may write)",
        "{path} 原可被本机所有账户读取，现已收紧为仅所有者可访问（属组有写权限的，保留属组权限）",
    ),
    "rights.stay-open": Sentence(
        "{path} can be read by every account of this machine, and belongs to another one: its owner should run chmod o-rwx",
        "{path} 可被本机所有账户读取，且属于其他账户：请其所有者执行 chmod o-rwx",
    ),
    "file.not-readable": Sentence("{path} cannot be read: {detail}", "无法读取 {path}：{detail}"),
    "export.unreadable": Sentence(
        "line {line} is none of a run that 'fieldops records export' wrote",
        "第 {line} 行不是 fieldops records export 写出的内容",
        "get the file again, it may have been changed on its way; an archive (.zip) is verified by 'fieldops verify FILE'",
        "请重新获取该文件，可能在传输中被改动；存档（.zip）请用 fieldops verify 核对",
    ),
    "export.newer": Sentence(
        "the file was written by a newer fieldops (form {version})",
        "该文件由更新版本的 fieldops 写入（格式 {version}）",
        "update fieldops",
        "请升级 fieldops",
    ),
    "export.too-large": Sentence(
        "the evidence in the file comes to more than {megabytes} MiB",
        "文件中的证据超过 {megabytes} MiB",
    ),
    "export.blob-lost": Sentence(
        "the evidence {digest} is not in the file, or not what was recorded",
        "文件中缺少证据 {digest}，或与记录时不一致",
    ),
    "doctor.sqlite": Sentence(
        "SQLite {version} (the record store needs {needed} or newer)",
        "SQLite {version}（记录库要求 {needed} 或更高版本）",
    ),
    "doctor.store": Sentence(
        "record store {path}: {runs} {runs:run|runs}, whole chain verified up to {head}",
        "记录库 {path}：{runs} 次运行，哈希链已全部核验，链头 {head}",
    ),
    "doctor.store-none": Sentence("no record store yet ({path})", "还没有记录库（{path}）"),
    "doctor.store-open": Sentence(
        "the record store {path} can be read by other accounts of this machine: chmod 600",
        "本机其他账户可以读取记录库 {path}：请执行 chmod 600",
    ),
    "doctor.store-damaged": Sentence(
        "the record store {path} is damaged (SQLite says: {detail})",
        "记录库 {path} 已损坏（SQLite 检查：{detail}）",
    ),
    "doctor.store-lost": Sentence("event {seq}: {what}", "事件 {seq}：{what}"),
    "chain.altered": Sentence("is not what was recorded", "的内容与记录时不一致"),
    "chain.leaf-altered": Sentence("has another checksum than was recorded", "的校验值与记录时不一致"),
    "chain.link-altered": Sentence("has another link than was recorded", "的链接值与记录时不一致"),
    "chain.number-altered": Sentence(
        "has another number in its stream than was recorded", "在其序列中的编号与记录时不一致"
    ),
    "chain.position-altered": Sentence(
        "stands at another position than was recorded", "的位置与记录时不一致"
    ),
    "chain.missing": Sentence("is missing", "缺失"),
    "chain.reordered": Sentence("stands in another order than was recorded", "的顺序与记录时不一致"),
    "chain.unlinked": Sentence(
        "does not follow the one before it: it was replaced, or others were taken out or put in",
        "与前一事件不衔接：该事件被替换，或其间有事件被删除、插入",
    ),
    "chain.end-missing": Sentence("and what came behind it are missing at the end", "及其后的事件缺失"),
    "chain.rewritten": Sentence(
        "is not the one of the head that was given: what was recorded up to there was rewritten",
        "与给定的链头不符：此前的记录被改写过",
    ),
}
