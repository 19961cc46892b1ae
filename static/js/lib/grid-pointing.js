// Pointing at one tile of the library's grid. One press chooses it and shows what it is (elements/preview-pane.js), two
// open it; Space looks at it large (elements/quick-look.js). In a narrow room a press shows it in a sheet.

import { one } from "studio/lib/dom.js"
import { linkOf } from "studio/lib/shelf-nodes.js"

export const WIDE = matchMedia("(min-width: 1000px)") // there is room for a pane beside the grid

/** Whether the person wants to be shown what they point at. */
export const isWanted = () => Boolean(one("[data-pane-switch]")?.checked)

export class Pointing {
  #grid

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    this.#grid.addEventListener("dblclick", (event) => this.#open(event), { signal })
    this.#grid.addEventListener("keydown", (event) => this.#press(event), { signal })
  }

  /** A plain press. */
  at(item) {
    if (!WIDE.matches && !isWanted()) return linkOf(item).click()
    linkOf(item).focus({ preventScroll: true })
    if (WIDE.matches) this.#grid.choosing.only(item)
    this.#say("pointed", item)
  }

  #open(event) {
    const item = this.#grid.itemAt(event.target)
    if (item && event.target.closest(".tile__picture") && !(event.ctrlKey || event.metaKey || event.shiftKey)) linkOf(item).click()
  }

  /** Space, instead of scrolling, as it would on a link. */
  #press(event) {
    const item = event.target.matches(".tile__picture > a") && this.#grid.itemAt(event.target)
    if (!item || event.key !== " " || event.shiftKey) return
    event.preventDefault()
    this.#say("look-large", item)
  }

  #say(name, { id }) {
    this.#grid.dispatchEvent(new CustomEvent(name, { detail: { id: id.slice("asset-".length) }, bubbles: true }))
  }
}
