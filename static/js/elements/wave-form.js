/**
 * How loud a clip is along its length: a drawing above its bar. Stays away where there is none.
 *
 * @attr src  answers {"peaks": [0 to 255, …]}
 */
import { sheet } from "studio/lib/dom.js"

const HIGH = 32
const style = sheet(`
:host { display: block; block-size: ${HIGH}px }
svg { display: block; inline-size: 100%; block-size: 100%; overflow: visible }
path { fill: currentColor; opacity: .55 }
@media (forced-colors: active) { path { fill: CanvasText; opacity: 1 } }
`)

/** The outline: up along the peaks and back below them; never thinner than a line. */
function outline(peaks) {
  const half = (peak) => Math.max(0.5, (peak / 255) * (HIGH / 2 - 1))
  const up = peaks.map((peak, at) => `${at},${(HIGH / 2 - half(peak)).toFixed(1)}`)
  const down = peaks.map((peak, at) => `${at},${(HIGH / 2 + half(peak)).toFixed(1)}`).reverse()
  return `M${[...up, ...down].join("L")}Z`
}

class WaveForm extends HTMLElement {
  #root = this.attachShadow({ mode: "open" })

  async connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    const answer = await fetch(this.getAttribute("src")).catch(() => null)
    if (!answer?.ok) return this.remove()
    const { peaks } = await answer.json()
    this.#root.innerHTML = `<svg viewBox="0 0 ${peaks.length - 1} ${HIGH}" preserveAspectRatio="none" aria-hidden="true"><path d="${outline(peaks)}"/></svg>`
  }
}

customElements.define("wave-form", WaveForm)
