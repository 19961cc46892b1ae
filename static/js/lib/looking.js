// Looking closely: zoom and pan of one picture, or of several alike. A board holds what is looked at, `[data-look]`, which
// fills it; "pixel for pixel" is one of the picture's on one of the screen's.
//
// The wheel with Ctrl, two fingers, and the acts below come closer; a drag moves what is larger than its board.

import { panned, WHOLE, zoomed } from "studio/lib/brush-zoom.js"
import { all, one } from "studio/lib/dom.js"

const STEP = 1.5
const CRISP = 2 // screen pixels for each of the picture: from there on they are seen as squares
const MOVED = 4 // px: less was a press

export class Looking {
  #view = WHOLE
  #fingers = new Map() // pointer -> [x, y]
  #moved = 0

  /** `boards`: each with a `[data-look]` and the same size. `changed()` after each change. */
  constructor(boards, { changed, signal }) {
    Object.assign(this, { boards, changed })
    for (const board of boards) {
      board.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false })
      board.addEventListener("pointerdown", (event) => this.#down(event, board), { signal })
      board.addEventListener("pointermove", (event) => this.#move(event), { signal })
      for (const name of ["pointerup", "pointercancel"]) board.addEventListener(name, (event) => this.#up(event), { signal })
      board.addEventListener("click", (event) => { if (this.#moved > MOVED) event.stopImmediatePropagation() }, { signal, capture: true })
    }
  }

  // What is seen
  get isWhole() { return this.#view.scale === 1 }
  /** How many pixels of the screen one of the picture has. */
  get perPixel() {
    const picture = one("video, img", this.boards[0])
    const width = picture.videoWidth || picture.naturalWidth, height = picture.videoHeight || picture.naturalHeight
    return Math.min(picture.clientWidth / width, picture.clientHeight / height) * devicePixelRatio * this.#view.scale
  }
  get words() { return this.isWhole ? "Fit" : `${Math.round(this.perPixel * 100)} %` }
  set view(view) {
    this.#view = view
    const isCrisp = view.scale > 1 && this.perPixel >= CRISP
    for (const look of this.boards.flatMap((board) => all("[data-look]", board))) {
      look.style.transform = view.scale > 1 ? `translate(${view.x}px, ${view.y}px) scale(${view.scale})` : ""
      look.toggleAttribute("data-crisp", isCrisp)
    }
    for (const board of this.boards) board.toggleAttribute("data-close", view.scale > 1)
    this.changed()
  }

  // Acts
  closer() { this.#zoom(STEP) }
  farther() { this.#zoom(1 / STEP) }
  whole() { this.view = WHOLE }
  /** Pixel for pixel, or twice that where it is so large already, and so on; then whole again. */
  pixels() {
    if (!this.isWhole) return this.whole()
    const fit = this.perPixel
    this.#zoom((fit < 1 ? 1 : Math.floor(fit) + 1) / fit)
  }

  // Hands
  #zoom(factor, at = this.#middle) { this.view = zoomed(this.#view, factor, at, this.#box) }
  get #box() { return this.boards[0].getBoundingClientRect() }
  get #middle() { const { width, height } = this.#box; return [width / 2, height / 2] }
  #pointIn({ clientX, clientY, currentTarget }) {
    const { left, top } = currentTarget.getBoundingClientRect()
    return [clientX - left, clientY - top]
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    this.#zoom(Math.exp(-event.deltaY / 200), this.#pointIn(event))
  }
  #down(event, board) {
    if (event.button || event.target.closest("input, button, a")) return
    this.#fingers.set(event.pointerId, this.#pointIn(event))
    if (this.#fingers.size === 1) this.#moved = 0
    if (this.#isHeld(board) || this.#fingers.size > 1) board.setPointerCapture(event.pointerId)
  }
  #move(event) {
    const before = this.#fingers.get(event.pointerId)
    if (!before) return
    const now = this.#pointIn(event), other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1]
    this.#fingers.set(event.pointerId, now)
    this.#moved += Math.hypot(now[0] - before[0], now[1] - before[1])
    if (other) this.#zoom(Math.hypot(now[0] - other[0], now[1] - other[1]) / (Math.hypot(before[0] - other[0], before[1] - other[1]) || 1), other)
    else if (this.#isHeld(event.currentTarget)) this.view = panned(this.#view, now[0] - before[0], now[1] - before[1], this.#box)
  }
  /** Whether one finger moves it: not while it is whole, nor while that finger draws (elements/frame-drawings.js). */
  #isHeld(board) { return !this.isWhole && !board.hasAttribute("data-drawing") }
  #up(event) { this.#fingers.delete(event.pointerId) }
}
