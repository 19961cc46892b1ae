// <command-palette>: one list of everything, narrowed down by words; arrows choose, Enter goes or does.
// Inside: an input[role=combobox], a [role=listbox] of [role=option] with data-url (a place) or data-runs (a shortcut).

import { all, announce, one } from "studio/lib/dom.js"
import { closeSheet } from "studio/lib/sheets.js"
import { canRun, run } from "studio/lib/shortcuts.js"

const MOST = 60 // rows that are shown while nothing is looked for

class CommandPalette extends HTMLElement {
  #rows = []

  // Lifecycle
  connectedCallback() {
    for (const row of all("[data-runs]", this)) if (!canRun(row.dataset.runs)) row.remove()
    this.#rows = all("[role=option]", this).map((row) => ({ row, text: fold(`${row.textContent} ${row.dataset.also ?? ""}`), name: fold(one("span", row).firstChild.data) }))
    this.#words.addEventListener("input", () => this.#narrow())
    this.addEventListener("keydown", (event) => this.#onKey(event))
    this.addEventListener("click", ({ target, ctrlKey, metaKey }) => this.#go(target.closest("[role=option]"), ctrlKey || metaKey))
    this.#narrow()
  }

  get #words() { return one("[role=combobox]", this) }
  get #shown() { return this.#rows.filter(({ row }) => !row.hidden).map(({ row }) => row) }
  get #chosen() { return one("[aria-selected=true]", this) }

  // Events
  #onKey(event) {
    const shown = this.#shown
    const at = shown.indexOf(this.#chosen)
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: Math.max(at - 8, 0), Home: event.ctrlKey ? 0 : undefined, End: event.ctrlKey ? shown.length - 1 : undefined }[event.key]
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); return this.#go(this.#chosen, event.ctrlKey || event.metaKey) }
    if (step === undefined || !shown.length) return
    event.preventDefault()
    this.#choose(shown.at(Math.min(step, step === at + 1 ? shown.length : shown.length - 1) % shown.length))
  }

  #go(row, elsewhere) {
    if (!row) return
    const { runs, url } = row.dataset
    closeSheet()
    if (runs) run(runs)
    else if (elsewhere) open(url)
    else location.assign(url)
  }

  // List
  /** Every word is somewhere in the row; a name that begins with what was typed is chosen first, then one that has it. */
  #narrow() {
    const typed = fold(this.#words.value.trim())
    const words = typed.split(/\s+/).filter(Boolean)
    let count = 0
    for (const each of this.#rows) each.row.hidden = !words.every((word) => each.text.includes(word)) || (!words.length && ++count > MOST)
    for (const group of all("[role=group]", this)) group.hidden = !one("[role=option]:not([hidden])", group)
    const shown = this.#shown
    const best = (fits) => words.length && this.#rows.find(({ row, name }) => !row.hidden && fits(name))?.row
    one(".palette__none", this).hidden = shown.length > 0
    this.#choose(best((name) => name.startsWith(typed)) || best((name) => name.includes(typed)) || shown[0])
    if (words.length) announce(`${shown.length} command${shown.length === 1 ? "" : "s"}`)
  }

  #choose(row) {
    if (this.#chosen) this.#chosen.ariaSelected = "false"
    this.#words.setAttribute("aria-activedescendant", row?.id ?? "")
    if (!row) return
    row.ariaSelected = "true"
    row.scrollIntoView({ block: "nearest" })
  }
}

/** Without case and accents: "café" finds "Cafe". */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase()

customElements.define("command-palette", CommandPalette)
