"""What `--help` of `fieldops order` says in Chinese: its commands, and options that no other command has."""

from __future__ import annotations

COMMANDS = {
    "fieldops order": "服务单：开单、登记处理经过、查看下一步由谁在何时之前完成。",
    "fieldops order open": """\
开服务单，并说明能否派单、各事项最迟何时完成。

退出码：0 可以派单；1 须先商定；2 用法有误（未登记）；3 不清楚是否属于合同服务范围。""",
    "fieldops order log": """\
登记服务单的处理经过。EVENT 写英文或中文均可，日常说法如“到场”“接单”也可以。

不可能发生的、当前还不能办理的，说明原因后不予登记。

\b
事项，按由谁完成：
  热线    接听 已转交 报修已由指定人员确认 已派单 已告知 调整故障等级
          暂停计时 恢复计时 另行商定时限 仍不清楚如何处理 已升级 升级已答复
          已办理 已提交文件 已提交报告 会话记录已提交 已提醒客户更换密码
          通知已发出 已关闭
  工程师  工程师已接单 工程师无法到场 已响应 判定可远程解决 判定无法远程解决
          开始远程处理 已出发 到达现场 已出方案 已确定维修或更换 需要备件
          已用备件 已临时恢复 已采取措施 已处理 已查明原因 已查明影响
          已定预防措施 已解决 已报完工
  客户    客户再次报修 客户投诉 客户已确认 服务单已签字 客户拒签 客户意见
  经理    已批准 已审核 审核未通过
  质量    已回访""",
    "fieldops order correct": """\
更正开单时写错的内容：报修时间、设备、报修人、电话、故障现象、是否属于服务范围、能否远程解决等。

各项时限按更正后的内容重新计算，原来按时、更正后超时的逐项列出。原内容连同原因保留在案；此前已签字的服务单随之换新版本。
开错客户的不能更正，请作废（order void）后另开一单。""",
    "fieldops order show": """\
查看一张服务单：进展、各项时限、还缺什么、处理经过。

退出码：0 正常；1 有超时的；2 用法有误；3 有未能确定的。""",
    "fieldops order list": """\
列出全部合同或一份合同的服务单及其状态。

退出码：0 正常；1 加 --late 时有超时的，加 --without-order 时有未开单先服务的；2 用法有误；3 有服务单或合同未能判定。""",
    "fieldops order next": """\
列出全部未关闭服务单的待办事项，按责任人分列；最早到期的在前，未约定时限的在后。

退出码：0 正常；1 有超时的；2 用法有误；3 有服务单未能判定。""",
    "fieldops order assessment": """\
统计一个季度的服务单，按合同和工程师列出：按时和超时的时限、通知、投诉、回访。

时限和通知均按各合同的约定。退出码：0 正常；2 用法有误；3 有服务单未能判定。""",
    "fieldops order report": """\
按合同生成定期工作报告：逐件受理记录、分类统计、重复出现的故障（列在最前）、巡检及问题、更换部件和下期安排。

提交之后用 schedule done 登记。退出码：0 正常；2 用法有误；3 有未能读取的记录。""",
    "fieldops order import": """\
导入一张服务单的处理记录（YAML 或 JSON 行）；已有的记录不变。

JSON 行、.csv 和 .xlsx 文件可含多张服务单，每行写明服务单编号。尚无此服务单的，据此开单。一张服务单要么全部导入，要么都不导入。

FILE.zip 是 order export --as 写出的存档：收入该单及其远程会话、更换、出入库和凭据。

退出码：0 全部导入；1 多张中有未导入的，或存档被改动；2 用法有误，或唯一的一张未导入；4 存档不予收入。""",
    "fieldops order documents": """\
服务单的文件：服务单、工作联系单、故障记录、故障分析报告、检查单、整改通知单和更换单。

不写 --kind 时，列出有哪些文件、合同要求最迟何时提交；写明后显示该文件，或写成文件（--output、--folder）。没有记录的内容留空手填。""",
    "fieldops order withdraw": """\
撤销误登记的处理经过：时间写错、登记到别的服务单等；撤销后请按实际情况重新登记。

原记录连同原因保留在案，但不再起作用；此前已签字的服务单随之换新版本。其后的记录离不开的、服务单已关闭的，说明怎么办后不予撤销。""",
    "fieldops order void": """\
作废误开的服务单：重复开单、开错客户、设备写错等。

服务单保留在案，不再有待办事项，统计时只计入作废。已有人处理的不予作废。""",
    "fieldops order export": """\
将服务单的处理记录写成 JSON 行，order import 和 sla status 均可读取；多张服务单供 order import 读取。

写 ORDER FILE.zip 则写出这一张服务单的存档：记录、交来的文件及签名、各种文件，以及说明如何核对的 README，
核对时不需要 fieldops；也可用 verify FILE.zip 核对。只有加 --as 签过名的存档，其他工作区才能用 order import 收入。""",
}
OPTIONS = {
    "Who of the customer it was, by name.": "客户方是哪一位，填写姓名。",
    "How content the customer is: very_satisfied, satisfied, fair or not_satisfied.": "满意度：非常满意、满意、一般、不满意。",
    "Why what was written down is not so.": "为什么更正。",
    "When it was reported.": "报修时间。",
    "Whose order it is: that cannot be corrected; void the order and open another one.": "哪家客户：不能更正，请作废本单，另开一单。",
    "Why it was not so.": "为什么不属实。",
    "When it was said to have happened, where there are several.": "原登记的发生时间；有多条时须写明。",
    "Who puts it right, by id or name.": "由谁更正，填写标识或姓名。",
    "Why there should be no such order.": "为什么作废。",
    "The order that is meant, such as the first of two.": "以哪张服务单为准，如重复开单的第一张。",
    "Such as 2026Q1; default: the one that runs.": "季度，如 2026Q1；默认为本季度。",
    "Only what counts for this engineer, by id or name.": "只列出该工程师的，填写标识或姓名。",
    "Which document; default: a list of those that there are.": "哪种文件；默认列出有哪些。",
    "Language of the document; default: the contract's.": "文件的语言；默认为合同的语言。",
    "File to write; its ending says the form. '-': standard output, as a page.": "要写的文件，格式由扩展名决定；“-”表示以网页形式写到标准输出。",
    "Write it there as a page, a PDF and a Word file; without --kind every document that there is.": "写到该文件夹，网页、PDF 和 Word 各一份；不写 --kind 时写出全部文件。",
    "Only those of a month, such as 2026-10, that are drawn for the audit.": "只列出某月（如 2026-10）抽中审核的服务单。",
    "Instead: what was worked on without an order.": "改为列出未开单先服务的情况。",
    "All orders of this contract.": "该合同的全部服务单。",
    "When it was reported; default: now.": "报修时间；默认为现在。",
    "How it came in, such as hotline.": "受理渠道，如 hotline（热线）。",
    "Who reports it.": "报修人。",
    "How the caller is reached.": "报修人电话。",
    "The equipment of the contract that is faulty, by id, serial or name.": "故障设备：合同内设备的标识、序列号或名称。",
    "What is affected, where it is no equipment of the contract.": "报修对象不是合同内设备时，写明是什么。",
    "Whether that is in the contract's scope, where it is no equipment.": "报修对象不是合同内设备时，是否属于合同服务范围。",
    "What the customer sees, with the error text.": "故障现象，含报错信息。",
    "Where and under which circumstances.": "发生的地点和环境。",
    "Which one of several of the same time, as the refusal lists them.": "同一时间有几条时撤销第几条，序号见提示。",
    "The order that a complaint is about, or on which equipment was found damaged.": "所投诉的服务单，或发现设备损坏的服务单。",
    "Work begins at once, before anything is agreed.": "紧急情况，先处理后补办手续。",
    "Who takes it in, by id or name.": "受理人，填写标识或姓名。",
    "The order's number; default: SO-, the day, and a count.": "服务单编号；默认为 SO-、日期和序号。",
    "When it happened; default: now.": "发生时间；默认为现在。",
    "Who did it: a position such as engineer, or a person by id or name.": "由谁完成：岗位，如 engineer（工程师），或人员的标识、姓名。",
    "To whom it is assigned, by id or name.": "派给谁，填写标识或姓名。",
    "Why the clocks stand still.": "暂停计时的原因。",
    "Where it is written: a letter, a photo, a signed sheet.": "凭据：函件、照片、已签字的服务单等。",
    "The new severity, or where a rejected sheet goes.": "调整后的故障等级，或审核未通过的服务单退到哪里。",
    "For which time another deadline is agreed.": "为哪个时限另行商定。",
    "The deadline that is agreed: a time, or a day that it ends with.": "商定的时限：某时，或某日（至当日结束）。",
    "Which document was given.": "提交了哪种文件。",
    "Which measure was taken.": "采取了哪项措施。",
    "Which step was done or answered.": "办理或答复了哪个步骤。",
    "Only orders that are not closed.": "只列出未关闭的。",
    "First day; default: the period of the contract's report that ended last.": "起始日；默认为合同工作报告最近结束的一期。",
    "Last day of the period.": "截止日。",
    "Which report, where the contract promises several.": "合同约定了多种工作报告时，写明是哪一种。",
    "Only orders on which something is still late; what was late and is done is in `order assessment`.": "只列出仍有超时未办的；曾超时、已办结的见 `order assessment`。",
    "Only those assigned to this person, by id or name.": "只列出派给此人的，填写标识或姓名。",
    "Only those about this equipment.": "只列出该设备的。",
    "Instead: why each of its times is when it is, counted day by day, with its clause.": "改为说明每个时限的由来：条款、起算、暂停，逐日计算。",
    "As --day today.": "同 --day today。",
    "Only what is late or due by the end of that day (today, tomorrow, a date), or waits for somebody on an order that is not solved.": "只列出到该日（today、tomorrow、今天、明天、后天或日期）结束前到期和已超时的，以及未解决的服务单上未约定时限、等人办理的。",
    "Only what this person has to do, by id or name.": "只列出此人的待办事项，填写标识或姓名。",
    "Whose order it is, where the file does not say.": "文件未写明时，属于哪份合同。",
}
