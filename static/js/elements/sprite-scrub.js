/**
 * A poster that shows the clip under the pointer: a sprite of 10 × 10 stills is fetched after a moment's rest and
 * follows the pointer's x; `,` and `.` move it while the link inside has focus. The video itself is never fetched.
 * Without it, and for those who want less motion, the poster stays.
 *
 * @attr src      the sprite; without it nothing is scrubbed
 * @attr seconds  the clip's length
 */
import { sheet } from "studio/lib/dom.js"
import { clock } from "studio/lib/time.js"

const INTENT = 120 // ms of rest before anything is fetched
const SIDE = 10 // tiles in a row and in a column of the sprite
const STEP = 1 / 20 // of the clip, for a key
const START = 0.4 // where the poster was taken
const STEPS = { ",": -STEP, ".": STEP }

const style = sheet(`
  :host { display: block; position: relative; overflow: hidden }
  [part=film] { position: absolute; inset: 0; pointer-events: none; background-size: ${SIDE * 100}% ${SIDE * 100}%; color: var(--color-on-picture) }
  [part=film][hidden] { display: none }
  .hair { position: absolute; inset-block: 0; inline-size: 1px; background: currentColor; box-shadow: 0 0 0 .5px var(--color-picture-shade) }
  .words { position: absolute; inset: auto 0 0; display: flex; justify-content: space-between; padding: 18px 7px 7px; font: var(--text-1)/1 var(--font-mono); background: linear-gradient(transparent, var(--color-picture-shade)) }
  .line { position: absolute; inset: auto 0 0; block-size: 2px; background: var(--color-picture-line) }
  .line i { position: absolute; inset: 0 auto 0 0; background: currentColor }
`)
const inside = `<slot></slot><div part="film" aria-hidden="true" hidden><span class="hair"></span><span class="words"><span></span><span></span></span><span class="line"><i></i></span></div>`

class SpriteScrub extends HTMLElement {
  #at = START
  #timer
  #loaded // a promise, once the sprite is asked for
  #wanted = false

  constructor() {
    super()
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style]
    this.shadowRoot.innerHTML = inside
    this.addEventListener("pointerenter", (event) => this.#enter(event))
    this.addEventListener("pointermove", (event) => this.#follow(event))
    this.addEventListener("pointerleave", () => this.#leave())
    this.addEventListener("focusin", () => { this.#timer = setTimeout(() => this.#load(), INTENT) })
    this.addEventListener("focusout", () => this.#leave())
    this.addEventListener("keydown", (event) => this.#press(event))
  }

  disconnectedCallback() { this.#leave() }

  // Events

  #enter(event) {
    if (event.pointerType === "touch" || matchMedia("(prefers-reduced-motion: reduce)").matches) return
    this.#timer = setTimeout(() => this.#show(), INTENT)
    this.#follow(event)
  }

  #follow({ clientX, pointerType }) {
    if (pointerType === "touch") return
    const box = this.getBoundingClientRect()
    this.#at = Math.min(Math.max((clientX - box.left) / box.width, 0), 1)
    this.#draw()
  }

  #press(event) {
    const step = STEPS[event.key]
    if (!step || !this.getAttribute("src")) return
    event.preventDefault()
    this.#at = Math.min(Math.max(this.#at + step, 0), 1)
    this.#show()
  }

  #leave() {
    clearTimeout(this.#timer)
    this.#wanted = false
    this.#at = START
    this.#film.hidden = true
  }

  // Sprite

  #load() {
    const src = this.getAttribute("src")
    if (!src) return null
    this.#loaded ??= Object.assign(new Image(), { src }).decode().then(() => { this.#film.style.backgroundImage = `url("${src}")` })
    return this.#loaded
  }

  /** Shows the film once it is here, if it is still wanted by then. A sprite that does not come leaves the poster. */
  async #show() {
    this.#wanted = true
    try {
      await this.#load()
    } catch {
      this.#loaded = undefined
      return
    }
    if (!this.#loaded) return
    this.#film.hidden = !this.#wanted
    this.#draw()
  }

  // Drawing

  get #film() { return this.shadowRoot.querySelector("[part=film]") }

  #draw() {
    if (this.#film.hidden) return
    const seconds = Number(this.getAttribute("seconds"))
    const tile = Math.min(Math.floor(this.#at * SIDE * SIDE), SIDE * SIDE - 1)
    const [hair, words, line] = this.#film.children
    const across = (tile % SIDE) / (SIDE - 1), down = Math.floor(tile / SIDE) / (SIDE - 1)
    this.#film.style.backgroundPosition = `${across * 100}% ${down * 100}%`
    hair.style.insetInlineStart = `${this.#at * 100}%`
    line.firstChild.style.inlineSize = `${this.#at * 100}%`
    words.firstChild.textContent = clock(this.#at * seconds)
    words.lastChild.textContent = clock(seconds)
  }
}

customElements.define("sprite-scrub", SpriteScrub)
