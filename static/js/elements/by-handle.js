// <by-handle>: gives a place or a tray a file that only the provider knows, by its id there or by an address.
//
// @attr for        id of the <frame-picker> or <reference-tray> whose hidden input is written
// @fires change   on that hidden input, bubbling
// Inside: a text field without a name, and a button. Enter acts as the button.

import { attach } from "studio/lib/attach.js"

class ByHandle extends HTMLElement {
  connectedCallback() {
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => event.stopPropagation())
    this.addEventListener("click", ({ target }) => target.closest("button") && this.#use())
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      this.#use()
    })
  }
  #use() {
    const text = this.querySelector("input")
    const place = document.getElementById(this.getAttribute("for"))
    const handle = text.value.trim()
    if (!handle) return text.focus()
    const refusal = attach(place, { handle })
    if (refusal) return place.say(refusal)
    text.value = ""
  }
}

customElements.define("by-handle", ByHandle)
