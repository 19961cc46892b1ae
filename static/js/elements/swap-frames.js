// <swap-frames>: two pickers side by side; a button with data-do="swap" exchanges what they hold.

import { announce } from "studio/lib/dom.js"

class SwapFrames extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => target.closest("[data-do=swap]") && this.#swap())
  }
  #swap() {
    const [first, last] = this.querySelectorAll("frame-picker > input[type=hidden]")
    ;[first.value, last.value] = [last.value, first.value]
    first.dispatchEvent(new Event("change", { bubbles: true }))
    announce("Start and end swapped")
  }
}

customElements.define("swap-frames", SwapFrames)
