"""Sentences of `fieldops contract diff`: what changed in the meaning of contracts."""

from fieldops.messages.sentence import Sentence
from fieldops.messages.values import WORDS

SENTENCES: dict[str, Sentence] = {
    **WORDS,
    # --- pieces of sentences -----------------------------------------------------------------------
    "diff.quoted": Sentence('"{text}"', "“{text}”"),
    "diff.and": Sentence("{first}, {rest}", "{first}、{rest}"),
    "diff.more": Sentence("and {count} more", "另有 {count} 项"),
    "diff.together": Sentence("({members})", "（{members}）"),
    "diff.fact": Sentence("{title}: {value}", "{title}：{value}"),
    "diff.window": Sentence("{days} {hours}", "{days} {hours}"),
    "diff.inside": Sentence("{outer} › {inner}", "{outer} › {inner}"),
    "diff.entry": Sentence("{title} {name}", "{title}“{name}”"),
    "diff.named": Sentence("{name} ({id})", "{name}（{id}）"),
    "diff.in-language": Sentence("{what} ({language})", "{what}（{language}）"),
    "diff.called": Sentence('"{name}" {id}', "“{name}”{id}"),
    "diff.from-to": Sentence("from {first} to {last}", "{first} 至 {last}"),
    "diff.provisional": Sentence("{day}*", "{day}*"),
    "diff.provisional-note": Sentence(
        "* provisional: the public holidays of that year are not decreed yet", "* 暂定：该年放假安排尚未公布"
    ),
    "diff.move": Sentence("{old} → {new}", "{old} → {new}"),
    "diff.span": Sentence("{first} to {last}", "{first} 至 {last}"),
    "diff.days.from": Sentence("all days from {first} on", "自 {first} 起"),
    "diff.days.until": Sentence("until {last}", "至 {last} 止"),
    "diff.days.open": Sentence(
        "from {first} on, the end not dated yet: {events}", "自 {first} 起（截止日待定，尚无日期：{events}）"
    ),
    "diff.days.waiting": Sentence("not dated yet: {events}", "尚无日期：{events}"),
    "diff.days.waiting-within": Sentence("{days}, not dated yet: {events}", "{days}（尚无日期：{events}）"),
    # --- any value ---------------------------------------------------------------------------------
    "diff.changed": Sentence("{what} changed from {old} to {new}", "{what}由 {old} 改为 {new}"),
    "diff.set": Sentence("{what} is now {new}; before, nothing was said", "{what}现为 {new}，此前未约定"),
    "diff.dropped": Sentence("{what} is not said any more; it was {old}", "{what}不再约定，原为 {old}"),
    "diff.added": Sentence("{what} is new: {new}", "新增{what}：{new}"),
    "diff.removed": Sentence("{what} is gone; it was: {old}", "删除{what}，原为：{old}"),
    "diff.list.added": Sentence("{what}: {added} added", "{what}：增加 {added}"),
    "diff.list.removed": Sentence("{what}: {removed} removed", "{what}：减少 {removed}"),
    "diff.list.changed": Sentence(
        "{what}: {added} added, {removed} removed", "{what}：增加 {added}，减少 {removed}"
    ),
    "diff.order": Sentence(
        "{what} are now in the order {new}; it was {old}", "{what}的顺序改为 {new}，原为 {old}"
    ),
    "diff.renamed": Sentence('{what} renamed from "{old}" to "{new}"', "{what}的名称由“{old}”改为“{new}”"),
    # --- times -------------------------------------------------------------------------------------
    "diff.severity": Sentence('severity "{name}" ({id})', "故障等级“{name}”（{id}）"),
    "diff.severity-id": Sentence("severity {id}", "故障等级 {id}"),
    "diff.severity.added": Sentence(
        'severity "{name}" ({id}) is new, for: "{criteria}"',
        "新增故障等级“{name}”（{id}），判定标准：“{criteria}”",
    ),
    "diff.severity.removed": Sentence(
        'severity "{name}" ({id}) is gone; it was for: "{criteria}"',
        "删除故障等级“{name}”（{id}），原判定标准：“{criteria}”",
    ),
    "diff.time.shorter": Sentence(
        "{milestone} for {subject} shortened from {old} to {new}",
        "{subject}的{milestone}时限由 {old}缩短为 {new}",
    ),
    "diff.time.longer": Sentence(
        "{milestone} for {subject} lengthened from {old} to {new}",
        "{subject}的{milestone}时限由 {old}延长为 {new}",
    ),
    "diff.time.changed": Sentence(
        "{milestone} for {subject} changed from {old} to {new}",
        "{subject}的{milestone}时限由 {old}改为 {new}",
    ),
    "diff.time.counted": Sentence("{time} ({clock})", "{time}（{clock}）"),
    "diff.time.added": Sentence(
        "{milestone} for {subject} is newly promised: {time}, counted {clock}",
        "新增{subject}的{milestone}时限：{time}，计时方式：{clock}",
    ),
    "diff.time.dropped": Sentence(
        "{milestone} for {subject} is not promised any more; it was {time}, counted {clock}",
        "不再承诺{subject}的{milestone}时限，原为 {time}，计时方式：{clock}",
    ),
    "diff.time.promised": Sentence(
        "{milestone} for {subject} now has a time: {time}; no time was promised before",
        "{subject}的{milestone}时限现为 {time}，此前未承诺具体时限",
    ),
    "diff.time.best-effort": Sentence(
        "{milestone} for {subject} has no promised time any more; it was {time}",
        "{subject}的{milestone}不再承诺具体时限，原为 {time}",
    ),
    "diff.time.limit": Sentence(
        "{milestone} for {subject}: the outer limit changed from {old} to {new}",
        "{subject}的{milestone}最晚时限由 {old}改为 {new}",
    ),
    "diff.time.limit-added": Sentence(
        "{milestone} for {subject} now has an outer limit of {new}",
        "{subject}的{milestone}现有最晚时限 {new}",
    ),
    "diff.time.limit-dropped": Sentence(
        "{milestone} for {subject} has no outer limit any more; it was {old}",
        "{subject}的{milestone}不再有最晚时限，原为 {old}",
    ),
    "diff.time.and-limit": Sentence("{time}, at the latest {limit}", "{time}，最迟 {limit}"),
    "diff.time.clock": Sentence(
        "{milestone} for {subject} is now counted {new}; it was {old}",
        "{subject}的{milestone}计时方式由 {old}改为 {new}",
    ),
    # --- term --------------------------------------------------------------------------------------
    "diff.term.start": Sentence(
        "the term now begins on {new}; it was {old}", "服务期首日由 {old} 改为 {new}"
    ),
    "diff.term.follows": Sentence(
        "the term is {new}; that of the contract before was {old}", "服务期为 {new}，前一份合同为 {old}"
    ),
    "diff.term.end": Sentence("the term now ends on {new}; it was {old}", "服务期末日由 {old} 改为 {new}"),
    "diff.term.tacit": Sentence(
        "the term is now renewed by itself: without a notice {notice} before {end} it goes on for another {period}, "
        "again and again; how it went on before: {old}",
        "服务期改为到期自动延续：{end} 前 {notice}未发出不续约通知，即再延续 {period}，逐期如此；原续约方式：{old}",
    ),
    "diff.term.not-renewed": Sentence(
        "the term is not renewed by itself any more: it ends on {end} without any notice; now: {new}; it was: {old}",
        "服务期不再自动延续：{end} 到期即终止，无需通知；现续约方式：{new}，原为：{old}",
    ),
    "diff.term.express": Sentence(
        "the term can now go on after {end}, by a new contract of both sides; it was: {old}",
        "{end} 到期后可由双方另行签约续约，原续约方式：{old}",
    ),
    "diff.term.no-renewal": Sentence(
        "nothing is agreed any more on going on after {end}; now: {new}; it was: {old}",
        "{end} 到期后不再约定续约；现续约方式：{new}，原为：{old}",
    ),
    "diff.term.notice-tacit": Sentence(
        "who does not want the renewal has to give notice {new} before the end; it was {old}",
        "不续约的一方须在到期前 {new}发出通知，原为 {old}",
    ),
    "diff.term.notice": Sentence(
        "the renewal is to be offered {new} before the end; it was {old}",
        "须在到期前 {new}提出续约，原为 {old}",
    ),
    "diff.gap.predecessor": Sentence(
        "leaves {days} uncovered, between the preceding contract and this one",
        "{days} 无合同覆盖（前一份合同与本合同之间）",
    ),
    "diff.gap.closed": Sentence(
        "{days}, which lay between the preceding contract and this one, are covered now",
        "前一份合同与本合同之间的 {days} 现已覆盖",
    ),
    "diff.term.goes-on": Sentence(
        "service goes on by itself after {end}, one renewal period after the other",
        "{end} 之后服务自动延续，逐期续约",
    ),
    "diff.renewed": Sentence("{end} (then renewed by itself)", "{end}（到期自动延续）"),
    "diff.gap.term": Sentence("leaves {days} uncovered by the term", "{days} 不再处于服务期内"),
    "diff.contract.new": Sentence(
        "contract {id} is new: {customer}, {start} to {end}, assets: {assets}",
        "新增合同（{id}）：{customer}，{start} 至 {end}，资产 {assets} 项",
    ),
    "diff.contract.replaced": Sentence(
        'it takes the place of contract "{name}" ({id})', "取代合同“{name}”（{id}），以下为两者的差别"
    ),
    "diff.contract.continues": Sentence(
        'it continues contract "{name}" ({id}) and is compared with that',
        "续自合同“{name}”（{id}），以下为两者的差别",
    ),
    "diff.document.replaced": Sentence(
        'it takes the place of {kind} "{name}" ({id})', "取代{kind}“{name}”（{id}），以下为两者的差别"
    ),
    "diff.contract.gone": Sentence(
        "contract {id} is gone; it was: {customer}, {start} to {end}, assets: {assets}",
        "合同（{id}）已删除，原为：{customer}，{start} 至 {end}，资产 {assets} 项",
    ),
    "diff.document.alike": Sentence(
        "its content is the same as that of the document before", "内容与原文件相同"
    ),
    "diff.document.new": Sentence("{kind} {name} is new", "新增{kind}“{name}”"),
    "diff.document.gone": Sentence("{kind} {name} is gone", "{kind}“{name}”已删除"),
    "diff.document.packaged": Sentence(
        "'{id}' no longer means the workspace's own {kind}, but the one that ships with fieldops",
        "{id} 原为本工作区自己的{kind}，现在变成了 fieldops 自带的那一份",
    ),
    "diff.document.own": Sentence(
        "'{id}' no longer means the {kind} that ships with fieldops, but the workspace's own",
        "{id} 原为 fieldops 自带的{kind}，现在改为本工作区自己的那一份",
    ),
    "diff.playbook.changed": Sentence(
        "playbook {name} changed: inspections by it check something else",
        "巡检方案“{name}”有变化，相关巡检的检查内容随之变化",
    ),
    "diff.playbook.check": Sentence("{check}: {new} (before: {old})", "{check}：{new}（原为 {old}）"),
    "diff.playbook.check-for": Sentence(
        "{check} for {where}: {new} (before: {old})", "{where}的{check}：{new}（原为 {old}）"
    ),
    "diff.for-hosts": Sentence("host {names}", "主机“{names}”"),
    "diff.for-groups": Sentence("group {names}", "分组“{names}”"),
    "diff.not-checked": Sentence("not checked", "不检查"),
    "diff.amendment.added": Sentence(
        "amendment {id}, signed on {signed}, is new; from {since} on it sets: {sections}",
        "新增变更协议 {id}（{signed} 签订），自 {since} 起变更：{sections}",
    ),
    "diff.amendment.removed": Sentence(
        "amendment {id}, signed on {signed}, is gone; from {since} on it set: {sections}",
        "删除变更协议 {id}（{signed} 签订），原自 {since} 起变更：{sections}",
    ),
    # --- assets ------------------------------------------------------------------------------------
    "diff.asset": Sentence("asset {id}", "资产“{id}”"),
    "diff.assets": Sentence("{count} assets ({names})", "资产 {count} 项（{names}）"),
    "diff.assets-of-category": Sentence(
        "{count} {count:asset|assets} of category {category} ({names})",
        "{category}类资产 {count} 项（{names}）",
    ),
    "diff.assets.added": Sentence("added: {assets}", "增加：{assets}"),
    "diff.assets.removed": Sentence("removed: {assets}", "减少：{assets}"),
    "diff.assets.changed": Sentence(
        "{what} of {assets} changed from {old} to {new}", "{assets}的{what}由 {old} 改为 {new}"
    ),
    "diff.assets.set": Sentence(
        "{what} of {assets} is now {new}; before, nothing was said", "{assets}的{what}现为 {new}，此前未约定"
    ),
    "diff.assets.dropped": Sentence(
        "{what} of {assets} is not said any more; it was {old}", "{assets}的{what}不再约定，原为 {old}"
    ),
    "diff.part.swapped": Sentence(
        "{asset}: the part in {slot} is now serial {new}; it was {old}",
        "{asset}：部件（{slot}）的序列号由 {old} 改为 {new}",
    ),
    "diff.slot": Sentence("slot {slot}", "槽位 {slot}"),
    "diff.swap.added": Sentence(
        "{asset}: part {part} swapped on {day}, serial {old} for {new}",
        "{asset}：{day} 更换部件 {part}，序列号 {old} 换为 {new}",
    ),
    "diff.acceptance.set": Sentence("{what}: now dated {new}", "{what}：日期定为 {new}"),
    "diff.acceptance.moved": Sentence("{what}: moved from {old} to {new}", "{what}：日期由 {old} 改为 {new}"),
    "diff.acceptance.dropped": Sentence(
        "{what}: has no date any more; it was {old}", "{what}：日期取消，原为 {old}"
    ),
    "diff.acceptance.batch": Sentence("{event} of batch {batch}", "批次 {batch} 的{event}"),
    "diff.acceptance.assets": Sentence("{event} of {assets}", "{assets} 的{event}"),
    # --- places ------------------------------------------------------------------------------------
    "diff.city.site": Sentence("{site}: {times}", "{site}：{times}"),
    "diff.city.assets": Sentence(
        "{assets} moved from {old} to {new}: {times}", "{assets}由{old}移至{new}：{times}"
    ),
    "diff.city.times": Sentence(
        "the promised times are now those {city}: {times}", "承诺时限改按{city}执行：{times}"
    ),
    "diff.city.time": Sentence(
        "{milestone} for {subject} {old} → {new}", "{subject}的{milestone} {old} → {new}"
    ),
    "diff.city.no-time": Sentence("no time", "无承诺时限"),
    "diff.city.alike": Sentence("the promised times stay the same", "承诺时限不变"),
    "diff.city.independent": Sentence(
        "no promised time depends on the city, all stay the same", "承诺时限不分同城异地，均不变"
    ),
    "diff.city.unknown": Sentence(
        "no times are promised on one side that could be compared", "一方未约定时限，无法比较"
    ),
    # --- warranty ----------------------------------------------------------------------------------
    "diff.warranty.period": Sentence(
        "the warranty now lasts {new}; it was {old}", "质保期由 {old}改为 {new}"
    ),
    "diff.percent": Sentence(
        "the service company now bears {new}% of: {what}; it was {old}%",
        "{what}（服务方承担）由 {old}% 改为 {new}%",
    ),
    "diff.after-warranty": Sentence(
        "after the warranty, {what} is now {new}; it was {old}", "质保期满后{what}由{old}改为{new}"
    ),
    "diff.cover.end": Sentence(
        "warranty of {assets} now ends {new} (was {old}; {warranty})",
        "{assets}的质保到期日由 {old} 改为 {new}（{warranty}）",
    ),
    "diff.cover.start": Sentence(
        "warranty of {assets} now starts {new} (was {old}; {warranty})",
        "{assets}的质保起始日由 {old} 改为 {new}（{warranty}）",
    ),
    "diff.cover.moved": Sentence(
        "warranty of {assets} now runs {start} to {end} (was {old_start} to {old_end}; {warranty})",
        "{assets}的质保改为 {start} 至 {end}（原为 {old_start} 至 {old_end}，{warranty}）",
    ),
    "diff.cover.known": Sentence(
        "warranty of {assets} now has its dates: {start} to {end} ({warranty})",
        "{assets}的质保日期已确定：{start} 至 {end}（{warranty}）",
    ),
    "diff.cover.unknown": Sentence(
        "warranty of {assets} has no start any more (was {old}; {warranty}); not dated yet: {events}",
        "{assets}的质保起始日不再确定（原为 {old}，{warranty}），尚无日期：{events}",
    ),
    "diff.cover.waits": Sentence(
        "warranty of {assets} now waits for: {events} ({warranty})",
        "{assets}的质保待下列事件确定：{events}（{warranty}）",
    ),
    "diff.cover.new": Sentence(
        "{assets} now under warranty from {start} to {end} ({warranty})",
        "{assets}现纳入质保：{start} 至 {end}（{warranty}）",
    ),
    "diff.cover.new-unknown": Sentence(
        "{assets} now under warranty ({warranty}), not dated yet: {events}",
        "{assets}现纳入质保（{warranty}），尚无日期：{events}",
    ),
    "diff.cover.gone": Sentence(
        "{assets} not under warranty any more (was until {old}; {warranty})",
        "{assets}不再纳入质保（原至 {old}，{warranty}）",
    ),
    "diff.cover.gone-unknown": Sentence(
        "{assets} not under warranty any more ({warranty})", "{assets}不再纳入质保（{warranty}）"
    ),
    "diff.cover.days": Sentence(
        "warranty of {assets} now covers: {new} (was: {old}; {warranty})",
        "{assets}的质保期间改为：{new}（原为：{old}，{warranty}）",
    ),
    "diff.cover.new-days": Sentence(
        "{assets} now under warranty: {new} ({warranty})", "{assets}现纳入质保：{new}（{warranty}）"
    ),
    "diff.cover.gone-days": Sentence(
        "{assets} not under warranty any more (was: {old}; {warranty})",
        "{assets}不再纳入质保（原为：{old}，{warranty}）",
    ),
    "diff.cover.lost": Sentence(
        "leaves {assets} without any warranty within the term: {days}", "{assets}在服务期内失去质保：{days}"
    ),
    # --- inspections and obligations -----------------------------------------------------------------
    "diff.interval": Sentence("{what}: {old} → {new}", "{what}：{old} → {new}"),
    "diff.schedule.set": Sentence("{what}: now {new}; it had no schedule", "{what}：现为{new}，此前无周期"),
    "diff.schedule.dropped": Sentence(
        "{what}: only when it is asked for; it was {old}", "{what}：改为按需进行，原为{old}"
    ),
    "diff.engineers": Sentence(
        "{what}: engineers needed: {new}; it was {old}", "{what}：工程师人数由 {old} 名改为 {new} 名"
    ),
    "diff.visit": Sentence("{count} visit", "{count} 次巡检"),
    "diff.visits": Sentence("{count} visits", "{count} 次巡检"),
    "diff.date": Sentence("{count} due date", "{count} 个到期日"),
    "diff.dates": Sentence("{count} due dates", "{count} 个到期日"),
    "diff.due.often-otherwise": Sentence(
        "{what}: {new} in the new term ({new_days}); it was {old} ({old_days}), about {expected} in as long a time",
        "{what}：新合同期（{new_days}）{new}，原合同期（{old_days}）{old}，按同样时长约为 {expected}",
    ),
    "diff.due.often": Sentence(
        "{what}: {new} in the new term ({new_days}); it was {old} ({old_days})",
        "{what}：新合同期（{new_days}）{new}，原合同期（{old_days}）{old}",
    ),
    "diff.due.appear": Sentence("{what} gains {count}: {days}", "{what}：新增 {count}：{days}"),
    "diff.due.vanish": Sentence("{what} loses {count}: {days}", "{what}：减少 {count}：{days}"),
    "diff.due.move": Sentence("{what} moves {count}: {days}", "{what}：改期 {count}：{days}"),
    "diff.day.appear": Sentence("{what}: now {days}", "{what}：现为 {days}"),
    "diff.day.vanish": Sentence("{what}: none any more; it was {days}", "{what}：取消，原为 {days}"),
    "diff.day.move": Sentence("{what}: {days}", "{what}：{days}"),
    "diff.due.until": Sentence(
        "due dates are compared until {day}; later ones are not listed", "到期日仅比较至 {day}，其后的未列出"
    ),
    # --- access ------------------------------------------------------------------------------------
    "diff.consent.none": Sentence(
        "remote access: nothing is said about consent any more; it was: {old}",
        "远程访问不再约定授权方式，原为：{old}",
    ),
    "diff.consent.standing": Sentence(
        "remote access now has a standing consent; it was: {old}", "远程访问改为长期授权，原为：{old}"
    ),
    "diff.consent.per-visit": Sentence(
        "remote access now needs consent before each session; it was: {old}",
        "远程访问改为每次征得同意，原为：{old}",
    ),
    # --- revisions, headings -------------------------------------------------------------------------
    "diff.invalid.before": Sentence(
        "{path} has {count} {count:mistake|mistakes} in {revision} and is not compared",
        "{path} 在 {revision} 中有 {count} 处错误，未参与比较",
        "Look at it in that revision; what refers to it is compared without it.",
        "请查看该版本中的文件；引用它的内容按没有它进行比较。",
    ),
    "diff.invalid.after": Sentence(
        "{path} has {count} {count:mistake|mistakes} in {revision} and is not compared; fieldops validate shows them",
        "{path} 在 {revision} 中有 {count} 处错误，未参与比较；可用 fieldops validate 查看",
        "Correct the file and compare again.",
        "请改正该文件后重新比较。",
    ),
    "diff.working-tree": Sentence("the working tree", "工作区"),
    "diff.title": Sentence("What changes from {old} to {new}", "{old} 到 {new} 的变化"),
    "diff.no-predecessor": Sentence(
        "contract {id} names no contract that it continues",
        "合同 {id} 没有注明前一份合同",
        "Write 'predecessor' into it, or name both contracts: fieldops contract diff OLD {id}.",
        "请在合同中填写 predecessor，或同时写出两份合同：fieldops contract diff 旧合同 {id}。",
    ),
    "diff.predecessor-of-one": Sentence(
        "--with-predecessor is about one contract of today's workspace",
        "--with-predecessor 只用于当前工作区中的一份合同",
        "Name that contract alone: fieldops contract diff CONTRACT --with-predecessor.",
        "请只写该合同：fieldops contract diff 合同 --with-predecessor。",
    ),
    "diff.contracts-as-of": Sentence(
        "--as-of is for two revisions; two contracts are compared from the first day of the second one on",
        "--as-of 只用于比较两个版本；两份合同自后一份的首日起比较",
        "Leave --as-of out.",
        "请去掉 --as-of。",
    ),
    "diff.title-contracts": Sentence('From contract "{old}" to contract "{new}"', "合同“{old}”与“{new}”对比"),
    "diff.title-working-tree": Sentence(
        "What changes from {old} to the working tree", "{old} 到工作区的变化"
    ),
    "diff.place": Sentence("{path}:{line}", "{path}:{line}"),
    "diff.place-old": Sentence("{path}:{line} in {revision}", "{revision} 版本中的 {path}:{line}"),
    "diff.none": Sentence("nothing changes in the meaning of contracts", "合同含义没有变化"),
    "diff.heading.new-contract": Sentence("New contract", "新合同"),
    "diff.heading.gone-contract": Sentence("Removed contract", "已删除的合同"),
    "diff.heading.new-document": Sentence("New document", "新文件"),
    "diff.heading.gone-document": Sentence("Removed document", "已删除的文件"),
    "diff.heading.dates": Sentence("Due dates", "到期日"),
    "diff.heading.contract": Sentence('Contract "{title}" ({id})', "合同“{title}”（{id}）"),
    "diff.heading.document": Sentence('{kind} "{title}" ({id})', "{kind}“{title}”（{id}）"),
    "diff.heading.unread": Sentence("Not compared", "未参与比较"),
    "diff.heading.worse": Sentence("{section} (less for the customer)", "{section}（对客户不利）"),
    "diff.heading.in-document": Sentence("{section} › {document}", "{section} › {document}"),
    "diff.heading.amendment": Sentence("{section}, by amendment {id}", "{section}（变更协议 {id}）"),
    "diff.heading.since": Sentence("from {since}: {section}", "自 {since} 起：{section}"),
    "diff.heading.until": Sentence("until {until}: {section}", "至 {until} 止：{section}"),
    "diff.heading.between": Sentence("from {since} to {until}: {section}", "{since} 至 {until}：{section}"),
    "diff.heading.superseded": Sentence(
        "{section}, by amendment {id}: never in force, another of the same day replaces it",
        "{section}（变更协议 {id}，未曾生效：同日另有协议取代）",
    ),
    "diff.heading.effects": Sentence("Dates that appear, move or vanish", "新增、变更、减少的日期"),
    "diff.affects": Sentence("affects contracts: {contracts}", "涉及合同：{contracts}"),
    "diff.affects-none": Sentence("no contract refers to it", "没有合同引用"),
    "diff.column.what": Sentence("Obligation", "履约事项"),
    "diff.column.change": Sentence("Change", "变化"),
    "diff.column.days": Sentence("Days", "日期"),
    "diff.cell.counted": Sentence("{change}: {count}", "{change} {count}"),
    "diff.cell.appear": Sentence("appears", "新增"),
    "diff.cell.vanish": Sentence("vanishes", "减少"),
    "diff.cell.move": Sentence("moves", "改期"),
    "diff.details": Sentence("{count} more {count:change|changes}", "另有 {count} 项变化"),
}
