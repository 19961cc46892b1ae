// What a hand does on the board over the player: draws with a pointer, or with the cross of the keyboard (brush-cross.js).
// Two fingers hold the picture (looking.js); what the first had begun on its way there is nothing.

import { WHOLE } from "studio/lib/brush-zoom.js"
import { Cross } from "studio/lib/brush-cross.js"
import { follow, pointIn } from "studio/lib/pointer.js"

const TOGETHER = 300 // ms in which the fingers of one grip come down
const AT_ONCE = ["text", "eraser"] // tools that do what they do where they come down

export class DrawnHand {
  tool = "pen"
  draft = null // {kind, points} in pixels of the picture
  #fingers = new Set()
  #began = 0

  /** `desk`: the element: {board, view, put(draft), place(tool, point), changed()}. */
  constructor(desk, signal) {
    this.desk = desk
    this.cross = new Cross(crossOf(desk), this)
    desk.board.addEventListener("pointerdown", (event) => this.#down(event), { signal })
    for (const type of ["pointerup", "pointercancel"]) desk.board.addEventListener(type, ({ pointerId }) => this.#fingers.delete(pointerId), { signal })
  }

  /** Where the cross is, while it is seen, in pixels of the picture. */
  get crossAt() { return this.cross.isShown ? this.cross.point : null }

  take(tool) {
    this.finish()
    this.tool = tool
  }

  #down(event) {
    const { board, view } = this.desk
    if (event.button) return
    event.preventDefault()
    board.focus({ preventScroll: true })
    this.cross.hide()
    if (this.#isGrip(event)) return this.#giveWay(event)
    if (this.tool === "hand") return
    const point = pointIn(view.box, view.size, WHOLE)
    this.begin(point(event), event.timeStamp)
    if (this.draft) follow(board, event, (move) => this.#move(move, point), () => this.finish())
  }
  #move(move, point) {
    if (!this.draft || this.#fingers.size > 1) return
    const between = move.getCoalescedEvents?.() ?? []
    this.draft.points.push(...(between.length ? between : [move]).map(point))
    this.desk.changed()
  }
  #isGrip({ pointerType, pointerId, isPrimary }) {
    if (pointerType !== "touch") return false
    if (isPrimary) this.#fingers.clear() // no other finger is there, whatever was heard of them
    this.#fingers.add(pointerId)
    return this.#fingers.size > 1
  }
  #giveWay({ timeStamp }) { timeStamp - this.#began > TOGETHER ? this.finish() : this.drop() }

  /** The tool comes down at a point. */
  begin(point, now = performance.now()) {
    this.#began = now
    if (AT_ONCE.includes(this.tool)) return this.desk.place(this.tool, point)
    this.draft = { kind: this.tool, points: [point] }
    this.desk.changed()
  }
  /** What is being drawn is nothing. */
  drop() {
    this.draft = null
    this.desk.changed()
  }
  /** What is being drawn is done. */
  finish() {
    const { draft } = this
    if (!draft) return
    this.draft = null
    this.desk.put(draft)
  }
}

/** The desk as the cross of the motion brush knows one: its box is that of the picture as it is zoomed. */
const crossOf = (desk) => ({
  root: desk.board, view: WHOLE, isFilling: false,
  get box() { return desk.view.box },
  get layers() { return desk.view.size },
  find: () => desk.board,
  look: () => {},
  drawDraft: () => desk.changed(),
})
