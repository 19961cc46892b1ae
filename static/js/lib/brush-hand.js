// What a hand does on the board of <motion-brush>: draws with the pointer, moves the picture, turns the wheel, presses keys.
// With two fingers it holds the picture.

import { isFree } from "studio/lib/keys.js"
import { Cross } from "studio/lib/brush-cross.js"
import { boxOf, paintDraft } from "studio/lib/brush-draft.js"
import { Fingers } from "studio/lib/brush-fingers.js"
import { keyOf } from "studio/lib/brush-view.js"
import { panned } from "studio/lib/brush-zoom.js"
import { middleOf } from "studio/lib/masks.js"
import { movedTo, tidy } from "studio/lib/paths.js"
import { follow, pointIn } from "studio/lib/pointer.js"

const TOGETHER = 300 // ms in which the fingers of one grip come down

export class Hand {
  tool = "paint"
  draft = null // what is being drawn: {tool, points, size}, in pixels of the picture
  #began = 0 // when, in ms of the page
  #isOpen = false // the picture is taken hold of while Space is down

  /** `brush` is the element. */
  constructor(brush) {
    this.brush = brush
    this.fingers = new Fingers(brush)
    this.cross = new Cross(brush, this)
    brush.root.addEventListener("pointerdown", (event) => this.#onPointer(event))
    brush.root.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false })
    brush.addEventListener("keydown", (event) => this.#onKey(event))
    brush.addEventListener("keyup", ({ key }) => key === " " && this.#open(false))
  }
  take(tool) {
    this.tool = tool
    for (const each of this.brush.root.querySelectorAll("[data-tool]")) each.ariaPressed = String(each.dataset.tool === tool)
    this.#open(false)
  }
  #open(isOpen) {
    this.#isOpen = isOpen
    this.brush.find("board").toggleAttribute("data-hand", isOpen || this.tool === "hand")
  }

  #onKey(event) {
    const { brush } = this, action = keyOf(event)
    if (action && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return brush.do(action) }
    if (!isFree(event)) return
    if (event.key === " ") { event.preventDefault(); return this.#open(true) }
    if (event.composedPath()[0] === brush.find("board") && this.cross.hears(event)) return event.preventDefault()
    const swatch = brush.root.querySelector(`.swatch[data-brush="${CSS.escape(event.key)}"] input`)
    if (!action && !swatch) return
    event.preventDefault() // the page's own keys leave these alone
    if (action) brush.do(action)
    else swatch.click()
  }
  #onWheel(event) {
    const { brush } = this
    if (!event.target.closest("[data-part=board]") || (brush.view.scale === 1 && event.deltaY > 0)) return
    event.preventDefault()
    brush.zoom(event.deltaY < 0 ? 1.25 : 0.8, [event.clientX - brush.box.left, event.clientY - brush.box.top])
  }
  #onPointer(event) {
    const { brush } = this, board = event.target.closest("[data-part=board]")
    if (!board || event.button > 1 || brush.isFilling) return
    event.preventDefault()
    board.focus({ preventScroll: true })
    this.cross.hide()
    if (this.fingers.press(board, event)) return this.#giveWay(event)
    if (this.#isOpen || this.tool === "hand" || event.button === 1) return this.#move(board, event)
    this.#draw(board, event)
  }
  #move(board, event) {
    const { brush } = this
    follow(board, event, ({ movementX, movementY }) => this.fingers.hold || brush.look(panned(brush.view, movementX, movementY, brush.box)), () => {})
  }
  #draw(board, event) {
    const { brush } = this, point = pointIn(brush.box, brush.layers, brush.view)
    if (!this.begin(point(event), event.timeStamp)) return
    follow(board, event, (move) => {
      const between = move.getCoalescedEvents?.() ?? []
      this.draft?.points.push(...(between.length ? between : [move]).map(point))
      brush.drawDraft()
    }, () => this.finish())
  }
  /** The tool comes down at a point of the picture; false where it cannot. */
  begin(point, now = performance.now()) {
    const { brush, tool } = this
    if (tool === "path" && !brush.current) return brush.say("What is held still has no path. Choose a brush first.")
    this.draft = { tool, points: [point], size: (Number(brush.find("size").value) / 1000) * brush.layers.width }
    this.#began = now
    brush.dataset.morph = "skip" // what is being drawn is not redrawn by the server
    brush.drawDraft()
    return true
  }
  /** A second finger holds the picture: what the first one drew on its way there is nothing, a stroke before that is done. */
  #giveWay({ timeStamp }) {
    if (timeStamp - this.#began > TOGETHER) return this.finish()
    this.drop()
  }
  /** What is being drawn is nothing. */
  drop() {
    delete this.brush.dataset.morph
    this.draft = null
    this.brush.drawDraft()
  }
  /** What is being drawn is done. */
  finish() {
    const { brush, draft } = this
    if (!draft) return
    this.drop()
    if (draft.tool === "object") return brush.do({ do: "object", box: boxOf(draft) })
    if (draft.tool !== "path") return brush.paint((pen) => paintDraft(pen, draft), boxOf(draft), draft.tool === "erase")
    const path = tidy(draft.points, brush.number("most"), brush.layers), { mask } = brush.layers.all[brush.current]
    brush.setPath(mask && brush.layers.holds(brush.current, path[0]) ? movedTo(middleOf(mask), path, brush.layers) : path)
  }
}
