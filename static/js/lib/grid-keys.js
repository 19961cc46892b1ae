// The library's grid by keyboard: one stop for Tab, which stays where the focus was last, and keys that move it from tile
// to tile, also to those that are not in the page. With Shift they choose on the way.

import { all } from "studio/lib/dom.js"
import { linkOf } from "studio/lib/shelf-nodes.js"

const LEAP = 0.8 // of the window's height: how far PageUp and PageDown go

export class Keys {
  #grid
  #stop // the tile that Tab reaches

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    this.#grid.addEventListener("keydown", (event) => this.#press(event), { signal })
    this.#grid.addEventListener("focusin", ({ target }) => this.#rove(this.#grid.itemAt(target)), { signal })
  }

  /** After a drawing: the stop is where it was, or else at the first tile in view. */
  keepStop() {
    const { shelf, view } = this.#grid
    this.#rove(view.shown.has(this.#stop) ? this.#stop : shelf.between(view.window.top, Infinity).find((item) => view.shown.has(item)))
  }

  #rove(item) {
    if (!item) return
    this.#stop = item
    for (const link of all(".tile a[tabindex='0'], .tile a:not([tabindex])", this.#grid)) link.tabIndex = -1
    const link = linkOf(item)
    if (link) for (const each of all("a", link.closest(".tile"))) each.tabIndex = 0
  }

  #press(event) {
    const item = event.target.matches(".tile__picture > a") && this.#grid.itemAt(event.target)
    const next = !item || event.ctrlKey || event.altKey || event.metaKey ? null : this.step(event.key, item)
    if (!next) return
    event.preventDefault()
    if (event.shiftKey) this.#grid.choosing.reach(item, next)
    else this.#grid.choosing.follow(item, next)
    this.#grid.view.goTo(next)
  }

  /** The tile that a key leads to from another; nothing where it leads nowhere. */
  step(key, item) {
    const { shelf, view } = this.#grid, { items } = shelf, leap = view.window.height * LEAP
    return {
      ArrowRight: () => items[item.index + 1],
      ArrowLeft: () => items[item.index - 1],
      ArrowDown: () => shelf.beside(item, 1),
      ArrowUp: () => shelf.beside(item, -1),
      PageDown: () => shelf.beside(item, 1, leap) ?? items.at(-1),
      PageUp: () => shelf.beside(item, -1, leap) ?? items[0],
      Home: () => items[0],
      End: () => items.at(-1),
    }[key]?.()
  }
}
