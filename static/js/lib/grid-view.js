// What of the library's grid is in the page: the tiles around the window, at most 150 of them, each where lib/shelf.js
// says that it stands. Whatever changes the shelf does so in `hold`: what is looked at stays where it is on the screen.

import { one } from "studio/lib/dom.js"
import { linkOf, place, roomOf, stand } from "studio/lib/shelf-nodes.js"

const MOST = 150 // tiles in the page
const KEPT = 2000 // tiles in memory
const REACHES = [1, 0.5, 0.25, 0] // windows above and below for which tiles are drawn, as far as MOST allows

export class View {
  shown = new Set() // items whose tiles are in the page
  #grid
  #room // null until the grid is in a page
  #drawn = { top: 0, bottom: -1 }

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    const room = new ResizeObserver(() => this.fit())
    room.observe(this.#grid)
    room.observe(this.#grid.scroller)
    signal.addEventListener("abort", () => room.disconnect())
    this.#room = roomOf(this.#grid)
  }

  /** Of the grid, in pixels from its top. */
  get window() {
    const { scroller, offsetTop } = this.#grid
    const top = scroller.scrollTop - offsetTop
    return { top, bottom: top + scroller.clientHeight, height: scroller.clientHeight }
  }

  // Layout

  /** The room may be another one. */
  fit() {
    if (!this.#room) return
    const room = roomOf(this.#grid)
    if (JSON.stringify(room) === JSON.stringify(this.#room) || room.width <= 0) return this.draw()
    this.hold(() => { this.#room = room })
  }

  /** Changes what there is; what is looked at stays where it is on the screen, at the very top only if `always`. */
  hold(change = () => {}, always = false) {
    const { shelf, scroller } = this.#grid, { top, bottom } = this.window
    const eyes = always || top > 0 ? shelf.between(top, bottom).map((item) => ({ item, y: item.y })) : []
    change()
    shelf.layOut(this.#room)
    const more = one(".more", this.#grid)
    if (more) stand(more, { y: shelf.height })
    this.#grid.style.blockSize = `${shelf.height + (more?.offsetHeight ?? 0)}px`
    const eye = eyes.find(({ item }) => shelf.find(item.id))
    if (eye) scroller.scrollTop += shelf.find(eye.item.id).y - eye.y
    this.draw(true)
    shelf.forget(shelf.between(top, Infinity)[0], Number(this.#grid.getAttribute("kept") ?? KEPT))
  }

  // Drawing

  /** Puts the tiles around the window into the page, and takes the others out. */
  draw(isForced = false) {
    const { shelf } = this.#grid, { top, bottom, height } = this.window
    if (!isForced && top - height / 4 >= this.#drawn.top && bottom + height / 4 <= this.#drawn.bottom) return
    const pinned = this.#grid.itemAt(document.activeElement)
    const reach = REACHES.find((each) => shelf.between(top - each * height, bottom + each * height).length < MOST) ?? 0
    this.#drawn = { top: Math.max(0, top - reach * height), bottom: Math.min(Math.max(bottom, 0) + reach * height, shelf.height) }
    if (!this.#drawn.top) this.#drawn.top = -Infinity
    if (this.#drawn.bottom >= shelf.height) this.#drawn.bottom = Infinity
    const wanted = shelf.between(top - reach * height, bottom + reach * height).slice(0, MOST - 1)
    this.#show(new Set(pinned ? [...wanted, pinned] : wanted))
    if (wanted[0]?.index === 0) this.#grid.pages.askNewer()
  }

  #show(wanted) {
    const { shelf, pages, keys, choosing, news } = this.#grid
    for (const { node, run } of wanted) if (!node) pages.renew(run.page)
    this.shown = new Set([...wanted].filter(({ node }) => node))
    const tiles = Map.groupBy([...this.shown].sort((a, b) => a.index - b.index), ({ run }) => run)
    const fixed = shelf.runs.filter(({ row }) => row.id) // the socket puts new ones there, also while it is not in view
    const runs = [...new Set([...fixed, ...tiles.keys()])]
    place(this.#grid, runs.flatMap(({ day, row }) => (day ? [day, row] : [row])), ".day, .tiles")
    for (const run of runs) fill(run, tiles.get(run) ?? [])
    keys.keepStop()
    choosing.paint()
    news.listenAfresh()
  }

  // Going there

  /** Into view, and the focus to it; a page that was forgotten comes first. `place`: pixels below the window's top. */
  async goTo(item, place = null) {
    this.lookAt(item, place)
    if (!item.node) {
      await this.#grid.pages.renew(item.run.page)
      item = this.#grid.shelf.find(item.id)
    }
    if (!item?.node) return
    this.draw(true)
    linkOf(item).focus({ preventScroll: true })
  }

  /** Into view: no farther than need be, or where `place` says. */
  lookAt({ y, height }, place) {
    const { top, bottom } = this.window, room = { above: 48, below: 40 }
    const wanted = place !== null ? y - place : y < top + room.above ? y - room.above : y + height > bottom - room.below ? y + height + room.below - (bottom - top) : top
    if (wanted !== top) this.#grid.scroller.scrollTop = wanted + this.#grid.offsetTop
  }
}

function fill(run, shown) {
  run.row.hidden = !run.items.length
  place(run.row, shown.map(({ node }) => node), ".tile")
  if (run.day) stand(run.day, { y: run.y ?? 0 })
  for (const item of shown) stand(item.node, item)
}
