// <effect-gallery>: many scenes as tiles, narrowed by words and by how many people they show. Radios are the value.
// Inside: input[data-find], radios without a form for the people, li[data-people] with a label, [data-none].
// What does not fit is hidden through a style, which a redrawing by the server leaves alone.

import { announce } from "studio/lib/dom.js"

class EffectGallery extends HTMLElement {
  connectedCallback() {
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#on(event))
    this.addEventListener("keydown", (event) => this.#onKey(event))
    this.#narrow()
  }
  #on(event) {
    if (!event.target.closest(".gallery__head")) return
    event.stopPropagation() // a search is no value of the form
    this.#narrow()
    if (event.type === "change") announce(`${this.#shown.length} effects`)
  }
  #onKey(event) {
    if (event.key === "Enter" && event.target.matches("[data-find]")) {
      event.preventDefault()
      this.#shown[0]?.querySelector("input").focus()
    }
  }
  get #tiles() { return [...this.querySelectorAll("[data-people]")] }
  get #shown() { return this.#tiles.filter((tile) => tile.style.display !== "none") }
  #narrow() {
    const words = this.querySelector("[data-find]").value.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const people = this.querySelector(".gallery__head input[type=radio]:checked")?.value ?? ""
    for (const tile of this.#tiles) {
      const text = tile.textContent.toLocaleLowerCase()
      const fits = words.every((word) => text.includes(word)) && (!people || tile.dataset.people === people)
      tile.style.display = fits ? "" : "none"
    }
    this.querySelector("[data-none]").style.display = this.#shown.length ? "none" : "block"
  }
}

customElements.define("effect-gallery", EffectGallery)
