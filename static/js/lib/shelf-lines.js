// Where each tile of the library's shelf stands: runs of tiles (see lib/shelf.js) become lines, in pixels from the grid's
// upper left corner. A stretch is what stands below one heading: its lines go on across pages. A stretch that is as it
// was is not justified again.

import { justify } from "studio/lib/justify.js"

export class Layout {
  #laid = new WeakMap() // the first run of a stretch -> {room, items, lines}

  /**
   * Gives each item its place and size, and each run that begins a stretch its height.
   * @param {{width, height, gap, rowGap, line, day}} room `line`: of words below a picture; `day`: of a heading
   * @returns {{items, lines, height}} all items in order; lines of {y, height, items}; the height of it all
   */
  of(runs, room) {
    const all = { items: [], lines: [], height: 0 }
    for (const stretch of stretches(runs)) {
      stretch[0].y = all.height
      if (stretch[0].day) all.height += room.day
      stand(all, this.#lay(stretch, room), room)
    }
    return all
  }

  #lay(stretch, room) {
    const items = stretch.flatMap((run) => run.items)
    const known = this.#laid.get(stretch[0])
    if (known?.room === room && known.items.length === items.length && known.items.every((item, at) => item === items[at])) return known
    const laid = { room, items, lines: justify(items.map(({ ratio }) => ratio), room) }
    this.#laid.set(stretch[0], laid)
    return laid
  }
}

/** Puts a stretch below `all` that stands already. */
function stand(all, { items, lines }, room) {
  let at = 0
  for (const sizes of lines) {
    const line = { y: all.height, height: sizes[0].height + room.line, items: items.slice(at, at += sizes.length) }
    let x = 0
    line.items.forEach((item, index) => {
      const { width, height } = sizes[index]
      Object.assign(item, { x, y: line.y, width, height, line: all.lines.length, index: all.items.length })
      all.items.push(item)
      x += width + room.gap
    })
    all.lines.push(line)
    all.height += line.height + room.rowGap
  }
}

/** Runs, cut at each heading; without those that are empty. */
function stretches(runs) {
  const cut = []
  for (const run of runs) {
    if (!run.items.length) continue
    if (run.day || !cut.length) cut.push([run])
    else cut.at(-1).push(run)
  }
  return cut
}
