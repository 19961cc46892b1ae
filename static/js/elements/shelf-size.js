/**
 * How large the library's pictures are: changed in the page at once, kept by the form. Hears the keys `smaller`, `larger`.
 *
 * Inside: a form with input[name=row] and input[name=density]
 */
import { all, announce, one } from "studio/lib/dom.js"

const STEPS = { smaller: -1, larger: 1 }

class ShelfSize extends HTMLElement {
  #leaving

  connectedCallback() {
    const options = { signal: (this.#leaving = new AbortController()).signal }
    this.addEventListener("change", () => this.#show(), options)
    document.addEventListener("shortcut", ({ detail }) => this.#step(STEPS[detail]), options)
  }

  disconnectedCallback() { this.#leaving.abort() }

  #step(by) {
    if (!by) return
    const sizes = all("[name=row]", this)
    const next = sizes[sizes.findIndex(({ checked }) => checked) + by]
    if (!next) return
    next.checked = true
    next.dispatchEvent(new Event("change", { bubbles: true }))
    announce(`Pictures: ${next.ariaLabel}`)
  }

  #show() {
    const grid = one("justified-grid")
    if (!grid) return
    grid.dataset.row = one("[name=row]:checked", this).value
    grid.dataset.density = one("[name=density]", this).checked ? "tight" : "loose"
  }
}

customElements.define("shelf-size", ShelfSize)
