// <key-field>: a text field for keys, and a button that listens for the next press (two, within a second) and writes it.
// Inside: an <input data-usual="Ctrl+Enter">, and a button with data-press. Escape ends the listening, Tab leaves it.
// @fires change   on the input, bubbling

import { announce } from "studio/lib/dom.js"
import { pressOf } from "studio/lib/keys.js"

const SHORT = { Control: "Ctrl", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" }
const PATIENCE = 1000 // ms for a second press

class KeyField extends HTMLElement {
  #listens = null
  #timer = 0

  connectedCallback() {
    this.addEventListener("click", ({ target }) => target.closest("[data-press]") && this.#listen())
    this.addEventListener("focusout", () => this.#end())
  }
  disconnectedCallback() { this.#end() }

  #listen() {
    this.#listens = new AbortController()
    this.dataset.listens = ""
    this.querySelector("input").placeholder = "Press keys now"
    announce("Press the keys. Escape ends it.")
    addEventListener("keydown", (event) => this.#take(event), { capture: true, signal: this.#listens.signal })
  }
  #take(event) {
    if (event.key === "Tab") return this.#end()
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.key === "Escape") return this.#end()
    const press = pressOf(event)
    if (!press) return
    const field = this.querySelector("input")
    const words = written(press)
    field.value = this.#timer ? `${field.value} ${words}` : words
    field.dispatchEvent(new Event("change", { bubbles: true }))
    if (this.#timer) return this.#end()
    this.#timer = setTimeout(() => this.#end(), PATIENCE)
  }
  #end() {
    if (!this.#listens) return
    clearTimeout(this.#timer)
    this.#timer = 0
    this.#listens.abort()
    this.#listens = null
    delete this.dataset.listens
    this.querySelector("input").placeholder = ""
    announce(`Now ${this.querySelector("input").value || "none"}`)
  }
}

/** `Control+Shift+p` -> `Ctrl+Shift+P`. */
const written = (press) => press.split("+").map((part) => SHORT[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join("+")

customElements.define("key-field", KeyField)
