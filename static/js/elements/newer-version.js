// <newer-version version="4">: a line that says that a newer version is there, also when it is pushed while one looks.
// What is pushed is the same for every page of the stack: a page that shows that version, or a later one, hides it.
// Inside: [data-version] of what is there.

import { all } from "studio/lib/dom.js"

class NewerVersion extends HTMLElement {
  #watching

  connectedCallback() {
    this.#watching = new MutationObserver(() => this.#show())
    this.#watching.observe(this, { childList: true, subtree: true })
    this.#show()
  }

  disconnectedCallback() { this.#watching.disconnect() }

  #show() {
    const own = Number(this.getAttribute("version"))
    for (const line of all("[data-version]", this)) line.hidden = Number(line.dataset.version) <= own
  }
}

customElements.define("newer-version", NewerVersion)
