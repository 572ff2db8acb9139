"""What each command does, in Chinese, as `--help` says it. In English it is the command's own docstring."""

COMMANDS = {
    "fieldops": """\
将服务合同写成 git 中的 YAML 并据以执行：校验合同，巡检合同所列设备，出具报告。

\b
先看演示：   fieldops demo
新建工作区： fieldops init my-contracts
校验文件：   fieldops validate
巡检：       fieldops inspect 合同 --engineer 甲 --engineer 乙
生成报告：   fieldops report latest --output report.html

退出码：0 正常；1 有错误或发现问题；2 用法有误；3 有内容无法判定或主机未连通；4 被拒绝；70 程序缺陷；130 被中断。""",
    "fieldops validate": """\
校验工作区的全部 YAML 文件（或只校验 PATHS），逐条指出错误所在的行和列。

\b
全部校验：         fieldops validate
只看错误：         fieldops validate --no-warnings
列出已接受的警告： fieldops validate --accepted
某分支改动的部分： fieldops validate --changed-since main
CI 会看到的：      fieldops validate --tracked --strict
供 CI 使用：       fieldops validate --format sarif > fieldops.sarif

退出码：0 无错误；1 有错误（加 --strict 时警告也算）；2 用法有误。""",
    "fieldops bundle": "巡检网络不可达的主机：把脚本带过去，把结果带回来。",
    "fieldops bundle make": """\
为 CONTRACT 所选的每台主机生成一个离线巡检脚本及操作说明，带到现场执行。

脚本与通过 SSH 发送的完全一致。结果用 fieldops bundle import 导入。""",
    "fieldops bundle import": """\
导入离线巡检脚本在主机上给出的结果：并入等待这些结果的巡检，没有时所给的 FILE 合为一次巡检。

已导入过的结果不作任何更改；改动过一个字节的结果会被拒绝（退出码 1）。""",
    "fieldops run conclude": """\
记录巡检结论（由本次巡检的一名工程师作出），之后即可签字。

不写 --assessment 和 --file 时打开编辑器。""",
    "fieldops records forget": """\
合同约定的保存期满后，删除 RUN 的证据：主机的原始输出和扫描件；写服务单编号的，删除这张已关闭服务单的凭据：签字的服务单及其他交来的文件。

判定结果和记录链保留；何人何时因何删除，本身也记录在案。未到期则拒绝，并给出日期（退出码 4）。""",
    "fieldops run confirm": """\
登记客户对 RUN 的确认（须先由两名工程师签字）：用客户自己的密钥，或附纸质签字扫描件。

\b
客户密钥在本机：  fieldops run confirm RUN --by 姓名
客户密钥在别处：  fieldops run confirm RUN --by 姓名 --intent > confirm.json
                  ssh-keygen -Y sign -f 密钥 -n confirmation@fieldops confirm.json
                  fieldops run confirm RUN --signed confirm.json
纸质签字：        fieldops run confirm RUN --by 姓名 --scan 文件 --on 日期

客户的公钥登记在合同联系人名下。""",
    "fieldops run fill": """\
填写 RUN 的人工检查项，直到下结论为止：在终端上逐项询问，或按选项填写。

\b
在没有 fieldops 的手机或笔记本上填写：
    fieldops run fill RUN --form form.yaml
    fieldops run fill RUN --answers form.yaml

重新填写即更正前一次的结果，前一次仍留在记录中。""",
    "fieldops sign": """\
以本次巡检工程师的身份签署 RUN，所用 SSH 密钥须登记在团队文件中。

两名工程师都签字后为正式报告。签字前请先阅读：fieldops report RUN。""",
    "fieldops similar": """\
查找各合同中与故障设备同类的设备：型号、部件或软件版本相同。

故障指 RUN 中检查项 CHECK 查出的问题，涉及全部出问题的主机，或只看 HOST；RUN 为编号或 latest。

退出码：0 没有同类设备，或此后都已检查且正常；1 其他设备也有同样的问题；2 用法有误；3 有设备此后尚未检查，或没有可供比对的特征。""",
    "fieldops verify": """\
说明 RUN 的签字证实了什么、未证实什么；也可核对文件 FILE：fieldops run export 写出的存档，PDF 报告（并说明其页面是否就是所签内容），
或服务单的文件（网页、PDF、Word，旁边放 FILE.sig）：是哪份文件、由谁的密钥签名、是否与记录一致。

逐一核对每个签名与现有记录、与团队文件中的公钥是否相符。核对文件不需要工作区；没有工作区时请指定自己留存的公钥清单，
存档自带的清单不能证明密钥归属。未经双人签字或文件被改动时退出码为 1；密钥归属只有文件自述，或 PDF 页面内容未能判定时为 3。""",
    "fieldops completion": """\
输出补全脚本，使 SHELL（bash、zsh、fish）能用 Tab 键补全命令、选项、合同、主机、巡检记录等。

\b
bash：  fieldops completion bash >> ~/.bashrc
zsh：   fieldops completion zsh >> ~/.zshrc
fish：  fieldops completion fish >> ~/.config/fish/config.fish

之后新开的终端就能用 Tab 键补全。""",
    "fieldops contract": "查看、比较、新建合同。",
    "fieldops contract list": "列出全部合同及其服务期和状态。",
    "fieldops contract show": "用通俗语言复述合同内容，并算出由此得到的各个日期。",
    "fieldops contract contacts": "该联系谁：客户联系人、应急联络人、热线及各受理渠道和时间。",
    "fieldops contract people": "由谁服务：团队成员、角色与资质、值班表、应急小组。",
    "fieldops team": "查看服务团队。",
    "fieldops team on-duty": "谁在值班，怎样联系。",
    "fieldops contract new": """\
按模板新建合同，或由前一份合同续约，并列出尚待完成的内容。

\b
有哪些模板：   fieldops contract new
要填哪些内容： fieldops contract new acme --from standard-service
一次填好：     fieldops contract new acme --from standard-service \\
                 --set customer.name=市人民医院 --set term.start=2027-01-01
续约：         fieldops contract new acme-2029 --from-contract acme

待填的每一项都列出位置和供 --set 使用的名称。
工作区 templates/contracts/ 下放有 contract.yaml 的目录也是模板。""",
    "fieldops contract obligations": "列出某份合同（或全部合同）在两个日期之间到期的事项。",
    "fieldops contract diff": """\
说明改动的实际含义：涉及哪个客户、哪个时限、哪些设备、哪些巡检。

\b
尚未提交的改动： fieldops contract diff
自某版本以来：   fieldops contract diff v1.2
两个版本之间：   fieldops contract diff main HEAD
用于合并请求：   fieldops contract diff main HEAD --format markdown
当前两份合同：   fieldops contract diff acme acme-2027
续约与前一份：   fieldops contract diff acme-2027 --with-predecessor

对客户不利的变化排在最前。
注释、引号和键的顺序没有含义，不列出。

退出码：0 无变化；1 有变化；2 用法有误。""",
    "fieldops contract import-assets": """\
将设备清单 FILE（.xlsx 或 .csv）中的设备加入合同。

已有设备保持原样。有疑问的行不导入，并列出行号和原因；其余各行照常导入。

\b
先试运行：   fieldops contract import-assets list.xlsx --contract acme --dry-run
自定义表头： fieldops contract import-assets list.xlsx --contract acme \\
                 --map '条码=serial' --map 'F=location'

退出码：0 各行均已导入或已存在；1 有行未导入，或找不到序列号、类别列；2 用法有误。""",
    "fieldops contract export-assets": """\
将合同的全部设备（来自其所有文件）导出为表格。

表头使用合同的语言；再次导入该表不会产生任何改动。""",
    "fieldops schema": "输出某类文档 KIND 的完整 JSON Schema；不写 KIND 则列出全部类型。",
    "fieldops explain": "说明 validate 报告的代码 CODE 是什么意思，并给出错误和正确的示例；不写 CODE 则列出全部代码。",
    "fieldops inspect": """\
由两名工程师巡检合同 CONTRACT 的主机，并记录结果。

不在主机上写入或更改任何内容。要执行的命令可事先用 fieldops playbook commands PLAYBOOK 查看。""",
    "fieldops health": "检查合同主机的健康状况：与巡检相同，但不按计划进行，也不要求工程师。",
    "fieldops playbook": "巡检方案：检查哪些内容。",
    "fieldops playbook list": "列出工作区的巡检方案和内置方案。",
    "fieldops playbook show": "列出方案 PLAYBOOK 的检查项、人工检查项及其标准。",
    "fieldops playbook export": "把方案 PLAYBOOK 连同沿用自其他方案的内容写成一份 YAML，输出到 FILE 或标准输出。",
    "fieldops playbook sudoers": """生成 sudoers 配置，使登录账号能以 root 身份执行方案 PLAYBOOK 所需的命令，且仅限这些命令。

加 --contract 时，一并列出数据库客户端以其他账号（system_account）运行所需的配置。
供客户的系统管理员使用：写入 /etc/sudoers.d 下的文件，并用 visudo -c 检查。""",
    "fieldops playbook commands": "列出方案 PLAYBOOK 在主机上执行的全部命令，供客户事先审阅。",
    "fieldops probe": "采集项：写进巡检方案之前先试一试，并用已记录的用例核对。",
    "fieldops probe parse": """\
从标准输入读取命令的输出，显示采集项 PROBE（文件或编号）从中得到的数据。

\b
fieldops probe parse playbooks/probes/queue.yaml < output.txt
fieldops run output latest db-1 linux-memory | fieldops probe parse linux-memory""",
    "fieldops probe try": """\
在一台主机上执行采集项 PROBE（文件或编号）并显示得到的数据，不记入主机的运行记录。

合同约定的时间窗口、客户同意和禁用命令与巡检时一样有效。加 --record 可把输出存为用例，供 fieldops probe test 核对。""",
    "fieldops probe test": """\
用已记录的用例（tests/probes/PROBE/CASE.yaml）核对采集项及使用它的检查项。

不连接任何主机。每处不符都给出文件名和行号。

\b
fieldops probe test
fieldops probe test queue-depth -o junit > probes.xml

退出码：0 全部相符；1 有不符；2 用法有误，或没有任何用例。""",
    "fieldops run": "已记录的运行（巡检和健康检查）。",
    "fieldops run list": "列出已记录的运行，最新的在前。",
    "fieldops run show": "查看一次运行；RUN 为运行编号或 latest。",
    "fieldops run output": "原样输出采集项 PROBE 在主机 HOST 上的输出，与记录逐字节一致。",
    "fieldops run diff": """\
对比两次运行：哪些新出现、恶化、减轻、已整改、仍未整改，哪些本次未查。

\b
最近一次与其上一次：   fieldops run diff
某一次与其上一次：     fieldops run diff 编号
指定的两次：           fieldops run diff 旧 新

上一次是指同一合同、同一方案、同一类型的上一次运行；优先取查过本次全部主机的那一次。本次未查的不算已整改，上次未查的不算新出现。

退出码：0 没有变差，1 有新出现或恶化的，2 用法有误，3 有未查或未确定的。""",
    "fieldops finding": "巡检发现的问题：由谁整改、何时完成，客户同意暂不整改的，已整改的，以及重复出现的。",
    "fieldops finding list": """\
列出全部运行发现的问题及其状态，逾期的在前。

问题是指某台主机某个检查项的某个对象达到警告或严重，各次运行中视为同一个问题。只有再次查到正常才算已整改；未连通的保持原状态。

退出码：0 正常；1 加 --late 时有逾期的；2 用法有误；3 有运行无法读取。""",
    "fieldops finding show": "查看一个问题的来龙去脉；FINDING 为编号或其开头几位。",
    "fieldops finding assign": "登记问题由谁整改、何时完成。",
    "fieldops finding accept": """\
登记客户同意问题在某日之前暂不整改；过了这一天重新列为待整改。

同意时为警告、之后升为严重的，立即重新列为待整改。""",
    "fieldops finding close": """\
人工关闭问题；以后的运行再次查到时会重新列为待整改。

关闭不等于已整改：只有再次检查才能证明已整改。""",
    "fieldops run export": """\
将 RUN 写成存档 FILE（.zip；- 为标准输出）：记录、签字、报告，以及说明如何核对的 README。

不写 FILE 时以运行编号为文件名，与报告中所写一致。

收到的人不需要 fieldops：用 OpenSSH 和 sha256sum 的四条命令即可核对全部内容。""",
    "fieldops run trend": """\
根据历次运行推算各对象还有多少天用满，最先用满的在前。

\b
某合同的全部运行，截至今天： fieldops run trend 合同
截至某次运行：               fieldops run trend 编号

只计算带 capacity 标签的检查项。至少三天有数据、跨度满一周，才按每天最后一个值拟合直线（Theil-Sen 法）；括号内为最早和最迟的天数。

退出码：0 正常；2 用法有误；3 全部数据不足，或有运行无法读取。""",
    "fieldops run import": """\
将存档 FILE（由 fieldops run export 写出）中的运行收入记录库：整个运行，或其中新增的内容。

两名工程师可据此在两台机器上先后签字。只收入本工作区团队成员已签字的内容；重复导入不产生任何变化。
存档被改动时退出码为 1，被拒绝时为 4。""",
    "fieldops records": "记录库：核对是否被改动，签署检查点，导出其中一次运行。",
    "fieldops records verify": """\
核对记录是否被更改、删除或打乱顺序。

FILE 是用 fieldops records export 导出的一次运行；不写则核对工作区的记录库。末尾的记录被删去，或整个文件被重写，
只能与他处留存的内容比对才能发现：检查点（records/checkpoints）、签过字的报告、--head、--intent。""",
    "fieldops records checkpoint": """为记录库签署检查点（现有多少条事件、链头是什么），写入工作区的 records/checkpoints。

提交到 git 并推送后，日后可证明记录库没有被截断或改写。记录库被改动过，或与已有检查点矛盾的，不予签署。""",
    "fieldops records export": """\
将一次运行 RUN（编号或 latest）连同证据写入 FILE（- 为标准输出），可在任何地方用 fieldops records verify FILE 核对。

文件中只含其他运行的校验值，不含其内容。""",
    "fieldops records take-in": """\
将运行期间未能写入记录库的结果从 FILE 收入记录库。

仅在该文件被移动过时才需要：留在原处的结果，任何命令都会自动收入。""",
    "fieldops sla": "计算各项时限，说明服务单的进展。",
    "fieldops sla deadlines": "列出一次报修的各项时限：响应、处理、报告、措施。",
    "fieldops sla explain": "逐日说明某项时限是怎么算出来的：计入的时间、中断、跳过的日子和调休上班日。",
    "fieldops sla status": "说明服务单的进展：哪些已按时完成、哪些逾期、哪些在计时或暂停，下一步升级给谁。",
    "fieldops template": "报告模板：自己的 Word 文件和网页模板。",
    "fieldops template check": """\
检查模板 FILE（Word 文件 .docx 或网页模板 .html.j2）：不存在的名称（并提示相近的名称）和写法错误。

分别用内容齐全和几乎为空的报告试一遍。有错误时退出码为 1。""",
    "fieldops template fields": """\
列出报告模板可用的全部名称；[] 表示列表中的每一条。

例如 {{ view.customer }}，以及 {%p for row in view.problems %} 之中的 {{ row.check }}：docs/word.md。""",
    "fieldops report": "将一次运行 RUN 生成一份独立的报告文件（网页、Word、PDF 或 Markdown）；RUN 为运行编号，或 latest（最近一次巡检）。",
    "fieldops schedule": "查看到期事项，执行到期的巡检，登记其余事项。",
    "fieldops schedule list": "列出全部到期事项及其状态：已完成、待完成、逾期未做、计划中等。",
    "fieldops schedule done": "登记某事项已完成。OBLIGATION 为 schedule list -o json 中的 id 或 key。",
    "fieldops schedule consent": "登记客户同意某次巡检接入系统。VISIT 为 schedule list -o json 中的 key。",
    "fieldops schedule ics": """\
将到期事项输出为日历文件（iCalendar，RFC 5545）。

使用合同的语言，或 --lang 指定的语言。相同的日期范围得到相同的文件；再次导入时，有变动的日程会更新，已取消的日程标为取消。有合同因错误被略去时退出码为 1：请保留原来的文件。""",
    "fieldops schedule install": "输出定时调用 fieldops schedule run 的 systemd 单元。",
    "fieldops schedule run": """\
执行到期的巡检和健康检查。

随时可以调用，次数不限，也可同时运行多个：已完成的不会重复执行。不会询问密码。""",
    "fieldops schedule watch": "反复检查并执行到期事项，直到按 Ctrl-C。",
    "fieldops hosts": "合同的主机。",
    "fieldops hosts import": """\
将 Ansible 清单 FILE（INI、YAML，或 ansible-inventory --list 输出的 JSON）中的主机加入合同 CONTRACT。

读取主机、分组、区间、端口和登录用户，以及清单旁边的 group_vars、host_vars。密码和保险库（vault）内容一律不写入合同。没有采用的内容逐行说明；合同中已有的主机保持原样。

\b
先试运行：   fieldops hosts import hosts.ini acme --dry-run
只要一个组： fieldops hosts import hosts.ini acme -l web

退出码：0 主机均已导入或已存在；1 有主机未导入；2 用法有误。""",
    "fieldops hosts pin": """\
获取合同 CONTRACT 各主机的 SSH 主机密钥，显示指纹并登记。

巡检只连接密钥已登记的主机。确认前请与客户核对指纹：在主机上运行
ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub。""",
    "fieldops init": """\
在目录 DIR 中新建工作区：一份小合同，以及 git 和编辑器的设置。

DIR 可以是新目录、空目录，或刚克隆下来的仓库（fieldops init .）；不在任何 git 仓库里时，会建立一个 git 仓库。已有的文件一律不覆盖。
用 --lang 指定的语言，以后就是这个工作区的语言。""",
    "fieldops doctor": "检查本机和工作区，指出会妨碍工作的问题。",
    "fieldops demo": """\
在本机用真实的 SSH 服务端演示从合同到报告的全过程。

在目录 DIR（默认 demo）中新建工作区，以非特权进程在回环地址上启动 OpenSSH 服务端，按标准方案巡检，并生成中英文报告。""",
    "fieldops warranty": "是否在保、费用由谁承担、保到何时、有无空档。",
    "fieldops warranty check": """\
判定某次故障是否在保，并说明理由。

\b
硬盘故障：     fieldops warranty check acme --asset SN1 --part HDD-4T --cause normal
补丁：         fieldops warranty check acme --asset LIC1 --upgrade minor
终身服务：     fieldops warranty check acme --asset SN1 --service rescanning
当时所知情况： ... --at 2026-03-01 --known-at v1.2

退出码：0 在保；1 不在保；2 用法有误；3 无法判定。""",
    "fieldops warranty list": "列出全部设备的质保，最先到期的在前。",
    "fieldops warranty batch": """\
逐条判定文件中的质保申请（CSV 或 JSON Lines），每条在标准输出上得到一行 JSON。

列名与 warranty check 的选项相同（contract、asset、cause、day、part_no 等）。有错误的行给出行号和原因，其余照常判定。

退出码：0 全部已判定；1 有的行出错；2 用法有误。""",
    "fieldops warranty gaps": """\
找出没有质保的日子、重复付费的质保，以及先于合同到期的质保。

退出码：0 没有；1 有；2 用法有误；3 只有日期未知的情况，或该客户有合同因文件错误无法判断。""",
}
