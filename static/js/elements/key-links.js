/**
 * Links that a single key follows when nobody types: `<a data-key="ArrowUp" href="…">`. They are links all the same.
 */
import { all } from "studio/lib/dom.js"
import { isFree } from "studio/lib/keys.js"

class KeyLinks extends HTMLElement {
  #leaving

  connectedCallback() {
    this.#leaving = new AbortController()
    document.addEventListener("keydown", (event) => this.#press(event), { signal: this.#leaving.signal })
  }

  disconnectedCallback() { this.#leaving.abort() }

  #press(event) {
    const link = isFree(event) && all("[data-key]", this).find(({ dataset }) => dataset.key === event.key)
    if (!link || event.target.closest?.("input")) return
    event.preventDefault()
    link.click()
  }
}

customElements.define("key-links", KeyLinks)
