"""Sentences of `contract show` for what is said by the schema's titles, and for people, severities and channels."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # What a customer is told instead, and what a customer is not.
    "show.not-outside": Sentence("not for customers", "不对客户显示"),
    "show.vendor-hotline": Sentence("hotline of the service company: {address}", "服务方热线：{address}"),
    "show.person-outside": Sentence("{name}: {roles}", "{name}：{roles}"),
    "show.person-qualified": Sentence(
        "{name}: {roles}, qualified as {qualifications}", "{name}：{roles}，持有资质：{qualifications}"
    ),
    "show.inspection-outside": Sentence(
        "{title}: {when}, by {engineers} {engineers:engineer|engineers}",
        "{title}：{when}，{engineers} 名工程师",
    ),
    "show.health_check-outside": Sentence("{title}: {when}, unattended", "{title}：{when}，自动执行"),
    "show.category-outside": Sentence("{category}: {assets}", "{category}：{assets}"),
    "weekdays.all": Sentence("every day", "每天"),
    "weekdays.range": Sentence("{first} to {last}", "{first}至{last}"),
    # --- by the titles of the schema ---------------------------------------------------------------
    "show.stock": Sentence("Spare parts kept ready", "备件库存"),
    "show.store": Sentence("{title}; place: {location}", "{title}；存放地点：{location}"),
    "show.stock-item": Sentence("{part}: {quantity} kept as {kept}", "{part}：{kept} {quantity} 件"),
    "show.stock-item-named": Sentence(
        "{part} ({name}): {quantity} kept as {kept}", "{part}（{name}）：{kept} {quantity} 件"
    ),
    "show.also-agreed": Sentence("also agreed: {what}", "另约定：{what}"),
    "show.also-agreed-of": Sentence("also agreed ({of}): {what}", "另约定（{of}）：{what}"),
    "show.with-article": Sentence("{said} ({article})", "{said}（{article}）"),
    "show.and-also": Sentence("{said}; {more}", "{said}；{more}"),
    "show.value": Sentence("{value}", "{value}"),
    "show.group": Sentence("({inner})", "（{inner}）"),
    "show.listed": Sentence("{entries}", "{entries}"),
    "show.titled": Sentence("{title}: {inside}", "{title}：{inside}"),
    "show.titled-group": Sentence("{title} ({inside})", "{title}（{inside}）"),
    # --- headings ----------------------------------------------------------------------------------
    "show.contacts": Sentence("Contacts", "联系人"),
    "show.people": Sentence("People of the service company", "服务方人员"),
    "show.groups": Sentence("Emergency groups", "应急小组"),
    "show.calendars": Sentence("Service hours", "服务时间"),
    "show.equipment": Sentence("Equipment, one by one", "设备明细"),
    "show.severities": Sentence("Severities and requests", "故障等级与请求类型"),
    "show.channels": Sentence("How to reach us", "受理渠道"),
    # --- lines -------------------------------------------------------------------------------------
    "show.contract-title": Sentence("contract: {title}", "合同：{title}"),
    "show.handed-over": Sentence("{name}: received on {day}", "{name}：{day} 收到"),
    "show.not-handed-over": Sentence("{name}: not received yet", "{name}：尚未收到"),
    "show.severity": Sentence("{name}: {criteria}", "{name}：{criteria}"),
    "show.found-damaged": Sentence(
        "equipment that engineers find damaged on site gets an order of its own: {request}",
        "工程师现场发现设备损坏的，另开服务单：{request}",
    ),
    "show.request": Sentence("request: {name}", "请求类型：{name}"),
    "show.channel": Sentence("{kind} {address}", "{kind} {address}"),
    "show.channel-hours": Sentence("{channel}, {hours}", "{channel}，{hours}"),
    "show.plan": Sentence("by: {title}", "依据：{title}"),
    "show.hours": Sentence("{title}: {days} {open}", "{title}：{days} {open}"),
    "show.person": Sentence("{name}: {roles}, {phone}", "{name}：{roles}，{phone}"),
    "show.phone": Sentence("phone {phone}", "电话 {phone}"),
    "show.roster": Sentence("on duty in turn, {every} from {start} on", "值班自 {start} 起轮换，{every}一轮"),
    "show.grade": Sentence("{name}: {criteria}; {response}", "{name}：{criteria}；{response}"),
    "show.risk": Sentence("risk ({grade}): {what}", "风险（{grade}）：{what}"),
    "show.indicator": Sentence("indicator: {name}", "指标：{name}"),
    "show.indicator-target": Sentence("indicator: {name}, target {target}", "指标：{name}，目标 {target}"),
    "show.starts-event": Sentence("{title} starts with: {event}", "{title}起始：{event}"),
    "show.starts-latest_of": Sentence(
        "{title} starts with the latest of: {events}", "{title}起始：以下事件中最晚者：{events}"
    ),
    "show.starts-date": Sentence("{title} starts on {day}", "{title}起始日：{day}"),
    # --- who is on duty ----------------------------------------------------------------------------
    "duty.column-team": Sentence("team", "团队"),
    "duty.column-day": Sentence("day", "日期"),
    "duty.column-person": Sentence("on duty", "值班人员"),
    "duty.column-phone": Sentence("phone", "电话"),
    "duty.nobody": Sentence("nobody is named", "未排班"),
}
