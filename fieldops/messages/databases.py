"""Sentences about what databases did not tell, and why."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "reading.instance-refused": Sentence(
        "the account is not let in, or lacks a right: {said}",
        "账号无法登录或权限不足：{said}",
        "its administrator grants what docs/databases.md lists",
        "请数据库管理员按 docs/zh-CN/databases.md 授予所列权限",
    ),
    "reading.mysql-lag-null": Sentence(
        "the server says NULL: a replication thread does not run or is connecting, and nobody knows the lag",
        "延迟为 NULL：复制线程未运行或正在连接主库，延迟未知",
    ),
    "reading.mysql-metric-off": Sentence(
        "the server does not count it: the metric {metric} is turned off",
        "服务器未统计该指标：{metric} 已关闭",
    ),
    "reading.mysql-shared-tablespace": Sentence(
        "innodb_file_per_table is off: of tables in one shared file nobody knows whose space is free",
        "innodb_file_per_table 未开启，各表共用系统表空间，无法分别计算空闲空间",
    ),
    "reading.mysql-sees-part": Sentence(
        "the account sees a part of the tables only",
        "登录账号只能看到部分表",
        "grant it REFERENCES on *.* (no data is shown by that), see docs/databases.md",
        "请授予 *.* 上的 REFERENCES 权限（不涉及业务数据），见 docs/zh-CN/databases.md",
    ),
    "reading.mysql-many-tables": Sentence(
        "{count} {count:table|tables}: more than {most} are not looked at, for the server would open a file for each",
        "共 {count} 张表，超过 {most} 张不作检查，以免服务器逐表打开文件",
    ),
    "reading.mysql-stats-on-metadata": Sentence(
        "innodb_stats_on_metadata is on: looking at the tables would make the server count their statistics anew",
        "innodb_stats_on_metadata 已开启，查询表信息会触发统计信息重算，故未查询",
        "turn it off (SET GLOBAL innodb_stats_on_metadata = OFF), as it is by default since MySQL 5.6",
        "建议关闭（SET GLOBAL innodb_stats_on_metadata = OFF），MySQL 5.6 起默认关闭",
    ),
    "reading.oracle-no-lag": Sentence(
        "the standby gives no value: nothing is received or applied, and nobody knows the lag",
        "备库未给出延迟值：未接收或未应用日志，延迟未知",
    ),
    "reading.oracle-unheard": Sentence(
        "the primary has not been heard for {minutes} minutes: the lag that is shown is the last one, and nobody knows today's",
        "已有 {minutes} 分钟未收到主库数据，所示延迟是此前的值，当前延迟未知",
    ),
    "reading.postgresql-hidden": Sentence(
        "the account may not look at other sessions ({count} of them are hidden)",
        "登录账号无权查看其他会话（{count} 个被隐藏）",
        "make it a member of pg_monitor, see docs/databases.md",
        "请授予 pg_monitor 角色，见 docs/zh-CN/databases.md",
    ),
    "reading.postgresql-no-lag": Sentence(
        "the standby receives from no primary, or has replayed nothing yet: nobody knows the lag",
        "备库未接收主库日志，或尚未回放任何事务，延迟未知",
    ),
    "reading.postgresql-not-receiving": Sentence(
        "the standby receives from no primary, and whether it is meant to cannot be seen (before 12, or without pg_monitor)",
        "备库未接收主库日志；是否应当接收无从判断（12 之前的版本，或未授予 pg_monitor 角色）",
        "look at primary_conninfo on the host: without one it takes its log from an archive",
        "请在主机上查看 primary_conninfo；未配置的，备库从归档恢复日志",
    ),
    "reading.postgresql-refused": Sentence(
        "the server did not answer about the database {database}",
        "服务器未返回数据库 {database} 的信息",
        "let the account connect to it (GRANT CONNECT), and see what the server said in the annex",
        "请授予该库的 CONNECT 权限，服务器的原话见附件",
    ),
    "reading.postgresql-sequence-hidden": Sentence(
        "the account may not read the sequence",
        "登录账号无权读取该序列",
        "grant it SELECT on the sequence, see docs/databases.md",
        "请授予该序列的 SELECT 权限，见 docs/zh-CN/databases.md",
    ),
    "reading.postgresql-no-sequences": Sentence(
        "PostgreSQL tells the last values of sequences in one place since version 10 only",
        "PostgreSQL 10 起才集中提供序列当前值",
    ),
}
