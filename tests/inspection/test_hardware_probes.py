"""Commands of the playbook hardware, run in every shell over made-up machines: what is there, and who is asked about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_probe_commands import each_shell, said, write

SYS = ("/sys/bus/pci/drivers/", "/sys/bus/pci/devices/", "/sys/block/", "/opt/MegaRAID/", "/proc/cpuinfo")
IPMI = ("/dev/ipmi0", "/dev/ipmi/0", "/dev/ipmidev/0", "/sys/class/dmi/id/", "/sys/firmware/dmi/entries")


def program(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, {f"bin/{name}": f"#!/bin/sh\n{text}\n"})
    (tmp_path / "bin" / name).chmod(0o755)


def card(tmp_path: Path, address: str, driver: str) -> None:
    write(tmp_path, {f"sys/bus/pci/drivers/{driver}/{address}/class": "0x010400\n"})


@each_shell
def test_the_tool_of_each_card_is_asked(shell: str, tmp_path: Path) -> None:
    card(tmp_path, "0000:02:00.0", "megaraid_sas")
    card(tmp_path, "0000:03:00.0", "hpsa")
    for name in ("storcli64", "ssacli"):
        program(tmp_path, name, f'echo "{name} $*"')
    assert said(shell, "linux-raid-cards", tmp_path, *SYS) == [
        "cards",
        "card 0000:02:00.0 megaraid_sas",
        "card 0000:03:00.0 hpsa",
        "tool storcli",
        "storcli64 /call show J nolog",
        "tool ssacli",
        "ssacli ctrl all show status",
        "ssacli ctrl all show config",
    ]


@each_shell
def test_a_card_without_its_tool_or_its_driver_is_told(shell: str, tmp_path: Path) -> None:
    card(tmp_path, "0000:02:00.0", "megaraid_sas")
    card(tmp_path, "0000:05:00.0", "arcmsr")
    write(tmp_path, {"sys/bus/pci/devices/0000:5e:00.0/class": "0x010400\n"})
    assert said(shell, "linux-raid-cards", tmp_path, *SYS) == [
        "cards",
        "card 0000:02:00.0 megaraid_sas",
        "card 0000:05:00.0 arcmsr",
        "missing tool arcmsr",
        "card 0000:5e:00.0 -",
        "missing driver -",
        "tool storcli",
        "missing storcli64 megaraid",
    ]


@each_shell
def test_without_a_card_no_tool_is_asked(shell: str, tmp_path: Path) -> None:
    program(tmp_path, "storcli64", "echo asked")
    assert said(shell, "linux-raid-cards", tmp_path, *SYS) == ["cards"]


SMARTCTL = (
    'case $1 in --scan) echo "/dev/sda -d scsi # /dev/sda, SCSI device" ;; *) echo "smartctl $*" ;; esac'
)


@each_shell
def test_disks_are_asked_and_virtual_ones_are_not(shell: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "sys/block/sda/device/model": "ST1000NM0055\n",
            "sys/block/sda/device/vendor": "ATA     \n",
            "sys/block/sdb/device/model": "QEMU HARDDISK   \n",
            "sys/block/sdc/device/model": "PERC H730P Mini\n",
            "sys/block/sr0/device/model": "DVD\n",
            "sys/block/loop0/size": "8\n",
        },
    )
    program(tmp_path, "smartctl", SMARTCTL)
    assert said(shell, "linux-smart", tmp_path, *SYS) == [
        "smart",
        "disk sda ST1000NM0055",
        "virtual sdb QEMU HARDDISK",
        "array sdc PERC H730P Mini",
        "asked /dev/sda scsi",
        "smartctl -n standby -i -H -A -d scsi /dev/sda",
    ]


@each_shell
def test_the_kernel_is_asked_for_paths_where_there_is_a_map(shell: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "sys/block/dm-0/dm/uuid": "mpath-3600a0b80\n",
            "sys/block/dm-0/dm/name": "mpatha\n",
            "sys/block/dm-1/dm/uuid": "LVM-abc\n",
            "sys/block/dm-1/dm/name": "vg-root\n",
        },
    )
    program(tmp_path, "dmsetup", 'echo "mpatha: $*"')
    assert said(shell, "linux-multipath", tmp_path, *SYS) == [
        "maps",
        "map mpatha",
        "mpatha: status --target multipath",
    ]
    program(tmp_path, "vgs", "echo '  vg|4|2|0'")
    assert said(shell, "linux-lvm", tmp_path, *SYS)[1:] == ["  vg|4|2|0"]


@each_shell
def test_a_virtual_machine_has_no_sensors_and_a_server_without_driver_is_unknown(
    shell: str, tmp_path: Path
) -> None:
    write(tmp_path, {"proc/cpuinfo": "flags\t: fpu hypervisor sse\n"})
    assert said(shell, "linux-sensors", tmp_path, *SYS, *IPMI) == ["sensors", "none"]
    write(tmp_path, {"proc/cpuinfo": "flags\t: fpu sse\n", "sys/class/dmi/id/sys_vendor": "Inspur\n"})
    with pytest.raises(AssertionError, match="without its driver is not known"):
        said(shell, "linux-sensors", tmp_path, *SYS, *IPMI)
    write(tmp_path, {"dev/ipmi0": ""})
    program(tmp_path, "ipmitool", 'echo "ipmitool $*"')
    assert said(shell, "linux-sensors", tmp_path, *SYS, *IPMI) == ["sensors", "ipmitool sdr elist"]
