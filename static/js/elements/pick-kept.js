// <pick-kept>: puts what one of its buttons stands for into a place, a tray, or an empty row, as if it was given there.
//
// @attr for       id of a <frame-picker>, a <reference-tray>, or an element around the fields of a row
// @fires change   on the field that was written, bubbling
// Inside: buttons with data-value, JSON: {"asset": "7f3a…"} for a place or a tray; for a row the parts of its value,
// {"name": "Mara", "front": {"asset": "7f3a…"}}, each for the field whose name ends in that part. A search field without
// a name, and an element with data-none for when nothing fits, are optional.

import { announce } from "studio/lib/dom.js"
import { attach } from "studio/lib/attach.js"

class PickKept extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-value]")
      if (button) this.#use(JSON.parse(button.dataset.value), button.querySelector("span")?.textContent ?? button.textContent.trim())
    })
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#search(event))
    this.addEventListener("keydown", (event) => event.key === "Enter" && event.target.type === "search" && event.preventDefault())
  }
  #use(value, name) {
    const place = document.getElementById(this.getAttribute("for"))
    const refusal = attach(place, value)
    if (refusal) return place.say(refusal)
    announce(`${name} is put in`)
    this.closest("details").open = false
    this.closest("details").querySelector("summary").focus()
  }
  #search(event) {
    if (event.target.type !== "search") return
    event.stopPropagation() // no word of the form
    const words = event.target.value.trim().toLowerCase()
    const rows = [...this.querySelectorAll("li")]
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words)
    const left = rows.filter(({ hidden }) => !hidden).length
    this.querySelector("[data-none]").hidden = left > 0
    announce(left ? `${left} fit` : "None fits")
  }
}

customElements.define("pick-kept", PickKept)
