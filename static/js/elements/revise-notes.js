// <revise-notes>: the open notes of what is revised, beside the prompt. A note's words are a line of the prompt, or they
// are not: its button says which, puts them in and takes them out again. Whatever else is in the prompt stays.
//
// @attr for      id of the <textarea>
// @fires input   on the textarea, bubbling
// Inside: button[data-line] with the words, on one line

import { all, announce } from "studio/lib/dom.js"

const lines = (text) => text.split("\n")

class ReviseNotes extends HTMLElement {
  #leaving
  #watching

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    this.addEventListener("click", ({ target }) => this.#turn(target.closest("[data-line]")), { signal })
    document.addEventListener("input", ({ target }) => target === this.#text && this.#show(), { signal })
    this.#watching = new MutationObserver(() => this.#show()) // a morph sets what the server knows
    this.#watching.observe(this, { childList: true, subtree: true, attributes: true })
    this.#show()
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#watching.disconnect()
  }

  get #text() { return document.getElementById(this.getAttribute("for")) }

  #has({ dataset }) { return lines(this.#text.value).some((line) => line.trim() === dataset.line) }

  #turn(button) {
    if (!button || !this.#text) return
    const { line } = button.dataset, isIn = this.#has(button), value = this.#text.value
    this.#text.value = isIn
      ? lines(value).filter((each) => each.trim() !== line).join("\n")
      : [value.trimEnd(), line].filter(Boolean).join("\n")
    this.#text.dispatchEvent(new Event("input", { bubbles: true }))
    announce(isIn ? "Taken out of the prompt" : "Put into the prompt")
  }

  /** A form without a prompt has nowhere to put them. */
  #show() {
    for (const button of all("[data-line]", this)) {
      const isPressed = String(Boolean(this.#text) && this.#has(button))
      if (button.hidden === Boolean(this.#text)) button.hidden = !this.#text
      if (button.ariaPressed !== isPressed) button.ariaPressed = isPressed
    }
  }
}

customElements.define("revise-notes", ReviseNotes)
