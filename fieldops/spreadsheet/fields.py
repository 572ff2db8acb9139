"""The fields a column can hold, and the headings they are known by.

A field is named by its path in an asset (``host.address``); an event's day is ``events.delivery``, the paper that
shows it ``events.delivery.evidence``; ``more`` holds, as JSON, what has no column.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldops.contracts.model.shared import EVENTS


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its heading in an export (`zh`, `en`), other headings of it, how its cells are read (`cells.READINGS`).

    `always`: an export has the column even when no asset fills it.
    """

    name: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    reading: str = "text"
    always: bool = False


_EVENT_WORDS = {
    "shipment": ("发货", "Shipment", ("发货时间", "发运日期", "shipped")),
    "delivery": ("到货", "Delivery", ("到货时间", "交货日期", "交付日期", "delivered")),
    "installation": ("安装", "Installation", ("安装时间", "installed", "installdate")),
    "preliminary_acceptance": ("初验", "Preliminary acceptance", ("初验时间", "初步验收", "初步验收日期")),
    "completion_acceptance": (
        "竣工验收",
        "Completion acceptance",
        ("竣工验收时间", "竣工日期", "完工验收日期"),
    ),
    "final_acceptance": ("终验", "Final acceptance", ("终验时间", "最终验收", "最终验收日期")),
    "contract_start": ("合同开始", "Contract start", ()),
}


def _events() -> tuple[Field, ...]:
    made: list[Field] = []
    for event in EVENTS:
        zh, en, aliases = _EVENT_WORDS[event]
        always = event in ("delivery", "installation", "preliminary_acceptance", "final_acceptance")
        name = f"events.{event}"
        made.append(Field(name, f"{zh}日期", f"{en} date", (zh, en, *aliases), "day", always))
        made.append(Field(f"{name}.evidence", f"{zh}凭据", f"{en} evidence"))
    return tuple(made)


FIELDS: tuple[Field, ...] = (
    Field(
        "id",
        "资产编号",
        "Asset id",
        (
            "编号",
            "资产号",
            "资产编码",
            "设备编号",
            "设备编码",
            "固定资产编号",
            "资产卡片编号",
            "资产标识",
            "id",
            "assetno",
            "assettag",
        ),
        "id",
        True,
    ),
    Field(
        "name",
        "名称",
        "Name",
        ("设备名称", "设备名", "资产名称", "产品名称", "品名", "assetname", "devicename", "description"),
        reading="name",
        always=True,
    ),
    Field("name.zh-CN", "中文名称", "Chinese name", ("名称(中文)", "设备名称(中文)", "name(zh)")),
    Field("name.en", "英文名称", "English name", ("名称(英文)", "设备名称(英文)", "name(en)")),
    Field(
        "serial",
        "序列号",
        "Serial number",
        (
            "sn",
            "s/n",
            "sn号",
            "sn码",
            "出厂编号",
            "出厂序列号",
            "机身号",
            "设备序列号",
            "产品序列号",
            "整机序列号",
            "机器序列号",
            "序列编号",
            "序列码",
            "设备sn",
            "产品sn",
            "出厂号",
            "设备出厂编号",
            "服务标签",
            "servicetag",
            "serial",
            "serialno",
            "serialnum",
        ),
        "serial-number",
        True,
    ),
    Field(
        "model",
        "型号",
        "Model",
        (
            "规格型号",
            "型号规格",
            "规格/型号",
            "型号/规格",
            "设备型号",
            "设备规格型号",
            "产品型号",
            "品牌型号",
            "modelno",
            "modelnumber",
        ),
        "model",
        True,
    ),
    Field(
        "category",
        "类别",
        "Category",
        (
            "设备类型",
            "设备类别",
            "设备分类",
            "设备种类",
            "类型",
            "资产类别",
            "资产类型",
            "资产分类",
            "产品类别",
            "产品类型",
            "种类",
            "分类",
            "type",
            "devicetype",
            "assettype",
        ),
        always=True,
    ),
    Field(
        "key_equipment",
        "关键设备",
        "Key equipment",
        ("是否关键", "是否关键设备", "关键", "重要设备", "是否重要设备", "critical"),
        "yes",
        True,
    ),
    Field(
        "site",
        "地点",
        "Site",
        (
            "机房",
            "所在机房",
            "所属机房",
            "机房名称",
            "站点",
            "所在站点",
            "所在地点",
            "使用地点",
            "安装地点",
            "服务地点",
            "数据中心",
            "datacenter",
        ),
        always=True,
    ),
    Field(
        "location",
        "位置",
        "Location",
        (
            "机柜",
            "机柜位置",
            "机柜编号",
            "所在位置",
            "所在机柜",
            "安装位置",
            "存放位置",
            "物理位置",
            "设备位置",
            "机柜号",
            "rack",
        ),
        always=True,
    ),
    Field("location.zh-CN", "中文位置", "Chinese location", ("位置(中文)", "location(zh)")),
    Field("location.en", "英文位置", "English location", ("位置(英文)", "location(en)")),
    Field("batch", "批次", "Batch", ("到货批次", "批次号", "deliverybatch"), "id", True),
    *_events(),
    Field("part.part_no", "备件号", "Part number", ("部件号", "partno"), "model"),
    Field("part.serial", "备件序列号", "Part serial number", ("部件序列号", "partserial"), "serial-number"),
    Field("part.slot", "槽位", "Slot", ()),
    Field(
        "host.address",
        "管理地址",
        "Address",
        ("ip", "ip地址", "管理ip", "管理ip地址", "主机地址", "ipaddress", "managementip", "host"),
        "address",
        True,
    ),
    Field("host.port", "端口", "Port", ("ssh端口", "端口号", "sshport"), "port"),
    Field("host.groups", "主机分组", "Host groups", ("分组", "groups"), "words"),
    # Whether an engineer inspects it over SSH. An export says it, so that an import takes the address of any category.
    Field("host.inspect", "SSH巡检", "SSH inspection", ("是否ssh巡检", "inspect"), "yes"),
    # Never part of an asset: read to refuse what is several.
    Field(
        "quantity",
        "数量",
        "Quantity",
        (
            "台数",
            "套数",
            "件数",
            "个数",
            "设备数量",
            "总数量",
            "数量/台",
            "数量/套",
            "台/套",
            "qty",
            "count",
            "units",
            "pcs",
        ),
        "one",
    ),
    Field("more", "其他(JSON)", "Other (JSON)", (), "json"),
)
BY_NAME = {field.name: field for field in FIELDS}

# Columns that only count the rows: read by nobody and not worth telling.
COUNTING = ("序号", "序", "行号", "no", "no.", "#", "item")

# The end of a warranty follows from the contract's terms and the asset's dates; a list's own is told, not taken.
WARRANTY = (
    "维保到期", "维保到期日", "维保到期日期", "维保到期时间", "维保期", "维保截止日期", "维保截止时间", "维保结束日期", "过保日期", "过保时间",
    "质保到期", "质保到期日", "质保到期日期", "质保到期时间", "质保期", "质保截止日期", "质保年限", "保修期", "保修到期", "保修到期日期",
    "保修截止日期", "是否在保", "在保状态", "维保状态", "warranty", "warranty end", "warranty expiry", "warranty until",
)  # fmt: skip

# Those that the Linux playbook can inspect over SSH; other categories get a host only when it is asked for.
INSPECTED = frozenset({"server"})
