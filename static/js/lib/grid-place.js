// Where one is in the library's grid. The address says it, and the history's state says how high it stood on the screen:
// Back, a reload or the address alone lead to the page of the list that this tile is on, and to where it stood.

const RESTING = 250 // ms after which the address says where one is

export class Place {
  #grid
  #timer
  #wish // {id, place}: where one came back to, until there is enough above it

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    const { scroller } = this.#grid
    this.#grid.addEventListener("click", (event) => event.defaultPrevented || this.#leave(this.#grid.itemAt(event.target)), { signal })
    scroller.addEventListener("scroll", () => this.#scrolled(), { signal, passive: true })
    signal.addEventListener("abort", () => clearTimeout(this.#timer))
  }

  /** To the tile that the address names. */
  goBack() {
    const item = this.#grid.shelf.find(location.hash.slice(1))
    const kept = history.state?.grid
    this.#wish = kept?.id === item?.id ? kept : null
    if (item) this.#grid.view.goTo(item, this.#wish?.place ?? null)
  }

  /** Newer tiles came: what one came back to could not stand as low as it did while there was nothing above it. */
  settle() {
    const item = this.#wish && this.#grid.shelf.find(this.#wish.id)
    if (item) this.#grid.view.lookAt(item, this.#wish.place)
    this.#wish = null
  }

  #scrolled() {
    this.#grid.view.draw()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#rest(), RESTING)
  }

  /** Who rests somewhere is there: at the tile with the focus, or else at the first whole one. */
  #rest() {
    const { shelf, view } = this.#grid, { top, bottom } = view.window
    const seen = shelf.between(Math.max(top, 0), bottom), held = this.#grid.itemAt(document.activeElement)
    const item = seen.includes(held) ? held : seen.find(({ y }) => y >= top) ?? seen[0]
    if (top > 0) this.#remember(item)
    else if (location.hash) history.replaceState(history.state, "", shelf.items[0]?.run.page.here || location.pathname + location.search)
  }

  #leave(item) {
    clearTimeout(this.#timer)
    this.#remember(item)
  }

  #remember(item) {
    if (!item) return
    const grid = { id: item.id, place: item.y - this.#grid.view.window.top }
    history.replaceState({ ...history.state, grid }, "", `${item.run.page.here || item.run.row.dataset.here}#${item.id}`)
  }
}
