// What <motion-brush> draws over the picture: areas, paths, and areas on their way.

import { lens, line } from "studio/lib/brush-draft.js"
import { canvas, middleOf } from "studio/lib/masks.js"
import { along, atSeconds } from "studio/lib/paths.js"

/**
 * Areas and paths over the picture. `view` is {scale, x, y} in CSS pixels, `part` (0 to 1) moves the
 * areas along their paths; `only` is the one layer that is shown, or null.
 */
export function drawBoard(board, layers, { current, only, opacity, picture, part, view, seconds }) {
  const pen = board.getContext("2d"), { scale, left, top, place } = lens(board, layers, view)
  pen.setTransform(scale, 0, 0, scale, left, top)
  const shown = [...layers.all.entries()].filter(([number]) => only === null || only === number)
  for (const [number, { mask, path }] of shown) {
    if (!mask) continue
    if (part === undefined) drawArea(pen, mask, { number, current, opacity, layers })
    if (part === undefined && path.length > 1) drawGhost(pen, mask, path)
    if (part !== undefined && number && path.length > 1) drawMoved(pen, mask, path, part, picture)
  }
  pen.setTransform(1, 0, 0, 1, 0, 0)
  if (part !== undefined) return
  for (const [number, { mask, path }] of shown) {
    const points = path.length ? path : mask && number ? [middleOf(mask)] : []
    if (number) drawPath(pen, points.map(place), number, layers, atSeconds(path, seconds).map(place))
  }
}

function drawArea(pen, mask, { number, current, opacity, layers }) {
  pen.globalAlpha = opacity
  pen.shadowColor = layers.outline
  pen.shadowBlur = number === current ? 4 : 2
  pen.drawImage(number ? mask : hatched(mask, layers.hatch), 0, 0)
  pen.globalAlpha = 1
  pen.shadowBlur = 0
}

const hatches = new WeakMap() // masks are never painted on again

function hatched(mask, colour) {
  if (!hatches.has(mask)) hatches.set(mask, hatch(mask, colour))
  return hatches.get(mask)
}

function hatch(mask, colour) {
  const made = canvas(mask.width, mask.height), pen = made.getContext("2d"), gap = Math.max(8, mask.width / 80)
  pen.drawImage(mask, 0, 0)
  pen.globalCompositeOperation = "source-atop"
  pen.strokeStyle = colour
  pen.lineWidth = gap / 2
  pen.beginPath()
  for (let x = -mask.height; x < mask.width; x += gap) { pen.moveTo(x, mask.height); pen.lineTo(x + mask.height, 0) }
  pen.stroke()
  return made
}

/** Where the area will have come to at the end. */
function drawGhost(pen, mask, path) {
  pen.globalAlpha = 0.25
  pen.drawImage(mask, path.at(-1)[0] - path[0][0], path.at(-1)[1] - path[0][1])
  pen.globalAlpha = 1
}

function drawMoved(pen, mask, path, part, picture) {
  const cut = canvas(mask.width, mask.height), scissors = cut.getContext("2d"), [x, y] = along(path, part)
  scissors.drawImage(mask, 0, 0)
  scissors.globalCompositeOperation = "source-in"
  scissors.drawImage(picture, 0, 0, mask.width, mask.height)
  pen.drawImage(cut, x - path[0][0], y - path[0][1])
}

function drawPath(pen, at, number, { colours, ink }, ticks) {
  if (!at.length) return
  const [x, y] = at[0], size = 11 * (pen.canvas.dataset.ratio || 1)
  for (const [width, colour] of [[size * 0.65, ink], [size * 0.36, colours[number]]]) {
    line(pen, at, colour, width)
    if (at.length > 1) arrow(pen, at.at(-2), at.at(-1), colour, width * 2)
  }
  for (const tick of ticks) dot(pen, tick, size * 0.3, ink)
  dot(pen, [x, y], size, colours[number])
  pen.lineWidth = size / 5
  pen.strokeStyle = ink
  pen.stroke()
  Object.assign(pen, { fillStyle: ink, font: `700 ${size * 1.2}px system-ui, sans-serif`, textAlign: "center", textBaseline: "middle" })
  pen.fillText(number, x, y)
}

function dot(pen, [x, y], size, colour) {
  pen.beginPath()
  pen.arc(x, y, size, 0, 7)
  pen.fillStyle = colour
  pen.fill()
}

function arrow(pen, [ax, ay], [bx, by], colour, size) {
  const angle = Math.atan2(by - ay, bx - ax)
  pen.fillStyle = colour
  pen.beginPath()
  for (const turn of [0, 2.5, -2.5]) pen.lineTo(bx + size * Math.cos(angle + turn), by + size * Math.sin(angle + turn))
  pen.fill()
}
