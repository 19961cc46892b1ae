// <camera-moves>: preset moves as tiles, an own move as six numbers, each with a slider and together with a drawing.
// Wraps real fields: radios `camera.preset` and numbers `camera.axes.truck` …; sliders only help to set the numbers.
//
// @attr one-axis   only one axis may move: setting a second puts the first back to 0
// Inside: input[data-axis] sliders, each before its number; a path[data-part=end].

import { announce } from "studio/lib/dom.js"
import { endFrame, onlyOne, outline } from "studio/lib/camera.js"

class CameraMoves extends HTMLElement {
  #watch = new MutationObserver(() => this.#draw())

  // Lifecycle
  connectedCallback() {
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#on(event), true)
    this.#watch.observe(this, { subtree: true, attributes: true, attributeFilter: ["value", "checked"] })
    this.#draw()
  }
  disconnectedCallback() { this.#watch.disconnect() }

  get #sliders() { return [...this.querySelectorAll("[data-axis]")] }
  get #axes() { return Object.fromEntries(this.#sliders.map((slider) => [slider.dataset.axis, Number(slider.nextElementSibling.value) || 0])) }

  // Events
  #on({ target, type }) {
    const slider = target.closest(".axis")?.querySelector("[data-axis]")
    if (!slider) return this.#draw()
    if (target === slider) slider.nextElementSibling.value = Math.abs(slider.value) < 0.4 ? 0 : slider.value // the middle holds
    if (type === "input" || target !== slider) this.#move(slider.dataset.axis)
    this.#draw()
  }
  /** An axis that moves makes the move one's own; where only one may, the others go back. */
  #move(name) {
    const before = this.#axes
    const own = this.querySelector("input[type=radio][value=custom]")
    if (before[name]) own.checked = true
    const after = this.hasAttribute("one-axis") ? onlyOne(before, name) : before
    const reset = Object.keys(after).filter((axis) => after[axis] !== before[axis])
    for (const slider of this.#sliders) if (reset.includes(slider.dataset.axis)) slider.nextElementSibling.value = 0
    if (reset.length) announce(`One axis at a time here: ${reset.join(" and ")} went back to 0.`)
  }

  // Drawing
  #draw() {
    const own = this.querySelector("input[type=radio][value=custom]")?.checked
    for (const slider of this.#sliders) {
      const { value } = slider.nextElementSibling
      if (Number(slider.value) !== Number(value)) slider.value = value
      const at = ((Number(value) - slider.min) / (slider.max - slider.min)) * 100
      slider.style.setProperty("--from", `${Math.min(50, at)}%`)
      slider.style.setProperty("--fill", `${Math.max(50, at)}%`)
    }
    this.querySelector("[data-part=end]")?.setAttribute("d", outline(endFrame(own ? this.#axes : {})))
  }
}

customElements.define("camera-moves", CameraMoves)
