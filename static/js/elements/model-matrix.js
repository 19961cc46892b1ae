/**
 * The capability matrix: arrow keys move over its links, one stop for Tab in each table, and a mark opens what the
 * sources say beside it. Without it the marks lead to the same notes below the tables.
 *
 * Children, rendered by the server: tables whose cells hold links, a list of `#note-<number>`, and a popover `#said`
 * with `[data-title]` and `[data-body]`. A mark is `a[data-notes="3 12"]`.
 */
import { all, one } from "studio/lib/dom.js"

class ModelMatrix extends HTMLElement {
  #changes = new MutationObserver(() => this.#prepare())

  // Lifecycle

  connectedCallback() {
    this.addEventListener("click", (event) => this.#open(event))
    this.addEventListener("keydown", (event) => this.#move(event))
    this.addEventListener("focusin", ({ target }) => this.#rove(target.closest("table"), target))
    this.#changes.observe(one("#found", this), { childList: true })
    this.#prepare()
  }

  disconnectedCallback() { this.#changes.disconnect() }

  // Keys: one stop for Tab in each table, arrows move

  #prepare() {
    for (const table of all("table", this)) {
      table.role = "grid"
      this.#rove(table, one("a", table))
    }
  }

  #rove(table, link) {
    if (!table || link?.localName !== "a") return
    for (const other of all("a", table)) other.tabIndex = other === link ? 0 : -1
  }

  #move(event) {
    const { key, target, ctrlKey, altKey, metaKey } = event
    const cell = target.closest("td, th")
    const next = cell && !ctrlKey && !altKey && !metaKey && STEPS[key]?.(target, cell, all("tbody tr", cell.closest("table")))
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  // Notes

  #open(event) {
    const mark = event.target.closest("a[data-notes]")
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const card = one("#said", this)
    card.hidePopover()
    one("[data-title]", card).textContent = mark.title.split(". ")[0]
    const notes = mark.dataset.notes.split(" ").map((number) => one(`#note-${number}`, this).cloneNode(true))
    for (const note of notes) note.removeAttribute("id")
    const list = document.createElement("ol")
    list.append(...notes)
    one("[data-body]", card).replaceChildren(list)
    card.showPopover({ source: mark })
    card.addEventListener("toggle", ({ newState }) => newState === "closed" && mark.focus(), { once: true })
  }
}

const links = (cell) => all("a", cell)

/** The nearest link in the same column, `step` rows away or further. */
function inColumn(link, cell, rows, step) {
  const at = rows.indexOf(cell.parentElement)
  const beyond = step > 0 ? rows.slice(at + step) : rows.slice(0, Math.max(0, at + step + 1)).reverse()
  const place = links(cell).indexOf(link)
  for (const row of beyond) {
    const there = links(row.children[cell.cellIndex])
    if (there.length) return there[Math.min(place, there.length - 1)]
  }
}

/** The next link of the row, `step` places on. */
function inRow(link, cell, step) {
  const row = links(cell.parentElement)
  return row[row.indexOf(link) + step]
}

const STEPS = {
  ArrowRight: (link, cell) => inRow(link, cell, 1),
  ArrowLeft: (link, cell) => inRow(link, cell, -1),
  ArrowDown: (link, cell, rows) => inColumn(link, cell, rows, 1),
  ArrowUp: (link, cell, rows) => inColumn(link, cell, rows, -1),
  PageDown: (link, cell, rows) => inColumn(link, cell, rows, 8),
  PageUp: (link, cell, rows) => inColumn(link, cell, rows, -8),
  Home: (link, cell) => links(cell.parentElement)[0],
  End: (link, cell) => links(cell.parentElement).at(-1),
}

customElements.define("model-matrix", ModelMatrix)
