// <camera-words>: a camera move as a sentence of the prompt, chosen from tiles that play, shown as a chip that takes it out.
// The prompt holds the words, nothing else does: chips and the chosen tile are the server's, drawn from what it says.
//
// @attr prompt     id of the text
// @state paused    the tiles stand still
// Inside: radios outside the form, their values sentences; button[data-sentence], one for each that the prompt holds;
// button[data-do=pause].

import { announce, one } from "studio/lib/dom.js"
import { pauseOrPlay } from "studio/lib/loops.js"
import { without, withSentence } from "studio/lib/sentences.js"

class CameraWords extends HTMLElement {
  #internals = this.attachInternals()

  connectedCallback() {
    this.addEventListener("change", ({ target }) => this.#choose(target.value))
    this.addEventListener("click", ({ target }) => {
      if (target.closest("[data-do=pause]")) pauseOrPlay(this.#internals)
      this.#takeOut(target.closest("[data-sentence]"))
    })
  }
  get #text() { return document.getElementById(this.getAttribute("prompt")) }

  /** One move at a time: a new one takes the place of the old. */
  #choose(sentence) {
    const known = [...this.querySelectorAll("input")].map(({ value }) => value).filter(Boolean)
    const rest = known.reduce(without, this.#text.value)
    this.#write(sentence ? withSentence(rest, sentence) : rest)
    announce(sentence ? `In the prompt now: ${sentence}` : "Taken out of the prompt")
  }
  #takeOut(chip) {
    if (!chip) return
    one("summary", this).focus() // the chip goes with the answer
    this.#write(without(this.#text.value, chip.dataset.sentence))
    announce("Taken out of the prompt")
  }
  #write(words) {
    this.#text.value = words
    for (const type of ["input", "change"]) this.#text.dispatchEvent(new Event(type, { bubbles: true }))
  }
}

customElements.define("camera-words", CameraWords)
