// Two fingers on the board of <motion-brush> hold the picture: it moves with them, and they pull it nearer or push it away.

import { panned, zoomed } from "studio/lib/brush-zoom.js"

const apart = ([[ax, ay], [bx, by]]) => Math.hypot(bx - ax, by - ay)
const middle = ([[ax, ay], [bx, by]]) => [(ax + bx) / 2, (ay + by) / 2]

export class Fingers {
  #down = new Map() // pointerId -> [x, y] in the window, CSS pixels

  /** `brush` is the element. */
  constructor(brush) {
    this.brush = brush
    brush.root.addEventListener("pointermove", (event) => this.#move(event))
    for (const type of ["pointerup", "pointercancel"]) brush.root.addEventListener(type, ({ pointerId }) => this.#down.delete(pointerId))
  }
  get hold() { return this.#down.size > 1 }

  /** A pointer comes down on the board. True where it is a further finger: then the picture is held. */
  press(board, { pointerType, pointerId, isPrimary, clientX, clientY }) {
    if (pointerType !== "touch") return false
    if (isPrimary) this.#down.clear() // no other finger is there, whatever was heard of them
    board.setPointerCapture(pointerId)
    this.#down.set(pointerId, [clientX, clientY])
    return this.hold
  }
  #move({ pointerId, clientX, clientY }) {
    const { brush } = this, before = [...this.#down.values()]
    if (!this.#down.has(pointerId)) return
    this.#down.set(pointerId, [clientX, clientY])
    if (before.length !== 2) return
    const now = [...this.#down.values()], { box } = brush, [[fromX, fromY], [toX, toY]] = [before, now].map(middle)
    const nearer = zoomed(brush.view, apart(now) / Math.max(1, apart(before)), [fromX - box.left, fromY - box.top], box)
    brush.look(panned(nearer, toX - fromX, toY - fromY, box))
  }
}
