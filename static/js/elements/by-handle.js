// <by-handle>: gives a place or a tray a file that only the provider knows, by its id there or by an address.
//
// @attr for        id of the <frame-picker> or <reference-tray> whose hidden input is written
// @fires change   on that hidden input, bubbling
// Inside: a text field without a name, and a button. Enter acts as the button.

import { announce } from "studio/lib/dom.js"

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
    const field = place.querySelector("input[type=hidden]")
    const file = { handle: text.value.trim() }
    if (!file.handle) return text.focus()
    if (place.localName === "reference-tray") {
      const files = JSON.parse(field.value || "[]")
      if (files.length >= Number(place.getAttribute("most"))) return announce("There is no room for more. Take one out first.")
      field.value = JSON.stringify([...files, file])
    } else field.value = JSON.stringify(file)
    text.value = ""
    field.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

customElements.define("by-handle", ByHandle)
