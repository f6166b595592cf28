/**
 * Kernel modules the system keeps, as patterns on the path below `kernel/`; what they need follows by itself.
 * Everything a supported board has, what people plug into one, and the virtual hardware of QEMU.
 */
export const systemModules: readonly RegExp[] = [
  // file systems and block devices
  /^fs\/(ext4|jbd2|fat|exfat|squashfs|overlayfs|autofs|nls\/nls_(cp437|ascii|iso8859-1|utf8))/,
  /^drivers\/block\/(virtio_blk|zram\/|loop)/,
  /^drivers\/(virtio|nvme\/host\/nvme(-core)?\.)/,
  /^drivers\/scsi\/(sd_mod|virtio_scsi)/,
  /^drivers\/md\/dm-(verity|mod|bufio)\./,
  /^drivers\/usb\/(storage\/(usb-storage|uas)|dwc2\/|dwc3\/dwc3(-of-simple|-generic-plat)?\.)/,
  /^drivers\/usb\/host\/xhci-(hcd|pci|pci-renesas|plat-hcd)\./,
  /^drivers\/usb\/serial\/(usbserial|ftdi_sio|cp210x|pl2303|ch341)\./,
  /^drivers\/usb\/class\/cdc-acm/,
  /^drivers\/mmc\/host\/(bcm2835|sdhci|sdhci-pltfm|sdhci-iproc|sdhci-brcmstb|cqhci)\./,
  // the boards themselves
  /^drivers\/(clk\/clk-rp1|misc\/rp1\/|pinctrl\/pinctrl-rp1|pinctrl\/bcm\/)/,
  /^drivers\/(irqchip\/irq-bcm2712-mip|reset\/reset-raspberrypi|watchdog\/bcm2835_wdt)/,
  /^drivers\/(thermal\/broadcom|hwmon\/(raspberrypi|gpio-fan|pwm-fan)|cpufreq\/raspberrypi)/,
  /^drivers\/(gpio\/gpio-brcmstb|pwm\/pwm-(bcm2835|raspberrypi-poe)|i2c\/busses\/i2c-bcm2835|spi\/spi-bcm2835)/,
  /^drivers\/(leds\/leds-gpio|leds\/trigger\/ledtrig-(heartbeat|timer|oneshot|default-on)|rtc\/rtc-(ds1307|pcf8523))/,
  /^drivers\/char\/hw_random\/(bcm2835-rng|iproc-rng200|virtio-rng)/,
  /^drivers\/gpu\/drm\/(vc4|v3d|virtio|tiny\/simpledrm|sysfb\/simpledrm)/,
  // network: what is soldered on, what is plugged in
  /^drivers\/net\/(virtio_net|wireguard\/|tun|dummy)/,
  /^drivers\/net\/ethernet\/(broadcom\/genet|cadence\/macb|realtek\/r8169|intel\/(igb|e1000e))/,
  /^drivers\/net\/phy\/(broadcom|bcm[0-9]|microchip|realtek|smsc|ax88796b|fixed_phy)/,
  /^drivers\/net\/mdio\/(mdio-bcm-unimac|fixed_phy)/,
  /^drivers\/net\/usb\/(usbnet|cdc_ether|cdc_ncm|asix|ax88179|lan78xx|smsc|r815|rndis|rtl8150|mcs7830|dm9601|sr9|aqc111|ipheth)/,
  /^drivers\/net\/wireless\/broadcom\/brcm80211\/brcmfmac/,
  /^net\/(wireless|rfkill|netfilter\/(nf_|nft_|x_tables)|ipv[46]\/netfilter\/(nf_|nft_))/,
  /^net\/(sched\/sch_(fq|fq_codel|cake)\.|ipv4\/tcp_bbr|8021q\/|bridge\/bridge\.)/,
  // what the kernel asks for by name
  /^(arch\/arm64\/)?crypto\/(crc32c|cmac|ccm|gcm|ghash|ctr|chacha|poly1305|aes|sha|xxhash|libcrc|zstd|lz4)/,
  /^arch\/arm64\/crypto\/(aes|sha|ghash|chacha|poly)/,
  /^(lib|mm)\/(zsmalloc|lz4|zstd|crc)/,
]

/** Modules the initrd carries: everything that may stand between the kernel and the card, stick or disk it lies on. */
export const initrdModules: readonly RegExp[] = [
  /^fs\/(ext4|squashfs|fat)\/|^fs\/nls\/nls_(cp437|ascii)\./,
  /^drivers\/block\/virtio_blk|^drivers\/virtio\/virtio_mmio|^drivers\/(nvme\/host\/nvme\.|scsi\/(sd_mod|virtio_scsi))/,
  /^drivers\/usb\/(storage\/(usb-storage|uas)\.|dwc2\/dwc2\.|dwc3\/dwc3(-of-simple|-generic-plat)?\.)/,
  /^drivers\/usb\/host\/xhci-(pci|pci-renesas|plat-hcd)\./,
  /^drivers\/mmc\/host\/(bcm2835|sdhci-iproc|sdhci-brcmstb|cqhci)\./,
  /^drivers\/(clk\/clk-rp1|misc\/rp1\/|pinctrl\/pinctrl-rp1|pinctrl\/bcm\/|gpio\/gpio-brcmstb)/,
  /^drivers\/(irqchip\/irq-bcm2712-mip|reset\/reset-raspberrypi|watchdog\/bcm2835_wdt)/,
]

/**
 * The modules that match, with everything they need. `dependencies` is the text of modules.dep(5): lines of
 * `path: path path`, paths with `kernel/` in front. Sorted. Pure.
 */
export function closure(dependencies: string, wanted: readonly RegExp[]): string[] {
  const needs = new Map<string, string[]>()
  for (const line of dependencies.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0)
      needs.set(
        line.slice(0, colon),
        line
          .slice(colon + 1)
          .split(' ')
          .filter(Boolean),
      )
  }
  const kept = new Set<string>()
  const visit = (path: string) => {
    if (kept.has(path)) return
    kept.add(path)
    for (const need of needs.get(path) ?? []) visit(need)
  }
  for (const path of needs.keys()) {
    const name = path.replace(/^kernel\//, '')
    if (wanted.some((pattern) => pattern.test(name))) visit(path)
  }
  return [...kept].sort()
}

/** Patterns that match no module: a kernel update has renamed or built in what they meant. */
export function unmatched(dependencies: string, wanted: readonly RegExp[]): RegExp[] {
  const names = dependencies.split('\n').map((line) => line.replace(/^kernel\//, '').split(':')[0] ?? '')
  return wanted.filter((pattern) => !names.some((name) => pattern.test(name)))
}
