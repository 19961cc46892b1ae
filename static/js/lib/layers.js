// The painted areas of a motion brush: one canvas of the picture's size for each, and what was before, to go back to.
// Layer 0 is held still; 1 and up move. A pixel belongs to one area only: the later stroke takes it.

const STEPS = 30
const HALF = 128

/** A canvas of that size. */
export function canvas(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height })
}

export class Layers {
  #past = []
  #future = []

  /** `colours` has one CSS colour a layer. */
  constructor(width, height, colours) {
    Object.assign(this, { width, height, colours })
    this.all = colours.map(() => ({ mask: null, path: [], saved: null }))
  }

  // Steps back and forth: each keeps the whole state; masks are never painted on twice, so they are shared
  remember() {
    this.#past = [...this.#past.slice(1 - STEPS), this.#state()]
    this.#future = []
  }
  get canUndo() { return this.#past.length > 0 }
  get canRedo() { return this.#future.length > 0 }
  undo() { this.#go(this.#past, this.#future) }
  redo() { this.#go(this.#future, this.#past) }
  #state() { return this.all.map((layer) => ({ ...layer })) }
  #go(from, to) {
    if (!from.length) return
    to.push(this.#state())
    this.all = from.pop()
  }

  // Painting
  /** Adds what `draw(context)` draws to a layer, and takes it from all others; or only takes it away (`erase`). */
  stroke(index, draw, erase = false) {
    this.remember()
    const stroke = canvas(this.width, this.height)
    const pen = stroke.getContext("2d")
    pen.fillStyle = pen.strokeStyle = this.colours[index]
    draw(pen)
    this.all.forEach((layer, at) => {
      const adds = at === index && !erase
      if (adds || layer.mask) this.all[at] = { ...layer, mask: combined(layer.mask, stroke, adds), saved: null }
    })
    for (const layer of this.all) if (layer.mask && !boundsOf(layer.mask)) layer.mask = null
  }
  setPath(index, path) {
    this.remember()
    this.all[index] = { ...this.all[index], path }
  }
  clear(index) {
    this.remember()
    this.all[index] = { mask: null, path: [], saved: null }
  }
  /** The layer's mask from a picture of it: white is inside. */
  take(index, picture, saved, path) {
    this.all[index] = { mask: tinted(picture, this.width, this.height, this.colours[index]), path, saved }
  }

  /** The mask as a file: white on black, nothing between, at the picture's size. */
  async file(index, name) {
    const made = canvas(this.width, this.height), pen = made.getContext("2d")
    const { data } = this.all[index].mask.getContext("2d").getImageData(0, 0, this.width, this.height)
    const pixels = pen.createImageData(this.width, this.height)
    for (let at = 0; at < data.length; at += 4) {
      pixels.data.fill(data[at + 3] >= HALF ? 255 : 0, at, at + 3)
      pixels.data[at + 3] = 255
    }
    pen.putImageData(pixels, 0, 0)
    const blob = await new Promise((done) => made.toBlob(done, "image/png"))
    return new File([blob], name, { type: "image/png" })
  }
}

function combined(mask, stroke, adds) {
  const made = canvas(stroke.width, stroke.height), pen = made.getContext("2d")
  if (mask) pen.drawImage(mask, 0, 0)
  pen.globalCompositeOperation = adds ? "source-over" : "destination-out"
  pen.drawImage(stroke, 0, 0)
  return made
}

function tinted(picture, width, height, colour) {
  const made = canvas(width, height), pen = made.getContext("2d")
  pen.drawImage(picture, 0, 0, width, height)
  const pixels = pen.getImageData(0, 0, width, height)
  for (let at = 0; at < pixels.data.length; at += 4) pixels.data[at + 3] = pixels.data[at] >= HALF ? 255 : 0
  pen.putImageData(pixels, 0, 0)
  pen.globalCompositeOperation = "source-in"
  pen.fillStyle = colour
  pen.fillRect(0, 0, width, height)
  return made
}

/** The box around what is painted: {x, y, width, height}; null where nothing is. Looked for on a small copy. */
export function boundsOf(mask) {
  const scale = Math.min(1, 480 / Math.max(mask.width, mask.height))
  const small = canvas(Math.max(1, Math.round(mask.width * scale)), Math.max(1, Math.round(mask.height * scale)))
  const pen = small.getContext("2d", { willReadFrequently: true })
  pen.drawImage(mask, 0, 0, small.width, small.height)
  const { data } = pen.getImageData(0, 0, small.width, small.height)
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1]
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] < 16) continue
    const x = ((at - 3) / 4) % small.width, y = Math.floor((at - 3) / 4 / small.width)
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y)
  }
  if (right < 0) return null
  return { x: left / scale, y: top / scale, width: (right - left + 1) / scale, height: (bottom - top + 1) / scale }
}

/** The middle of what is painted. */
export function middleOf(mask) {
  const { x, y, width, height } = boundsOf(mask)
  return [x + width / 2, y + height / 2]
}
