// <clear-row>: a button that empties the fields of its row; the server then draws the rest without it.
// It stands inside an element with data-row.
// @fires change   on the first field of the row, bubbling

import { announce } from "studio/lib/dom.js"

class ClearRow extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => target.closest("button") && this.#clear())
  }
  #clear() {
    const row = this.closest("[data-row]")
    const fields = [...row.querySelectorAll("[name]")]
    for (const field of fields) field.value = ""
    fields[0].dispatchEvent(new Event("change", { bubbles: true }))
    row.closest("[tabindex='-1']")?.focus()
    announce("Removed")
  }
}

customElements.define("clear-row", ClearRow)
