/**
 * The last frames of a clip as radio buttons, which the server draws; the chosen one is shown large below them.
 *
 * @attr still  the address of frame 0 as a picture, `…/still/0.png`
 * Inside: input[type=radio] whose values are frames, [data-large] with an <img>
 */
import { one } from "studio/lib/dom.js"

const REST = 150 // ms on a frame before it is fetched: arrows run through many

class LastFrames extends HTMLElement {
  #timer

  connectedCallback() {
    this.addEventListener("change", () => this.#soon())
    this.#show()
  }
  disconnectedCallback() { clearTimeout(this.#timer) }

  #soon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#show(), REST)
  }

  #show() {
    const chosen = one("input:checked", this)
    if (!chosen) return
    const large = one("[data-large]", this)
    one("img", large).src = this.getAttribute("still").replace(/0\.png$/, `${chosen.value}.png`)
    large.hidden = false
  }
}

customElements.define("last-frames", LastFrames)
