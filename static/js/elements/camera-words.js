// <camera-words>: a camera move as a sentence of the prompt, chosen from a list and shown as a chip that takes it out.
// The prompt holds the words, nothing else does: chips are the server's, drawn from what the prompt says.
//
// @attr prompt   id of the text
// Inside: a <select> of sentences; button[data-sentence], one for each that the prompt holds.

import { announce, one } from "studio/lib/dom.js"
import { without, withSentence } from "studio/lib/sentences.js"

class CameraWords extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => this.#choose(target))
    this.addEventListener("click", ({ target }) => this.#takeOut(target.closest("[data-sentence]")))
  }
  get #text() { return document.getElementById(this.getAttribute("prompt")) }

  /** One move at a time: a new one takes the place of the old. */
  #choose(list) {
    const sentence = list.value, old = [...this.querySelectorAll("[data-sentence]")].map(({ dataset }) => dataset.sentence)
    if (!sentence) return
    list.value = ""
    this.#write(withSentence(old.reduce(without, this.#text.value), sentence))
    announce(`In the prompt now: ${sentence}`)
  }
  #takeOut(chip) {
    if (!chip) return
    one("select", this).focus() // the chip goes with the answer
    this.#write(without(this.#text.value, chip.dataset.sentence))
    announce("Taken out of the prompt")
  }
  #write(words) {
    this.#text.value = words
    for (const type of ["input", "change"]) this.#text.dispatchEvent(new Event(type, { bubbles: true }))
  }
}

customElements.define("camera-words", CameraWords)
