// What points mark on every frame of a clip: a sheet of masks from the studio, drawn over the clip as it is sought.

import { sheetOf } from "studio/lib/files.js"

const COLUMNS = 10, TILE = 160 // of the sheet: masks in a row, and the width of one in pixels

export class Marked {
  #sheet = null
  #frames

  constructor(frames) { this.#frames = frames }
  get isThere() { return Boolean(this.#sheet) }

  /** Asks for the masks of `selection`, as the recipe says it. Throws an Error with a sentence. */
  async load(url, selection, token) {
    const body = new FormData()
    body.append("selection", JSON.stringify(selection))
    body.append("csrfmiddlewaretoken", token)
    this.#sheet = await createImageBitmap(await sheetOf(url, body))
  }
  forget() { this.#sheet = null }

  /** Draws the mask of a frame over a canvas, in its own colour; nothing where there is none. */
  draw(canvas, frame) {
    const pen = canvas.getContext("2d")
    canvas.width = TILE
    canvas.height = this.#sheet ? this.#sheet.height / Math.ceil(this.#frames / COLUMNS) : 1
    if (!this.#sheet) return
    const [left, top] = [(frame % COLUMNS) * TILE, Math.floor(frame / COLUMNS) * canvas.height]
    pen.drawImage(this.#sheet, left, top, TILE, canvas.height, 0, 0, TILE, canvas.height)
    const picture = pen.getImageData(0, 0, TILE, canvas.height), { data } = picture
    const colour = paintOf(getComputedStyle(canvas).color)
    for (let at = 0; at < data.length; at += 4) {
      data[at + 3] = data[at] * 0.6
      data.set(colour, at)
    }
    pen.putImageData(picture, 0, 0)
  }
}

const paintOf = (colour) => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d")
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  return pen.getImageData(0, 0, 1, 1).data.slice(0, 3)
}
