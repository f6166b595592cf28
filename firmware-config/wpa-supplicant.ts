import type { Wifi } from './preseed.ts'

/**
 * The configuration of wpa_supplicant(8) for one network. The name is written in hexadecimal, so no name can end its
 * line; a checked password has no line breaks, and a quoted one ends at the last quote of its line.
 */
export function wpaSupplicantConf({ ssid, password, country }: Wifi): string {
  const key =
    password === undefined
      ? ['key_mgmt=NONE']
      : [
          `psk=${/^[0-9a-fA-F]{64}$/.test(password) ? password : `"${password}"`}`,
          // WPA3 where the router has it.
          'key_mgmt=WPA-PSK WPA-PSK-SHA256 SAE',
          'ieee80211w=1',
        ]
  const network = [`ssid=${Buffer.from(ssid).toString('hex')}`, 'scan_ssid=1', ...key]
  return [
    ...(country === undefined ? [] : [`country=${country}`]),
    'network={',
    ...network.map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n')
}
