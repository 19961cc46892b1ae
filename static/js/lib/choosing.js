// Ways to choose tiles of the library's grid: its check, Ctrl-click, Shift-click, Shift and arrows, a drawn rectangle,
// all of them. Each of them asks lib/selection.js.

import { all, announce, one } from "studio/lib/dom.js"
import { chooseByRectangle } from "studio/lib/grid-rectangle.js"
import { Selection } from "studio/lib/selection.js"

export class Choosing {
  #grid
  #shelf
  #selection = new Selection()
  #itemAt
  #light = null // the one tile that a press or an arrow chose: it lets go when the focus moves on

  /** @param how `itemAt(node)` -> item, `scroller`, `signal` */
  constructor(grid, shelf, { itemAt, scroller, signal }) {
    this.#grid = grid
    this.#shelf = shelf
    this.#itemAt = itemAt
    this.#selection.addEventListener("change", () => this.#tell(), { signal })
    grid.addEventListener("click", (event) => this.#click(event), { signal, capture: true })
    grid.addEventListener("dragstart", (event) => event.shiftKey && event.preventDefault(), { signal })
    document.addEventListener("shortcut", (event) => this.#hear(event), { signal })
    document.addEventListener("unchoose", () => this.#selection.clear(), { signal })
    document.addEventListener("choose-all", () => this.#selection.everything(), { signal })
    document.addEventListener("keydown", (event) => this.#escape(event), { signal })
    grid.addEventListener("keydown", (event) => this.#press(event), { signal })
    chooseByRectangle(grid, { shelf, scroller, selection: this.#selection, signal })
  }

  paint() {
    this.#grid.toggleAttribute("data-choosing", this.#selection.size > 0)
    for (const tile of all(".tile", this.#grid)) {
      const isChosen = this.#selection.has(tile.id)
      if (tile.ariaSelected === String(isChosen)) continue
      tile.ariaSelected = String(isChosen)
      one(".tile__check", tile)?.setAttribute("aria-pressed", String(isChosen))
    }
  }

  reach(item, next) {
    if (!this.#selection.anchor) this.#selection.toggle(item.id)
    this.#selection.reach(next.id, this.#order)
  }

  /** This one alone, and lightly: arrows take the choice along. */
  only(item) {
    this.#selection.set([])
    this.#selection.toggle(item.id)
    this.#light = item.id
  }

  /** The focus went from one tile to another. */
  follow(item, next) { if (this.isLight && this.#light === item.id) this.only(next) }

  get isLight() { return this.#selection.size === 1 && this.#selection.has(this.#light) }

  /** The ids that are meant where one acts on a tile: all that are chosen if it is one of them, or if `always`. */
  with(item, always = false) {
    const isMeant = this.#selection.size && (always || this.#selection.has(item.id))
    return (isMeant ? this.#selection.ids : item ? [item.id] : []).map(pk)
  }

  these(ids) { this.#selection.set(ids.map((id) => `asset-${id}`)) }

  forget(items) { this.#selection.drop(items.map(({ id }) => id)) }

  get #order() { return this.#shelf.items.map(({ id }) => id) }

  // Events

  #click(event) {
    const item = this.#itemAt(event.target)
    if (!item || event.target.closest("form")) return
    const isCheck = event.target.closest(".tile__check"), isAdding = event.ctrlKey || event.metaKey
    const isPlain = !(isCheck || isAdding || event.shiftKey)
    if (isPlain && !(event.detail && event.target.closest(".tile__picture"))) return
    event.preventDefault()
    event.stopPropagation()
    const goesOn = event.pointerType === "touch" && this.#selection.size > 0 && !this.isLight
    if (isPlain && !goesOn) this.#grid.pointing.at(item)
    else if (event.shiftKey) this.#selection.reach(item.id, this.#order, isAdding)
    else this.#toggle(item)
  }

  #toggle({ id }) { this.#light = null; this.#selection.toggle(id) }

  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.#selection.size || one("dialog:modal, details[data-menu][open]")) return
    event.preventDefault()
    this.#selection.clear()
  }

  /** Keys that no table changes: Shift and Space, and Delete. */
  #press(event) {
    const item = event.target.matches(".tile__picture > a") && this.#itemAt(event.target)
    if (!item || !(event.key === "Delete" || (event.key === " " && event.shiftKey))) return
    event.preventDefault()
    if (event.key === " ") this.#toggle(item)
    else this.#act("bin", "", item)
  }

  /** What a key of the table asks for: `choose-loaded`, or an act such as `stars=3`. */
  #hear({ detail, target }) {
    const item = this.#itemAt(target)
    if (detail === "choose-loaded") return this.#selection.set(this.#order)
    const [name, value] = String(detail).split("=")
    if (value !== undefined) this.#act(name, value, item)
  }

  /** To what is chosen, or else to the tile itself. */
  #act(name, value, item) {
    const ids = this.#selection.size ? this.#selection.ids : item ? [item.id] : []
    const detail = { name, value, ids: ids.map(pk), isAll: this.#selection.isAll }
    if (ids.length) this.#grid.dispatchEvent(new CustomEvent("act", { detail, bubbles: true }))
  }

  #tell() {
    this.paint()
    const { ids, isAll, size } = this.#selection
    announce(isAll ? "All that match are chosen" : size ? `${size} chosen` : "Nothing is chosen")
    this.#grid.dispatchEvent(new CustomEvent("chosen", { detail: { ids: ids.map(pk), isAll }, bubbles: true }))
  }
}

const pk = (id) => id.slice("asset-".length)
