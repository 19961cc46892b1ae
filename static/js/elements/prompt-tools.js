// <prompt-tools>: earlier prompts into the text and back again, and prompts chosen in a sheet. What was there before is
// never lost: it is the last of the earlier ones, survives a reload, and "Put back" brings it back at once.
//
// @attr for       id of the <textarea>
// @attr earlier   address of {"prompts": ["…"]}, newest first; asked for the first time somebody goes back
// @fires input    on the textarea, bubbling
// Inside: buttons with data-do: earlier, later, back. Hears `shortcut` (earlier, later) and `use-prompt` {text, add}.

import { announce, one } from "studio/lib/dom.js"
import { History } from "studio/lib/history.js"
import { closeSheet } from "studio/lib/sheets.js"

class PromptTools extends HTMLElement {
  #internals = this.attachInternals()
  #history = new History("prompts")
  #before = null // what the last chosen prompt has taken the place of
  #leaving

  // Lifecycle
  connectedCallback() {
    const options = { signal: (this.#leaving = new AbortController()).signal }
    this.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do), options)
    document.addEventListener("shortcut", ({ detail }) => this.#do(detail), options)
    document.addEventListener("use-prompt", ({ detail }) => this.#use(detail), options)
    document.addEventListener("click", ({ target }) => this.#onUse(target.closest("[data-words-of]")), options)
    document.addEventListener("sheet-opened", ({ target }) => this.#fillIn(target), options)
  }
  disconnectedCallback() { this.#leaving.abort() }

  get #text() { return document.getElementById(this.getAttribute("for")) }

  // Events
  async #do(what) {
    if (what === "back") return this.#putBack()
    const step = { earlier: -1, later: 1 }[what]
    if (!step) return
    await this.#history.fetched(this.getAttribute("earlier"))
    const text = this.#history.step(step, this.#text.value)
    if (text === null) return announce(step < 0 ? "No earlier prompt" : "This is the newest")
    this.#write(text)
    announce(this.#history.words)
  }
  #onUse(button) {
    if (button) this.#use({ text: document.getElementById(button.dataset.wordsOf).textContent, add: "add" in button.dataset })
  }
  #use({ text, add }) {
    const before = this.#text.value
    closeSheet()
    this.#history.keep(before)
    this.#before = before
    this.#write(add && before.trim() ? `${before.trimEnd()} ${text}` : text)
    if (before.trim()) this.#internals.states.add("replaced")
    announce(add ? "Added to the prompt" : "The prompt is in place. Put back brings back what was there.")
  }
  #putBack() {
    this.#history.keep(this.#text.value)
    this.#write(this.#before ?? "")
    this.#internals.states.delete("replaced")
    announce("Put back")
  }
  /** A form in a sheet that keeps a prompt begins with the present one. */
  #fillIn(sheet) {
    const field = one("textarea[data-current]", sheet)
    if (field && !field.value) field.value = this.#text.value
  }

  /** As if it had been typed, so that the browser's own undo knows it too. */
  #write(words) {
    const text = this.#text
    text.focus()
    text.select()
    const typed = words ? document.execCommand("insertText", false, words) : document.execCommand("delete")
    if (typed && text.value === words) return
    text.value = words
    text.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

customElements.define("prompt-tools", PromptTools)
