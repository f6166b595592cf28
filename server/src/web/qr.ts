import { encode } from 'uqr'
import { Html, html } from './html.ts'

/**
 * A QR code as inline SVG: one path on white, so that it scans in dark mode too. The quiet zone of four modules is
 * part of the picture (ISO/IEC 18004).
 */
export const qrSvg = (text: string, label: string): Html => {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  let path = ''
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const start = x
      while (row[x + 1]) x++
      path += `M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`
    }
  })
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${new Html(path)}"/></svg>`
}
