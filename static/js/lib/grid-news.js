// What others do to the library's grid: htmx and the socket put tiles into the page or take them out, and answers speak
// of tiles that are kept out of it. The shelf takes it all over.

import { all } from "studio/lib/dom.js"
import { itemOf, runsIn } from "studio/lib/shelf-nodes.js"

export class News {
  #grid
  #changes

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    this.#changes = new MutationObserver(() => this.adopt())
    signal.addEventListener("abort", () => this.#changes.disconnect())
    document.addEventListener("htmx:beforeSwap", ({ detail }) => this.#take(detail), { signal })
  }

  /** What the grid itself has just changed is no news. */
  listenAfresh() {
    this.#changes.takeRecords()
    this.#changes.observe(this.#grid, { childList: true, subtree: true })
  }

  /** Takes over what others put into the page, or took out of it, since the last time. */
  adopt() {
    const { shelf, view, pages } = this.#grid
    const known = new Set(shelf.runs.flatMap(({ day, row }) => [day, row]))
    const fresh = [...this.#grid.children].filter((node) => node.matches(".day, .tiles") && !known.has(node))
    for (const run of shelf.runs) if (run.row.parentNode === this.#grid) this.#compare(run)
    const came = Map.groupBy(runsIn(fresh), ({ row }) => (row.id ? "" : row.dataset.here)) // what is new has no page
    for (const [here, runs] of came) {
      const page = { here, runs }
      for (const run of runs) run.page = page
      shelf.add(page)
    }
    view.hold()
    pages.watchTheEnd()
  }

  /** A run that is shown, with what others have done to its tiles. */
  #compare(run) {
    const { shelf, view, choosing } = this.#grid
    const tiles = all(":scope > .tile", run.row), nodes = new Set(tiles)
    const gone = run.items.filter((item) => view.shown.has(item) && !nodes.has(item.node))
    for (const item of gone) shelf.remove(item)
    choosing.forget(gone)
    const known = new Map(run.items.map((item) => [item.node, item]))
    for (const [at, node] of tiles.entries()) {
      if (known.has(node)) continue
      const twin = shelf.find(node.id)
      if (twin) shelf.remove(twin)
      const before = run.items.indexOf(known.get(tiles[at - 1]))
      const item = itemOf(node, run)
      run.items.splice(before + 1, 0, item)
      known.set(node, item)
      view.shown.add(item)
    }
  }

  /** An answer may speak of tiles that are kept out of the page: they are asked again, and those that are gone leave. */
  #take(detail) {
    if (!detail.serverResponse?.includes("hx-swap-oob")) return
    const { shelf, view, choosing, pages } = this.#grid
    const parsed = document.createElement("template")
    parsed.innerHTML = detail.serverResponse
    const parts = all("[id^=asset-], [id^=marks-]", parsed.content).filter((node) => node.hasAttribute("hx-swap-oob") && !node.dataset.home)
    const leaving = parts.filter((node) => node.getAttribute("hx-swap-oob") === "delete" && shelf.find(node.id))
    const gone = leaving.map(({ id }) => shelf.find(id))
    for (const node of parts) if (leaving.includes(node) || !document.getElementById(node.id)) node.remove() // done here
    detail.serverResponse = parsed.innerHTML
    const { path, parameters } = detail.requestConfig
    if (!path.startsWith("/library/")) return
    choosing.forget(gone)
    const next = this.#heirOf(gone)
    view.hold(() => gone.forEach((item) => shelf.remove(item)))
    if (next && document.activeElement === document.body) view.goTo(next)
    pages.doubt("query" in parameters || path.includes("/undo/"))
  }

  /** Who has the focus after one of those that leave: the next that stays, or else the one before. */
  #heirOf(gone) {
    const { items } = this.#grid.shelf, held = this.#grid.itemAt(document.activeElement)
    if (!gone.includes(held)) return null
    const stays = (item) => !gone.includes(item)
    return items.slice(held.index).find(stays) ?? items.slice(0, held.index).findLast(stays)
  }
}
