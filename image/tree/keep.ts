/** What packages bring and the card leaves out: documentation, translations, tools for installing and for logins. */
const dropped: readonly RegExp[] = [
  /^usr\/share\/(doc|man|info|locale|lintian|bug|bash-completion|zsh|fish|i18n|gettext|menu|doc-base|initramfs-tools|apport|reportbug|debconf|debianutils|pixmaps|applications|polkit-1|dbus-1|factory|linda|perl5|common-licenses|base-files|gcc|gdb|mime|metainfo|icons|sounds)\//,
  /^etc\/(init\.d|cron\.|default|logrotate\.d|initramfs|kernel|dbus-1|pam\.d|ufw|ssh\/moduli|network|wpa_supplicant|X11|xdg|profile\.d|update-motd\.d|logcheck|resolvconf|dhcp|rc[0-9S]\.d|systemd\/(system|user)\/|skel|motd|issue|opt|binfmt\.d|terminfo|runit|sv)/,
  /^usr\/lib\/(modules|linux-image)/,
  /^usr\/lib\/systemd\/(user|user-generators|user-environment-generators|catalog|boot|portable|ntp-units\.d|user-preset)(\/|$)/,
  /^usr\/lib\/systemd\/system-generators\/(?!systemd-fstab-generator)/,
  /^usr\/lib\/systemd\/systemd-(bootchk|pcr|measure|homed|importd|export|portabled|machined|cryptsetup|veritysetup|integritysetup|storagetm|sysext|ssh-proxy|bsod|battery-check|boot-check|hibernate-resume|tpm2-setup|userwork|userdbd|nsresource|mountfsd|keyutil|sbsign|update-helper|pull|logind|localed|timedated|hostnamed|rc-local|quotacheck|vconsole|rfkill|backlight|xdg)/,
  /^usr\/bin\/(systemd-(cryptenroll|cryptsetup|repart|sysext|confext|creds|ac-power|stdio-bridge|mount|umount|delta|machine-id-setup|inhibit|vpick|dissect|home|cgtop|path|firstboot|sysusers|pcrlock|hwdb|socket-activate)|bootctl|busctl|localectl|loginctl|timedatectl|hostnamectl|portablectl|userdbctl|importctl|kernel-install|run0|varlinkctl|oomctl)/,
  /^usr\/lib\/(kernel|sysusers\.d|environment\.d|initcpio|dracut|pam\.d|binfmt\.d|credstore|pcrlock\.d|valgrind|mime|runit-helper|apt)\//,
  // Device rules: loading drivers, naming and telling systemd are enough; the rest costs every boot seconds.
  /^usr\/lib\/udev\/rules\.d\/(?!(50-udev-default|75-net-description|80-drivers|80-net-setup-link|99-systemd)\.rules)/,
  /^usr\/lib\/tmpfiles\.d\/(?!(systemd|systemd-network|systemd-resolve|tmp|var|static-nodes-permissions)\.conf)/,
  /^usr\/lib\/udev\/(hwdb\.d\/|hwdb\.bin)/,
  /^usr\/lib\/[^/]+\/(security|gconv|sasl2|engines-3|ossl-modules|audit|e2fsprogs)\//,
  /^usr\/lib\/[^/]+\/(libdb-5|libpam_misc)/,
  /^usr\/lib\/firmware\/brcm\/(?!(brcmfmac43430|brcmfmac43436|brcmfmac43455|brcmfmac43456)[^/]*$)/,
  /^usr\/lib\/firmware\/(?!brcm\/|cypress\/|regulatory)/,
  /^usr\/lib\/firmware\/cypress\/(?!cyfmac(43430|43455|43439))/,
  /^usr\/lib\/raspi-firmware\//,
  /^usr\/lib\/openssh\/(ssh-(keysign|pkcs11-helper|sk-helper|agent)|agent-launch)/,
  /^usr\/bin\/(ssh|ssh-add|ssh-agent|ssh-argv0|ssh-copy-id|ssh-keyscan|scp|sftp|slogin|su|chage|wall|write|newgrp|login|lsmem|lscpu|lsipc|mcookie|partx_|script|scriptlive|scriptreplay|choom|chrt|ionice|ipcmk|ipcrm|ipcs|uclampset|utmpdump|setterm|setarch|rename.*|whereis|last|lastb|prlimit|pinky|getopt_|taskset_|hardlink|fincore|unshare_|lsfd|lsclocks|lslocks|lslogins|lsirq|irqtop|namei|wdctl|resizepart|bits|exch|enosys|waitpid|coresched|pipesz|fadvise|getconf|iconv|locale|localedef|ld\.so_|ldd|sprof|pldd|zdump|tzselect|catchsegv|mtrace|gencat|[0-9a-z]*_linux|x86_64|aarch64|linux32|linux64|uname26)$/,
  /^usr\/sbin\/(agetty|getty|sulogin|nologin_|mkfs\.(bfs|cramfs|minix)|fsck\.(cramfs|minix)|e4defrag|e4crypt|e2image|e2undo|e2freefrag|e2scrub|e2scrub_all|mke2fs_|filefrag|debugfs|ctrlaltdel|chcpu|ldattach|rtcwake|readprofile|mkswap_|pivot_root|switch_root|ldconfig|iconvconfig|zic|nfnl_osf|chmem|add-shell|remove-shell|update-shells|installkernel|raw|runuser|vigr|vipw|fsfreeze|isosize|pam.*|unix_.*)$/,
  /^var\//,
  /^usr\/games/,
  /^(usr\/)?(local|src|include)/,
]

/** True when a path from a package belongs on the card. The kernel's files go their own way (kernel/). */
export const belongs = (path: string): boolean => !dropped.some((pattern) => pattern.test(path))
