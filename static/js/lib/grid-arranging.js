// The order of a collection, while it is open in its own order: tiles are dragged before another, moved with Alt and the
// arrows, Home and End, or by the bar's menu. The page shows it at once; the studio keeps it, one move after another.

import { announce, notify, one } from "studio/lib/dom.js"
import { FILES, filesIn } from "studio/lib/grid-dragging.js"
import { linkOf } from "studio/lib/shelf-nodes.js"

const KEYS = { ArrowLeft: "earlier", ArrowUp: "earlier", ArrowRight: "later", ArrowDown: "later", Home: "first", End: "last" }
const ADDRESS = "/library/act/arrange/"

export class Arranging {
  #grid
  #turn = Promise.resolve()
  #under = 0 // moves that are not kept yet
  #target = null // the tile that it would stand before
  #held = null // the id of what keys have moved last: the focus is on its way to it

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    document.addEventListener("keydown", (event) => this.#press(event), { signal })
    document.addEventListener("click", (event) => this.#undoAfterwards(event), { signal, capture: true })
    document.addEventListener("pointerdown", () => { this.#held = null }, { signal })
    this.#grid.addEventListener("dragover", (event) => this.#over(event), { signal })
    this.#grid.addEventListener("drop", (event) => this.#drop(event), { signal })
    this.#grid.addEventListener("dragend", () => this.#mark(null), { signal })
    this.#grid.addEventListener("dragleave", ({ relatedTarget }) => this.#grid.contains(relatedTarget) || this.#mark(null), { signal })
    document.addEventListener("arrange", ({ detail }) => this.#step(detail.where, this.#meant(detail.ids), false), { signal })
  }

  get #isOn() { return "arranged" in this.#grid.dataset }
  #meant(ids) { return ids.map((id) => this.#grid.shelf.find(`asset-${id}`)).filter(Boolean).sort((a, b) => a.index - b.index) }

  // Hands

  #press(event) {
    const where = event.altKey && !event.ctrlKey && !event.shiftKey && KEYS[event.key]
    const item = where && this.#isOn && this.#pressed(event.target)
    if (!item) return
    event.preventDefault() // and does not lead back a page
    this.#held = item.id
    this.#step(where, this.#meant(this.#grid.choosing.with(item)))
  }

  /** The tile at which a key is pressed; while its node is moved the focus is nowhere. */
  #pressed(target) {
    if (target === document.body) return this.#held && this.#grid.shelf.find(this.#held)
    return this.#grid.contains(target) && target.matches(".tile__picture > a") ? this.#grid.itemAt(target) : null
  }

  #over(event) {
    if (!this.#isOn || !event.dataTransfer.types.includes(FILES)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "move"
    const item = this.#grid.itemAt(event.target)
    if (item) this.#mark(isBehind(item.node, event) ? this.#grid.shelf.items[item.index + 1] ?? (this.#isWhole ? "end" : null) : item)
  }

  #drop(event) {
    const before = this.#target
    this.#mark(null)
    if (!this.#isOn || !before) return
    event.preventDefault()
    this.#move(this.#meant(filesIn(event.dataTransfer)), before === "end" ? null : before)
  }

  #mark(target) {
    delete this.#target?.node?.dataset.before
    this.#target = target
    if (target?.node) target.node.dataset.before = ""
  }

  // Moving

  #step(where, moved, isHeld = true) {
    if (!this.#isOn || !moved.length) return
    const { items } = this.#grid.shelf, rest = items.filter((item) => !moved.includes(item))
    const at = rest.findIndex(({ index }) => index > moved[0].index), here = at < 0 ? rest.length : at
    const to = { first: 0, earlier: Math.max(here - 1, 0), later: here + 1, last: rest.length }[where]
    if (rest[to] || where === "last" || this.#isWhole) this.#move(moved, rest[to] ?? null, isHeld)
  }

  get #isWhole() { return !one("[data-more]", this.#grid) }

  /** Before another tile, or to the end: here at once, then there. The focus goes along if the tile `isHeld`. */
  #move(moved, before, isHeld = true) {
    if (!moved.length || moved.includes(before)) return
    const { shelf, view } = this.#grid, run = (before ?? shelf.items.at(-1)).run
    view.hold(() => {
      for (const item of moved) shelf.remove(item)
      const at = before ? run.items.indexOf(before) : run.items.length
      for (const item of moved) item.run = run
      run.items.splice(at, 0, ...moved)
    })
    isHeld ? view.goTo(moved[0]) : view.lookAt(moved[0], null)
    announce(`${linkOf(moved[0])?.querySelector("img")?.alt ?? "The file"}: now ${shelf.items.indexOf(moved[0]) + 1} of ${shelf.items.length}`)
    const values = { collection: this.#grid.dataset.collection, ids: moved.map(pk).join(","), before: before ? pk(before) : "" }
    this.#under += 1
    this.#turn = this.#turn.then(() => this.#keep(values)).finally(() => { this.#under -= 1 })
  }

  /** Until a move is kept, the Undo on the page is that of the one before. */
  #undoAfterwards(event) {
    if (!this.#under || !event.target.closest?.("[data-undo]")) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#turn.then(() => one("[data-undo]")?.click())
  }

  async #keep(values) {
    let isKept = false
    const off = new AbortController()
    const hear = ({ detail }) => { if (detail.requestConfig.path === ADDRESS) isKept = detail.successful }
    document.addEventListener("htmx:afterRequest", hear, { signal: off.signal })
    await htmx.ajax("POST", ADDRESS, { values, source: this.#grid, swap: "none" }).catch(() => {})
    off.abort()
    await new Promise((done) => setTimeout(done, htmx.config.defaultSettleDelay + 30)) // till then Undo is a plain form
    if (isKept) return
    notify("The order could not be kept. The page shows the one that is.")
    this.#grid.pages.doubt(true)
  }
}

const pk = ({ id }) => id.slice("asset-".length)
const isBehind = (tile, { clientX }) => {
  const { left, width } = tile.getBoundingClientRect()
  return clientX > left + width / 2
}
