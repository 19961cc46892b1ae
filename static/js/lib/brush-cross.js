// A cross on the board of <motion-brush>, by which the keyboard does what a pointer does: arrows move it, with Shift in
// large steps; Enter puts the tool down and lifts it, Escape drops what is being drawn. While the picture is larger than its
// board and no tool is down, arrows move the picture as far as it goes, then the cross.

import { announce } from "studio/lib/dom.js"
import { panned } from "studio/lib/brush-zoom.js"
import { pointIn } from "studio/lib/pointer.js"

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const STEP = 8, LARGE = 40 // CSS pixels
const inside = (part) => Math.min(1, Math.max(0, part))

export class Cross {
  #place = [0.5, 0.5] // in parts of the board
  isShown = false

  /** `brush` is the element, `hand` what draws. */
  constructor(brush, hand) {
    Object.assign(this, { brush, hand })
    brush.root.addEventListener("focusout", () => this.hide())
  }
  /** Where it is, in pixels of the picture. */
  get point() {
    const { box, layers, view } = this.brush, [x, y] = this.#place
    return pointIn(box, layers, view)({ clientX: box.left + x * box.width, clientY: box.top + y * box.height })
  }
  /** Does what a key on the board stands for; false where that is nothing. */
  hears({ key, shiftKey }) {
    if (WAYS[key]) this.#go(WAYS[key], shiftKey ? LARGE : STEP)
    else if (key === "Enter") this.#press()
    else if (key === "Escape" && this.hand.draft) this.hand.drop()
    else return false
    return true
  }
  /** A pointer is there, or the focus is elsewhere: what is being drawn with it is done. */
  hide() {
    if (!this.isShown) return
    this.isShown = false
    this.hand.finish()
    this.brush.drawDraft()
  }

  #go(way, step) {
    const { brush, hand } = this, { box, view } = brush
    const moved = panned(view, -way[0] * LARGE, -way[1] * LARGE, box)
    if (!hand.draft && (moved.x !== view.x || moved.y !== view.y)) brush.look(moved)
    else this.#place = [box.width, box.height].map((side, axis) => inside(this.#place[axis] + (way[axis] * step) / side))
    hand.draft?.points.push(this.point)
    this.#show()
  }
  #press() {
    const { hand, brush } = this, isDown = Boolean(hand.draft)
    this.isShown = true
    if (isDown) hand.finish()
    else if (hand.tool !== "hand" && !brush.isFilling) hand.begin(this.point)
    if (isDown || hand.draft) announce(isDown ? "Lifted" : "Down")
    this.#show()
  }
  #show() {
    this.isShown = true
    this.brush.find("board").dataset.cross = this.point.map(Math.round).join(" ")
    this.brush.drawDraft()
  }
}
