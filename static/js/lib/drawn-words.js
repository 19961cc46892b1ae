// The words of a text that is being put on the picture: a field below it, from when the tool comes down until they are put
// there or dropped.

import { one } from "studio/lib/dom.js"

export class DrawnWords {
  #point = null

  /** `root` has [data-ink-text] with [data-ink-words]; `desk`: {board, put(draft), say(words), changed()}. */
  constructor(root, desk, signal) {
    Object.assign(this, { line: one("[data-ink-text]", root), field: one("[data-ink-words]", root), desk })
    this.field.addEventListener("input", () => desk.changed(), { signal })
    this.field.addEventListener("keydown", (event) => this.#key(event), { signal })
  }

  get #words() { return this.field.value.trim().replaceAll(/\s+/g, " ") }
  /** What would be put there; null while there is nothing. */
  get draft() { return this.#point && this.#words ? { kind: "text", points: [this.#point], words: this.#words } : null }

  ask(point) {
    this.#point = point
    this.field.value = ""
    this.line.hidden = false
    this.field.focus()
  }
  drop() {
    this.#point = null
    this.line.hidden = true
  }
  put() {
    const { draft } = this
    if (!draft) return this.desk.say("Write what is to stand there first.")
    this.#leave()
    this.desk.put(draft)
  }

  #key(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === "Enter") return this.put()
    this.#leave()
    this.desk.changed()
  }
  #leave() {
    this.drop()
    this.desk.board.focus({ preventScroll: true })
  }
}
