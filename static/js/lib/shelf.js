// What the library's grid holds, whether the page has it just now or not: pages of runs of tiles, and where each stands.
//
//   page  {here: "/library/?before=…", runs: [run], asked: false}       what the server sent at once; `here` brings it again
//   run   {day: node or null, row: node, items: [item], page}           tiles of one day; a page may go on with a day
//   item  {id, ratio, node, run, index, line, x, y, width, height}      `node` null: forgotten, the page has to be asked
//
// Pixels from the grid's upper left corner.

import { Layout } from "studio/lib/shelf-lines.js"

export class Shelf {
  pages = []
  items = []
  lines = [] // {y, height, items}
  height = 0
  #byId = new Map()
  #layout = new Layout()

  /** The tile called so, wherever it was laid out last. */
  find(id) { return this.#byId.get(id) }

  get runs() { return this.pages.flatMap(({ runs }) => runs) }

  /** Puts a page at the end, or before the page `before`. What it has twice is where it came last. */
  add(page, before = null) {
    this.#dropTwice(page)
    this.pages.splice(before ? this.pages.indexOf(before) : this.pages.length, 0, page)
  }

  /** What the server says of a page now, instead of what is known of it; tiles of other pages stay there. Where it
   *  `goesOn`, newer ones may have pushed the last of it beyond its end: these stay too. */
  renew(page, runs, goesOn) {
    const old = page.runs.flatMap(({ items }) => items)
    for (const run of runs) run.items = run.items.filter(({ id }) => (this.find(id)?.run.page ?? page) === page)
    page.runs = runs.filter(({ items }) => items.length)
    const fresh = new Set(runs.flatMap(({ items }) => items.map(({ id }) => id)))
    const rest = goesOn && page.runs.length ? old.slice(old.findLastIndex(({ id }) => fresh.has(id)) + 1) : []
    for (const item of rest) item.run = page.runs.at(-1)
    page.runs.at(-1)?.items.push(...rest)
  }

  remove(item) {
    item.run.items = item.run.items.filter((each) => each !== item)
  }

  #dropTwice(page) {
    for (const { id } of page.runs.flatMap(({ items }) => items)) {
      const twin = this.find(id)
      if (twin) this.remove(twin)
    }
  }

  // Where

  /** Gives each tile its place in `room` (see lib/shelf-lines.js). */
  layOut(room) {
    Object.assign(this, this.#layout.of(this.runs, room))
    this.#byId = new Map(this.items.map((item) => [item.id, item]))
  }

  /** The tiles that have something between two heights. */
  between(top, bottom) {
    const { lines } = this
    let low = 0, high = lines.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (lines[middle].y + lines[middle].height < top) low = middle + 1
      else high = middle
    }
    const found = []
    for (let at = low; at < lines.length && lines[at].y <= bottom; at += 1) found.push(...lines[at].items)
    return found
  }

  /** Those that a rectangle touches. */
  touching({ left, top, right, bottom }) {
    return this.between(top, bottom).filter(({ x, y, width, height }) => x < right && x + width > left && y < bottom && y + height > top)
  }

  /** The tile nearest above or below: so many lines away, or at least `down` pixels. */
  beside(item, lines, down = 0) {
    const sign = Math.sign(lines), far = (line) => Math.abs(line.y - item.y) < down
    let at = item.line + lines
    while (this.lines[at + sign] && far(this.lines[at])) at += sign
    const middle = item.x + item.width / 2
    const off = (other) => Math.abs(other.x + other.width / 2 - middle)
    return this.lines[at]?.items.reduce((best, other) => (off(other) < off(best) ? other : best))
  }

  // What is kept

  /** Forgets the nodes of the pages farthest from a tile, beyond `kept`. Pages without an address stay. */
  forget(from, kept) {
    let count = this.items.reduce((sum, { node }) => sum + (node ? 1 : 0), 0)
    if (count <= kept || !from) return
    const here = this.pages.indexOf(from.run.page)
    const far = this.pages.map((page, at) => ({ page, away: Math.abs(at - here) })).sort((a, b) => b.away - a.away)
    for (const { page, away } of far) {
      if (count <= kept || away < 2) return
      count -= lose(page)
    }
  }

  /** All that is not shown has to be asked again: something of it is other now. */
  doubt(isShown) {
    for (const page of this.pages) if (!page.runs.some(({ items }) => items.some(isShown))) lose(page)
  }
}

/** @returns how many nodes were let go. What came since the page was opened has no address: it stays. */
function lose(page) {
  if (!page.here) return 0
  const items = page.runs.flatMap((run) => run.items).filter(({ node }) => node)
  for (const item of items) item.node = null
  return items.length
}
