// Carrying one of several tiles to another place: by mouse at once, by finger after a moment, so that a page still scrolls.

const SLACK = 6 // px that a press may wander
const PATIENCE = 300 // ms until a finger carries

/**
 * Lets the children of `list` that fit `selector` be carried. `moved(from, to)` gets places counted from 0. While one is
 * carried it has [data-carried], and the place where it would go has [data-target]; Escape puts it back.
 */
export function carry(list, selector, moved) {
  list.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest(selector)
    if (!tile || event.button !== 0 || event.target.closest("button, input, select, a, label, hear-sound")) return
    new Carrying(list, selector, tile, event, moved)
  })
  list.addEventListener("dragstart", (event) => event.target.closest(selector) && event.preventDefault())
}

class Carrying {
  #off = new AbortController()
  #target = null
  #held = false

  constructor(list, selector, tile, { clientX, clientY, pointerType, pointerId }, moved) {
    Object.assign(this, { list, selector, tile, moved, from: [clientX, clientY] })
    this.isFinger = pointerType === "touch"
    if (this.isFinger) this.timer = setTimeout(() => this.#hold(pointerId), PATIENCE)
    const on = (type, act, options) => addEventListener(type, act, { ...options, signal: this.#off.signal })
    on("pointermove", (event) => this.#move(event))
    on("pointerup", () => this.#end(true))
    on("pointercancel", () => this.#end(false))
    on("keydown", ({ key }) => key === "Escape" && this.#end(false))
    on("touchmove", (event) => this.#held && event.preventDefault(), { passive: false }) // a carried tile does not scroll the page
  }
  get #tiles() { return [...this.list.querySelectorAll(this.selector)] }
  #hold() {
    this.#held = true
    this.tile.dataset.carried = ""
    this.list.closest("reference-tray")?.setAttribute("data-morph", "skip")
  }
  #move({ clientX, clientY, buttons }) {
    const wandered = Math.hypot(clientX - this.from[0], clientY - this.from[1]) > SLACK
    if (!this.#held && wandered) {
      if (this.isFinger || !buttons) return this.#end(false)
      this.#hold()
    }
    if (!this.#held) return
    const over = this.#tiles.find((tile) => {
      const box = tile.getBoundingClientRect()
      return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom
    })
    if (this.#target !== over) delete this.#target?.dataset.target
    this.#target = over ?? null
    if (over && over !== this.tile) over.dataset.target = ""
  }
  #end(isDone) {
    clearTimeout(this.timer)
    this.#off.abort()
    const tiles = this.#tiles, from = tiles.indexOf(this.tile), to = tiles.indexOf(this.#target)
    delete this.tile.dataset.carried
    delete this.#target?.dataset.target
    this.list.closest("reference-tray")?.removeAttribute("data-morph")
    if (isDone && this.#held && to >= 0 && to !== from) this.moved(from, to)
  }
}
