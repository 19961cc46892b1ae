// <reference-tray>: files in order. The server draws the tiles; this adds, carries, names and removes.
// Wraps the form's real value: <input type="hidden" name="reference_images" value='[{"asset": "7f3a…", "name": "coat"}]'>
//
// @attr most       how many
// @attr upload     address that takes files
// @attr closed     takes no files by itself: what is dropped on it is handed on
// @fires change    on the hidden input, bubbling
// @fires renamed   on the document, {from, to}: what prompts have to follow
// @fires given     with the dropped file's asset as detail, where the tray is closed
// Tiles carry data-index; buttons in them data-do="remove", "left" or "right"; a field for the name data-part="name".
// Alt with an arrow moves a focused tile, Delete takes it out, and a tile is carried by mouse or finger.

import { announce } from "studio/lib/dom.js"
import { carry } from "studio/lib/carrying.js"
import { Intake } from "studio/lib/intake.js"

const STEPS = { left: -1, right: 1, ArrowLeft: -1, ArrowRight: 1 }

class ReferenceTray extends Intake {
  connectedCallback() {
    super.connectedCallback()
    this.addEventListener("click", ({ target }) => this.#act(target.closest("[data-do]")?.dataset.do, target))
    this.addEventListener("keydown", (event) => this.#onKey(event))
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#onName(event))
    this.addEventListener("focusin", ({ target }) => this.#isName(target) && (this.dataset.morph = "skip"))
    this.addEventListener("focusout", ({ target }) => this.#isName(target) && delete this.dataset.morph)
    carry(this, "[data-index]", (from, to) => this.#move(from, to))
  }
  get #items() { return JSON.parse(this.field.value || "[]") }
  get capacity() { return Number(this.getAttribute("most")) - this.#items.length }
  get room() { return this.isClosed ? 0 : this.capacity }
  take(ids) {
    if (this.isClosed) return this.handOn(ids[0])
    this.write([...this.#items, ...ids.map((id) => ({ asset: id }))])
  }

  // Events
  #onKey(event) {
    const tile = event.target.closest("[data-index]")
    if (!tile || this.#isName(event.target)) return this.#keepName(event)
    const at = Number(tile.dataset.index)
    if (event.altKey && STEPS[event.key]) { event.preventDefault(); this.#move(at, at + STEPS[event.key]) }
    if (event.key === "Delete") this.#remove(at)
  }
  #act(action, target) {
    const tile = target.closest("[data-index]")
    if (!tile) return
    const at = Number(tile.dataset.index)
    if (action === "remove") this.#remove(at)
    if (STEPS[action]) this.#move(at, at + STEPS[action])
  }

  // Names
  #isName(target) { return target.matches?.("[data-part=name]") }
  /** Enter leaves the field, which keeps the name; it sends no form. */
  #keepName(event) {
    if (!this.#isName(event.target) || event.key !== "Enter" || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.target.blur()
  }
  #onName(event) {
    if (!this.#isName(event.target)) return
    event.stopPropagation() // the hidden input speaks for us
    if (event.type === "change") this.#rename(event.target)
  }
  #rename(field) {
    const tile = field.closest("[data-index]"), at = Number(tile.dataset.index), items = this.#items
    const from = tile.dataset.name, to = field.value.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "")
    const isTaken = items.some((item, index) => index !== at && item.name === to)
    field.value = to && !isTaken ? to : from
    if (!to || isTaken) return this.say(to ? `There is another ${to} here. Choose another name.` : "A name has letters, digits and -.", "bad")
    this.say("")
    if (to === from) return
    tile.dataset.name = to
    document.dispatchEvent(new CustomEvent("renamed", { detail: { from, to } }))
    delete this.dataset.morph
    this.write(items.with(at, { ...items[at], name: to }))
    announce(`Its name is ${to} now, in the prompt as well`)
  }

  // Changes
  #move(from, to) {
    const items = this.#items
    if (to < 0 || to >= items.length) return
    this.write(items.toSpliced(from, 1).toSpliced(to, 0, items[from]))
    this.querySelector(`[data-index="${to}"] .tray__picture`)?.focus()
    announce(`Moved to place ${to + 1} of ${items.length}`)
  }
  #remove(at) {
    this.write(this.#items.toSpliced(at, 1))
    this.querySelector("input[type=file], .tray__picture")?.focus()
    announce(`Reference ${at + 1} taken out`)
  }
}

customElements.define("reference-tray", ReferenceTray)
