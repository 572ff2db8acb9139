"""The kinds of equipment that contracts and equipment lists name: ids, the words for them, and which is part of which."""

from __future__ import annotations

# Category ids and the words for them. A word that stands here for no category is doubtful, never a new category.
CATEGORIES: dict[str, tuple[str, ...]] = {
    "server": (
        "服务器",
        "server",
        "pc服务器",
        "机架式服务器",
        "刀片服务器",
        "机架服务器",
        "x86服务器",
        "servers",
    ),
    "storage": ("存储", "storage", "存储设备", "磁盘阵列", "存储阵列"),
    "tape-library": ("磁带库", "tape library"),
    "network": ("网络设备", "network", "网络", "network device", "networking"),
    "switch": ("交换机", "switch", "网络交换机", "以太网交换机", "核心交换机", "接入交换机", "汇聚交换机"),
    "fc-switch": ("光纤交换机", "FC switch", "光纤通道交换机", "san交换机"),
    "router": ("路由器", "router"),
    "load-balancer": ("负载均衡", "load balancer", "负载均衡器", "负载均衡设备"),
    "wireless-ap": ("无线AP", "wireless AP", "无线接入点"),
    "security": ("安全设备", "security", "网络安全设备", "信息安全设备", "security device"),
    "firewall": ("防火墙", "firewall"),
    "bastion": ("堡垒机", "bastion host", "运维审计", "运维审计系统"),
    "scanner": ("扫描仪", "scanner", "高速扫描仪"),
    "printer": ("打印机", "printer"),
    "multifunction-printer": ("一体机", "multifunction printer", "多功能一体机"),
    "workstation": ("工作站", "workstation", "图形工作站"),
    "desktop": ("台式机", "desktop", "台式电脑", "台式计算机", "pc"),
    "laptop": ("笔记本", "laptop", "笔记本电脑", "便携机"),
    "display": ("显示器", "display", "monitor"),
    "power": ("电源设备", "power", "供电设备", "配电设备", "power supply"),
    "ups": ("UPS", "UPS", "不间断电源", "ups电源"),
    "air-conditioner": ("精密空调", "precision air conditioner", "机房空调"),
    "rack": ("机柜", "rack", "服务器机柜"),
    "camera": ("摄像机", "camera", "摄像头"),
    "terminal": ("终端", "terminal", "自助终端"),
    "gateway": ("网关", "gateway"),
    "software": ("软件", "software", "系统软件", "应用软件"),
    "application": ("应用系统", "application", "业务系统", "应用"),
    "database": ("数据库", "database", "数据库软件"),
    "operating-system": ("操作系统", "operating system"),
}

# What contracts call a kind of equipment as a whole: the narrow category is meant only where the contract uses it.
WIDER = {
    "switch": "network",
    "fc-switch": "network",
    "router": "network",
    "load-balancer": "network",
    "wireless-ap": "network",
    "firewall": "security",
    "bastion": "security",
    "ups": "power",
    "multifunction-printer": "printer",
    "application": "software",
    "database": "software",
    "operating-system": "software",
}
