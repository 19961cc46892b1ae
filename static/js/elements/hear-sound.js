// <hear-sound>: a button that plays a recording and stops it. Nothing is fetched before it is pressed, and one plays at
// a time.
//
// @attr src     address of the recording
// @attr named   whose it is

import { icon, sheet } from "studio/lib/dom.js"

const style = sheet(`
:host { display: inline-block; }
button { all: unset; display: grid; place-items: center; box-sizing: border-box; inline-size: var(--control-height-small); block-size: var(--control-height-small); border-radius: var(--radius-control); background: var(--color-control); color: var(--color-ink); cursor: pointer; }
button:hover { background: var(--color-control-hover); }
button:focus-visible { outline: 2px solid var(--focus-outer); outline-offset: 1px; box-shadow: 0 0 0 1px var(--focus-inner); }
button[aria-pressed=true] { outline: 1px solid var(--color-run); }
svg { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
@media (pointer: coarse), (max-width: 760px) { button { min-inline-size: var(--control-height); min-block-size: var(--control-height); } }
@media (forced-colors: active) { button { border: 1px solid; } }
`)

let playing = null // the one that is heard

class HearSound extends HTMLElement {
  static observedAttributes = ["src", "named"]
  #root = this.attachShadow({ mode: "open" })
  #sound = null

  connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    this.#root.innerHTML = `<button type="button"></button>`
    this.#root.firstChild.addEventListener("click", () => (this.#sound ? this.stop() : this.#play()))
    this.#draw()
  }
  disconnectedCallback() { this.stop() }
  attributeChangedCallback(name) {
    if (!this.#root.firstChild) return
    if (name === "src") this.stop()
    this.#draw()
  }
  stop() {
    this.#sound?.pause()
    this.#sound = null
    if (playing === this) playing = null
    if (this.#root.firstChild) this.#draw()
  }
  async #play() {
    playing?.stop()
    playing = this
    this.#sound = new Audio(this.getAttribute("src"))
    this.#sound.onended = this.#sound.onerror = () => this.stop()
    this.#draw()
    await this.#sound.play().catch(() => this.stop())
  }
  #draw() {
    const button = this.#root.firstChild, on = Boolean(this.#sound), words = `Hear ${this.getAttribute("named")}`
    button.innerHTML = icon(on ? "pause" : "play")
    button.ariaPressed = String(on)
    button.ariaLabel = words
    button.title = on ? "Stop" : words
  }
}

customElements.define("hear-sound", HearSound)
