// <reference-tray>: pictures in order. The server draws the tiles; this adds, moves and removes.
// Wraps the form's real value: <input type="hidden" name="reference_images" value='[{"asset": "7f3a…"}]'>
//
// @attr most       how many
// @attr upload     address that takes files
// @fires change   on the hidden input, bubbling
// Tiles carry data-index; buttons in them data-do="remove", "left" or "right". Alt with an arrow moves a focused tile.

import { announce } from "studio/lib/dom.js"
import { Intake } from "studio/lib/intake.js"

const STEPS = { left: -1, right: 1, ArrowLeft: -1, ArrowRight: 1 }

class ReferenceTray extends Intake {
  connectedCallback() {
    super.connectedCallback()
    this.addEventListener("click", ({ target }) => this.#act(target.closest("[data-do]")?.dataset.do, target))
    this.addEventListener("keydown", (event) => this.#onKey(event))
  }
  get #items() { return JSON.parse(this.field.value || "[]") }
  get room() { return Number(this.getAttribute("most")) - this.#items.length }
  take(ids) { this.write([...this.#items, ...ids.map((id) => ({ asset: id }))]) }

  // Events
  #onKey(event) {
    const tile = event.target.closest("[data-index]")
    if (!tile) return
    if (event.altKey && STEPS[event.key]) { event.preventDefault(); this.#move(tile, STEPS[event.key]) }
    if (event.key === "Delete") this.#remove(tile)
  }
  #act(action, target) {
    const tile = target.closest("[data-index]")
    if (!tile) return
    if (action === "remove") this.#remove(tile)
    if (STEPS[action]) this.#move(tile, STEPS[action])
  }

  // Changes
  #move(tile, by) {
    const from = Number(tile.dataset.index)
    const to = from + by
    const items = this.#items
    if (to < 0 || to >= items.length) return
    ;[items[from], items[to]] = [items[to], items[from]]
    this.write(items)
    this.querySelector(`[data-index="${to}"] .tray__picture`)?.focus()
    announce(`Reference moved to place ${to + 1} of ${items.length}`)
  }
  #remove(tile) {
    const at = Number(tile.dataset.index)
    this.write(this.#items.toSpliced(at, 1))
    this.querySelector("input[type=file]")?.focus()
    announce(`Reference ${at + 1} taken out`)
  }
}

customElements.define("reference-tray", ReferenceTray)
