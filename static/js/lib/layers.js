// The painted areas of a motion brush: one canvas of the picture's size for each, and what was before, to go back to.
// Layer 0 is held still; 1 and up move. A pixel is inside or outside, and belongs to one area only: the later stroke takes it.

import { combined, common, crisp, cut, HALF, shared, tinted } from "studio/lib/brush-pixels.js"
import { boundsOf, canvas, packed, unpacked } from "studio/lib/masks.js"

const STEPS = 50

export class Layers {
  #past = []
  #future = []

  /** `colours` has one CSS colour a layer. */
  constructor(width, height, colours) {
    Object.assign(this, { width, height, colours })
    this.all = colours.map(empty)
  }
  get size() { return { width: this.width, height: this.height } }
  /** The first layer that moves and has nothing; undefined where all are taken. */
  get free() { return this.all.findIndex((layer, at) => at && !layer.mask && !layer.saved && !layer.path.length) }

  // Steps back and forth: each keeps the whole state; a mask is never painted on twice, so it is packed once and shared
  remember() {
    this.#past = [...this.#past.slice(1 - STEPS), this.#state()]
    this.#future = []
  }
  get canUndo() { return this.#past.length > 0 }
  get canRedo() { return this.#future.length > 0 }
  undo() { this.#go(this.#past, this.#future) }
  redo() { this.#go(this.#future, this.#past) }
  #state() { return this.all.map((layer) => ({ ...layer, mask: layer.mask && packed(layer.mask) })) }
  #go(from, to) {
    if (!from.length) return
    to.push(this.#state())
    this.all = from.pop().map((layer, at) => ({ ...layer, mask: layer.mask && unpacked(layer.mask, this.size, this.colours[at]) }))
  }

  // Painting
  /**
   * Adds what `draw(pen)` draws inside `box` to a layer and takes it from the others; with `erase` it takes it from that
   * layer only. Returns who lost some to it as {lost: [[layer, pixels], …], where: a canvas of what they lost}, else null.
   */
  stroke(index, draw, box, erase = false) {
    this.remember()
    const stroke = crisp(draw, cut(box, this.size), this.size, this.colours[index])
    if (!stroke) return null
    const taken = this.all.map((layer, at) => (at !== index && !erase && layer.mask ? shared(layer.mask, stroke) : 0))
    const lost = [...taken.entries()].filter(([, pixels]) => pixels)
    const where = lost.length ? common(lost.map(([at]) => this.all[at].mask), stroke) : null
    this.all.forEach((layer, at) => {
      if (at === index ? erase && !layer.mask : !taken[at]) return
      const mask = combined(layer.mask, stroke, at === index && !erase)
      this.all[at] = { ...layer, mask: boundsOf(mask) && mask, saved: null }
    })
    return where && { lost, where }
  }
  setPath(index, path) {
    this.remember()
    this.all[index] = { ...this.all[index], path }
  }
  clear(index) {
    this.remember()
    this.all[index] = empty()
  }
  /** Everything as it is, in another size: what was painted on a picture that was replaced. */
  rescale(from) {
    this.remember()
    const [across, down] = [this.width / from.width, this.height / from.height]
    this.all = this.all.map((layer) => ({ ...layer, path: layer.path.map(([x, y]) => [Math.round(x * across), Math.round(y * down)]), saved: layer.mask ? null : layer.saved }))
  }
  /** The layer's mask from a picture of it: white is inside. */
  take(index, picture, saved, path) {
    this.all[index] = { mask: tinted(picture, this.size, this.colours[index]), path, saved }
  }
  /** Whether a point of the picture lies in the layer's mask. */
  holds(index, [px, py]) {
    const { x, y, width, height, inside } = packed(this.all[index].mask)
    const [across, down] = [Math.min(this.width - 1, Math.floor(px)) - x, Math.min(this.height - 1, Math.floor(py)) - y]
    return across >= 0 && down >= 0 && across < width && down < height && inside[down * width + across] >= HALF
  }

  /** The mask as a picture: white on black, nothing between, at the picture's size. */
  picture(index) {
    const made = canvas(this.width, this.height), pen = made.getContext("2d")
    pen.drawImage(this.all[index].mask, 0, 0)
    pen.globalCompositeOperation = "source-in"
    pen.fillStyle = "white"
    pen.fillRect(0, 0, this.width, this.height)
    pen.globalCompositeOperation = "destination-over"
    pen.fillStyle = "black"
    pen.fillRect(0, 0, this.width, this.height)
    return made
  }
  /** The same as a PNG file. */
  async file(index, name) {
    const blob = await new Promise((done) => this.picture(index).toBlob(done, "image/png"))
    return new File([blob], name, { type: "image/png" })
  }
}

const empty = () => ({ mask: null, path: [], saved: null })
