"""Programs that can change the machine they run on, and by which of their words they do; from their manuals. Tables only.

What is made of them: `changing_commands`. A program that is missing here is not known to change anything.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
ALWAYS = frozenset({
    "batch", "blkdiscard", "chattr", "chcon", "chgrp", "chmod", "chown", "chpasswd", "cp", "depmod", "dnf", "ed",
    "fsck", "gpasswd", "groupadd", "groupdel", "groupmod", "halt", "init", "insmod", "install", "ipset-restore",
    "iptables-restore", "ip6tables-restore", "killall", "ln", "logger", "lvchange", "lvconvert", "lvcreate",
    "lvextend", "lvreduce", "lvremove", "lvrename", "lvresize", "mail", "mailx", "mkdir", "mkfifo", "mkfs", "mknod", "mkswap",
    "mktemp", "mv", "nano", "newgrp", "patch", "pkill", "poweroff", "pvcreate", "pvmove", "pvremove",
    "pvresize", "reboot", "renice", "resize2fs", "rm", "rmdir", "rmmod", "sendmail", "setcap", "setenforce", "setfacl",
    "setsebool", "shred", "shutdown", "split", "csplit", "swapoff", "systemd-run", "systemd-tmpfiles", "telinit", "touch",
    "truncate", "umount", "unlink", "useradd", "userdel", "usermod", "vgchange", "vgcreate", "vgextend", "vgreduce", "vgremove",
    "vgrename", "vi", "vim", "vipw", "wall", "xfs_growfs", "yum", "zypper",
})
_TABLES = (
    "-A -D -E -F -I -N -P -R -X -Z --append --delete --rename-chain --flush --insert --new-chain --policy --replace"
    " --delete-chain --zero"
)
_CONTAINERS = (
    "build commit cp create import kill load login logout pause prune pull push rename restart rm rmi run start stop tag unpause"
    " update up down"
)
_SERVICE = "start stop restart try-restart force-reload reload condrestart graceful graceful-stop"
# Programs of which only some words change something. A word is compared up to its "=", letters of one dash one by one.
WITH: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in {
    "alternatives": "--set --install --remove --remove-all --auto --config",
    "apache2ctl": f"-k {_SERVICE}",
    "apachectl": f"-k {_SERVICE}",
    "apk": "add cache del fix update upgrade",
    "apt": "install remove purge autoremove upgrade full-upgrade update clean autoclean download source edit-sources satisfy",
    "apt-get": "install remove purge autoremove upgrade dist-upgrade update clean autoclean download source build-dep",
    "arptables": _TABLES,
    "auditctl": "-a -A -b -d -D -e -f -R -w -W --reset-lost --signal",
    "btrfs": "create defragment delete resize snapshot start",
    "chkconfig": "on off reset --add --del",
    "chronyc": "makestep burst online offline onoffline add delete settime password reselect shutdown rekey trimrtc reset",
    "conntrack": "-D -F -I -U -C --delete --flush --create --update",
    "curl": "DELETE PATCH PUT -XDELETE -XPATCH -XPUT",
    "dmesg": "-c -C -D -E -n --clear --read-clear --console-off --console-on --console-level",
    "docker": _CONTAINERS,
    "dpkg": "-i -r -P --install --remove --purge --configure --unpack --set-selections --clear-selections --update-avail",
    "ebtables": _TABLES,
    "ethtool": "-A -C -E -f -G -K -L -N -p -r -s -t -U -X --change --flash --identify --negotiate --offload --pause --reset"
               " --set-channels --set-ring --set-rxfh-indir --test",
    "exportfs": "-a -f -r -u -o",
    "faillock": "--reset",
    "fuser": "-k --kill",
    "hostnamectl": "set-hostname set-icon-name set-chassis set-deployment set-location",
    "hwclock": "-s -w -a --hctosys --systohc --set --adjust --systz",
    "initctl": _SERVICE,
    "ip": "add append change del delete flush replace set",
    "ip6tables": _TABLES,
    "ipmitool": "activate bootdev clear cycle deactivate disable enable identify off on power=off raw reset set soft",
    "ipset": "add create del destroy flush rename restore swap",
    "iptables": _TABLES,
    "journalctl": "--flush --relinquish-var --rotate --setup-keys --smart-relinquish-var --sync --update-catalog"
                  " --vacuum-files --vacuum-size --vacuum-time",
    "keytool": "-changealias -delete -genkey -genkeypair -genseckey -import -importcert -importkeystore -storepasswd -keypasswd",
    "kubectl": "annotate apply autoscale cordon cp create delete drain edit expose label patch replace restart run scale set taint"
               " uncordon undo",
    "localectl": "set-locale set-keymap set-x11-keymap",
    "loginctl": "kill-session kill-user terminate-session terminate-user terminate-seat enable-linger disable-linger lock-session",
    "mdadm": "-A -C -F -G -S -a -f -r -w -o --add --assemble --create --fail --follow --grow --monitor --re-add --readonly"
             " --readwrite --remove --stop --zero-superblock",
    "multipath": "-F -W -a -f -r -w",
    "nft": "add create delete destroy flush insert rename replace reset -f --file",
    "nginx": "-s",
    "nvme": "attach-ns create-ns delete-ns detach-ns format fw-activate fw-commit fw-download reset sanitize set-feature write"
            " write-zeroes",
    "pip": "cache download install uninstall wheel",
    "pip3": "cache download install uninstall wheel",
    "pm2": "delete kill reload restart save start stop",
    "podman": _CONTAINERS,
    "rabbitmqctl": "add_user add_vhost change_password clear_permissions close_connection delete_queue delete_user delete_vhost"
                   " force_boot forget_cluster_node join_cluster purge_queue reset set_permissions set_policy start_app stop stop_app",
    "rc-service": _SERVICE,
    "rc-update": "add del delete",
    "redis-cli": "append bgrewriteaof bgsave debug decr del expire failover flushall flushdb getdel getset hdel hset incr lpop lpush"
                 " lrem mset persist publish rename replicaof reset restore rewrite rpop rpush sadd save set setex setnx shutdown"
                 " slaveof spop srem unlink zadd zrem",
    "route": "add del delete flush",
    "service": _SERVICE,
    "smartctl": "-s -t -X -S -o --abort --offlineauto --saveauto --set --smart --test",
    "ss": "-K --kill",
    "supervisorctl": f"{_SERVICE} add remove shutdown signal update clear",
    "swapon": "-a --all -e --ifexists -d --discard -p --priority -o --options",
    "systemctl": f"{_SERVICE} cancel clean daemon-reexec daemon-reload disable edit enable emergency freeze halt hibernate import-environment"
                 " isolate kexec kill link log-level mask poweroff preset preset-all reboot reenable reload-or-restart rescue"
                 " reset-failed revert service-log-level set-default set-environment set-property suspend switch-root thaw"
                 " unmask unset-environment",
    "tc": "add change del delete replace",
    "timedatectl": "set-time set-timezone set-ntp set-local-rtc",
    "ufw": "allow default delete deny disable enable insert limit reject reload reset route",
    "update-alternatives": "--set --install --remove --remove-all --auto --config",
    "update-rc.d": "defaults disable enable remove",
    "virsh": "attach-device attach-disk attach-interface create define delete destroy detach-device detach-disk edit managedsave"
             " migrate reboot reset restore resume save setmem setvcpus shutdown snapshot-create start suspend undefine",
    "wipefs": "-a -o --all --offset",
}.items()}
# Programs that only read with one of these words.
UNLESS: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in {
    "at": "-c -l",
    "chage": "-l --list",
    "crontab": "-l",
    "fdisk": "-l --list",
    "ldconfig": "-p --print-cache -N",
    "logrotate": "-d --debug",
    "modprobe": "-D -c -n --dry-run --show --show-depends --showconfig",
    "ntpdate": "-q",
    "parted": "-l --list p print",
    "passwd": "-S --status",
    "restorecon": "-n",
    "rsync": "-n --dry-run --list-only",
    "semanage": "-l --list --extract",
    "tune2fs": "-l",
    "visudo": "-c --check",
    "xfs_repair": "-n",
}.items()}
# Programs whose first word, behind options of which these letters take a value, says what they do.
VERBS: Mapping[str, tuple[str, frozenset[str]]] = {name: (valued, frozenset(words.split())) for name, valued, words in (
    ("git", "Cc", "add checkout clean clone commit fetch gc init merge mv pull push rebase reset restore rm stash switch"),
    ("snap", "", "install refresh remove restart revert set start stop"),
    ("zfs", "", "clone create destroy inherit promote receive rename rollback send set snapshot unmount upgrade"),
    ("zpool", "", "add attach clear create destroy detach export labelclear offline online remove replace scrub set trim"),
)}
# Programs that write what stands behind an option: the letters of all options with a value, and the options that name a file.
FILES: Mapping[str, tuple[str, frozenset[str]]] = {
    "curl": ("AbcCdDeEFhHKmoPQrtTuUwxXyYz", frozenset({
        "-c", "-D", "-o", "--cookie-jar", "--dump-header", "--output", "--output-dir", "--stderr", "--trace", "--trace-ascii",
        "-O", "--remote-name", "--remote-name-all", "-T", "--upload-file",
    })),
    "dmidecode": ("dst", frozenset({"--dump-bin"})),
    "openssl": ("", frozenset({"-keyout", "-out", "-sess_out", "-writerand"})),
    "psql": ("cdfhLoPpRTUv", frozenset({"-L", "-o", "--log-file", "--output"})),
    "shuf": ("einor", frozenset({"-o", "--output"})),
    "sort": ("koStT", frozenset({"-o", "--output"})),
    "strace": ("abeEIoOpPsSuXz", frozenset({"-o", "--output"})),
    "tcpdump": ("BcCDEFGijMrsTVwWyzZ", frozenset({"-w"})),
}
# fmt: on
