// <camera-moves>: preset moves as tiles that play, an own move as six numbers, each with a slider and together with a
// drawing of what the lens will see. Wraps real fields: radios `camera.preset` and numbers `camera.axes.truck` …; sliders
// only help to set the numbers.
//
// @attr one-axis   only one axis may move: setting a second puts the first back to 0, and offers to undo that
// @state paused    the tiles stand still
// Inside: input[data-axis] sliders, each before its number; path[data-part=end], path[data-part=rays]; [data-part=undone]
// with [data-words]; buttons [data-do=undo], [data-do=rehearse], [data-do=pause].

import { announce, one } from "studio/lib/dom.js"
import { endFrame, onlyOne, outline, partly, PRESETS, rays } from "studio/lib/camera.js"
import { pauseOrPlay } from "studio/lib/loops.js"
import { play } from "studio/lib/pointer.js"

const SECONDS = 2.5

class CameraMoves extends HTMLElement {
  #internals = this.attachInternals()
  #watch = new MutationObserver(() => this.#draw())
  #last = {}
  #before = null
  #isHeld = false // a knob, by a pointer

  // Lifecycle
  connectedCallback() {
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#on(event), true)
    this.addEventListener("pointerdown", ({ target }) => { this.#isHeld = target.matches("[data-axis]") })
    this.addEventListener("keydown", () => { this.#isHeld = false }, true)
    this.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do))
    this.#watch.observe(this, { subtree: true, attributes: true, attributeFilter: ["value", "checked"] })
    this.#last = this.#axes
    this.#draw()
  }
  disconnectedCallback() { this.#watch.disconnect() }

  get #sliders() { return [...this.querySelectorAll("[data-axis]")] }
  get #axes() { return Object.fromEntries(this.#sliders.map((slider) => [slider.dataset.axis, Number(slider.nextElementSibling.value) || 0])) }
  /** What is chosen, as axes. */
  get #move() {
    const preset = one("input[type=radio]:checked", this)?.value
    return preset === "custom" ? this.#axes : PRESETS[preset] ?? {}
  }

  // Events
  #on({ target, type }) {
    const slider = target.closest(".axis")?.querySelector("[data-axis]")
    if (!slider) return this.#draw()
    const isInTheMiddle = this.#isHeld && Math.abs(slider.value) < 0.4 // which holds a knob
    if (target === slider) slider.nextElementSibling.value = isInTheMiddle ? 0 : slider.value
    if (type === "input" || target !== slider) this.#set(slider.dataset.axis)
    this.#last = this.#axes
    this.#draw()
  }
  /** An axis that moves makes the move one's own; where only one may, the others go back. */
  #set(name) {
    const now = this.#axes
    if (now[name]) one("input[type=radio][value=custom]", this).checked = true
    const after = this.hasAttribute("one-axis") ? onlyOne(now, name) : now
    const reset = Object.keys(after).filter((axis) => after[axis] !== now[axis])
    if (!reset.length) return
    this.#before = this.#last
    this.#write(after)
    this.#say(`One axis at a time here: ${reset.join(" and ")} went back to 0.`)
  }
  #write(axes) {
    for (const slider of this.#sliders) slider.nextElementSibling.value = axes[slider.dataset.axis] ?? 0
  }
  #do(action) {
    if (action === "undo") this.#undo()
    if (action === "rehearse") play(SECONDS, (part) => this.#drawLens(partly(this.#move, part)), () => this.#draw())
    if (action === "pause") pauseOrPlay(this.#internals)
  }
  #undo() {
    const field = this.#sliders[0].nextElementSibling
    this.#write(this.#before)
    this.#last = this.#before
    this.#say("")
    announce("Undone")
    field.dispatchEvent(new Event("change", { bubbles: true }))
    one("[data-do=rehearse]", this).focus()
  }
  #say(words) {
    const message = one("[data-part=undone]", this)
    message.hidden = !words
    one("[data-words]", message).textContent = words
  }

  // Drawing
  #draw() {
    for (const slider of this.#sliders) {
      const { value } = slider.nextElementSibling
      if (Number(slider.value) !== Number(value)) slider.value = value
      const at = ((Number(value) - slider.min) / (slider.max - slider.min)) * 100
      slider.style.setProperty("--from", `${Math.min(50, at)}%`)
      slider.style.setProperty("--fill", `${Math.max(50, at)}%`)
    }
    this.#drawLens(this.#move)
  }
  #drawLens(axes) {
    const corners = endFrame(axes)
    one("[data-part=end]", this)?.setAttribute("d", outline(corners))
    one("[data-part=rays]", this)?.setAttribute("d", rays(corners))
  }
}

customElements.define("camera-moves", CameraMoves)
