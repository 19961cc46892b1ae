// Pixels of masks: strokes that are in or out and nothing between, put together, taken away, counted.

import { canvas } from "studio/lib/masks.js"

/** From which level on a pixel is inside. */
export const HALF = 128

/** A box in whole pixels, as much of it as lies in the picture. */
export function cut({ x, y, width, height }, size) {
  const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))]
  return { x: left, y: top, width: Math.min(size.width, Math.ceil(x + width)) - left, height: Math.min(size.height, Math.ceil(y + height)) - top }
}

/** What `draw` draws in the box, each pixel in or out, in one colour: {canvas, box}; null where the box is empty. */
export function crisp(draw, box, { width, height }, colour) {
  if (box.width <= 0 || box.height <= 0) return null
  const made = canvas(width, height), pen = made.getContext("2d")
  pen.fillStyle = pen.strokeStyle = colour
  draw(pen)
  const pixels = pen.getImageData(box.x, box.y, box.width, box.height)
  for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = pixels.data[at] >= HALF ? 255 : 0
  pen.clearRect(0, 0, width, height)
  pen.putImageData(pixels, box.x, box.y)
  recoloured(pen, colour)
  return { canvas: made, box }
}

function recoloured(pen, colour) {
  pen.globalCompositeOperation = "source-in"
  pen.fillStyle = colour
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height)
}

/** How many pixels of a mask lie under a stroke. */
export function shared(mask, { canvas: stroke, box: { x, y, width, height } }) {
  const made = canvas(width, height), pen = made.getContext("2d", { willReadFrequently: true })
  pen.drawImage(mask, -x, -y)
  pen.globalCompositeOperation = "source-in"
  pen.drawImage(stroke, -x, -y)
  const { data } = pen.getImageData(0, 0, width, height)
  let count = 0
  for (let at = 3; at < data.length; at += 4) if (data[at] >= HALF) count++
  return count
}

/** What a stroke and any of the masks have in common, as a canvas. */
export function common(masks, { canvas: stroke }) {
  const made = canvas(stroke.width, stroke.height), pen = made.getContext("2d")
  for (const mask of masks) pen.drawImage(mask, 0, 0)
  pen.globalCompositeOperation = "destination-in"
  pen.drawImage(stroke, 0, 0)
  return made
}

/** The same pixels in one colour. */
export function inColour(pixels, colour) {
  const made = canvas(pixels.width, pixels.height), pen = made.getContext("2d")
  pen.drawImage(pixels, 0, 0)
  recoloured(pen, colour)
  return made
}

/** A mask with a stroke, or without it. */
export function combined(mask, { canvas: stroke }, adds) {
  const made = canvas(stroke.width, stroke.height), pen = made.getContext("2d")
  if (mask) pen.drawImage(mask, 0, 0)
  pen.globalCompositeOperation = adds ? "source-over" : "destination-out"
  pen.drawImage(stroke, 0, 0)
  return made
}

/** A picture as a mask in one colour: white is inside. */
export function tinted(picture, { width, height }, colour) {
  const made = canvas(width, height), pen = made.getContext("2d")
  pen.drawImage(picture, 0, 0, width, height)
  const pixels = pen.getImageData(0, 0, width, height)
  for (let at = 0; at < pixels.data.length; at += 4) pixels.data[at + 3] = pixels.data[at] >= HALF ? 255 : 0
  pen.putImageData(pixels, 0, 0)
  recoloured(pen, colour)
  return made
}
