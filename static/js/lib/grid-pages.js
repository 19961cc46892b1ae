// Asking for pages of the library's grid: older ones near its end, newer ones above its first tile, and those again whose
// tiles were forgotten or are doubted.

import { all } from "studio/lib/dom.js"
import { fetched, linkOf, runsIn } from "studio/lib/shelf-nodes.js"

const AHEAD = "1200px" // how far below the window the next page is asked for
const AGAIN = 3000 // ms until what did not come is asked for again
const STATES = { "htmx:beforeRequest": "busy", "htmx:sendError": "failed", "htmx:responseError": "failed" }

export class Pages {
  #grid
  #near

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    for (const [name, state] of Object.entries(STATES)) {
      this.#grid.addEventListener(name, ({ target }) => { target.dataset.state = state }, { signal })
    }
    this.#grid.addEventListener("htmx:afterSettle", () => this.watchTheEnd(), { signal }) // only now does htmx hear a new link's `near`
    this.#near = new IntersectionObserver(tell, { root: this.#grid.scroller, rootMargin: AHEAD })
    signal.addEventListener("abort", () => this.#near.disconnect())
  }

  watchTheEnd() {
    this.#near.disconnect()
    for (const link of all("[data-more]", this.#grid)) this.#near.observe(link)
  }

  /** What is out of the page may be other than it is here; with `also`, what is in it too. */
  doubt(also) {
    const { shelf, view } = this.#grid
    shelf.doubt((item) => view.shown.has(item))
    if (also) for (const page of new Set([...view.shown].map(({ run }) => run.page))) this.renew(page)
  }

  /** Asks for a page again, and keeps what was known while it does not come. */
  async renew(page) {
    if (page.asked || !page.here) return
    const { shelf, view } = this.#grid
    page.asked = true
    try {
      const nodes = await fetched(page.here), held = this.#grid.itemAt(document.activeElement)?.id
      view.hold(() => shelf.renew(page, runsIn(nodes, page), nodes.some((node) => node.matches(".more"))))
      if (held && document.activeElement === document.body) linkOf(shelf.find(held))?.focus({ preventScroll: true })
    } catch {
      setTimeout(() => view.draw(true), AGAIN) // asked again, if it is still wanted by then
    } finally {
      page.asked = false
    }
  }

  /** The page before the first: where one came back to the middle of a list, or jumped to a day. */
  async askNewer() {
    const { shelf, view, place } = this.#grid
    const first = shelf.pages[0], address = this.#grid.getAttribute("newer")
    if (!address || !first || first.asked) return
    first.asked = true
    try {
      const nodes = await fetched(`${address}&after=${shelf.items[0].id.slice("asset-".length)}`)
      const page = { here: nodes.find((node) => node.matches(".tiles"))?.dataset.here, runs: [] }
      page.runs = runsIn(nodes, page)
      if (!page.here) return this.#grid.removeAttribute("newer")
      view.hold(() => shelf.add(page, first), true)
      place.settle()
    } finally {
      first.asked = false
    }
  }
}

/** htmx asks for the next page on `near`; one that is asked for, or failed, waits for a press. */
function tell(seen) {
  for (const { target, isIntersecting } of seen) {
    if (isIntersecting && !target.dataset.state) target.dispatchEvent(new CustomEvent("near"))
  }
}
