// <kept-words>: what is typed in the form around it stays in this browser until the form is sent, so that a sheet that is
// closed or a reload loses nothing. A tick is no words: consent is given anew. What the server fills in goes before.
//
// @attr whose   the person, so that nobody finds another one's words
// @fires input  on each field that is filled again, bubbling
// Hidden until something is filled in again. Inside: a sentence, and a button that clears it.

import { one } from "studio/lib/dom.js"

const WORDS = "input[type=text], textarea, select"

class KeptWords extends HTMLElement {
  #form = null
  #leaving = new AbortController()

  connectedCallback() {
    this.#form = this.closest("form")
    const { signal } = this.#leaving
    this.#form.addEventListener("input", () => this.#keep(), { signal })
    this.#form.addEventListener("submit", () => localStorage.removeItem(this.#key), { signal })
    this.#form.addEventListener("htmx:sendError", () => this.#keep(), { signal })
    one("button", this).addEventListener("click", () => this.#clear())
    if (this.#fields.some(({ value }) => value)) this.#keep()
    else this.#fill(JSON.parse(localStorage.getItem(this.#key) ?? "{}"))
  }
  disconnectedCallback() { this.#leaving.abort() }

  get #key() { return `words ${this.getAttribute("whose")} ${this.#form.getAttribute("action")}` }
  get #fields() { return [...this.#form.querySelectorAll(WORDS)].filter(({ name }) => name) }

  #keep() {
    const words = Object.fromEntries(this.#fields.map(({ name, value }) => [name, value]))
    localStorage.setItem(this.#key, JSON.stringify(words))
  }
  #fill(words) {
    const fields = this.#fields.filter(({ name }) => words[name])
    for (const field of fields) this.#write(field, words[field.name])
    this.hidden = !fields.length
  }
  #write(field, value) {
    field.value = value
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
  #clear() {
    for (const field of this.#fields) this.#write(field, "")
    localStorage.removeItem(this.#key)
    this.hidden = true
    this.#fields[0].focus()
  }
}

customElements.define("kept-words", KeptWords)
