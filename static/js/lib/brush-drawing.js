// What <motion-brush> draws: areas, paths and drafts over the picture, and drafts into a mask.

import { canvas, middleOf } from "studio/lib/layers.js"
import { along } from "studio/lib/paths.js"

/** Areas, paths and what is being drawn, over the picture. `part` (0 to 1) moves the areas along their paths. */
export function drawBoard(board, layers, { current, opacity, draft, picture, moved }) {
  const scale = board.width / layers.width, pen = board.getContext("2d")
  pen.clearRect(0, 0, board.width, board.height)
  layers.all.forEach(({ mask, path }, number) => {
    if (!mask) return
    if (moved !== undefined) return number && path.length > 1 && drawMoved(pen, mask, path, moved, picture, scale)
    pen.globalAlpha = opacity
    pen.shadowColor = layers.outline
    pen.shadowBlur = number === current ? 4 : 2
    pen.drawImage(number ? mask : hatched(mask, layers.hatch), 0, 0, board.width, board.height)
    pen.globalAlpha = 1
    pen.shadowBlur = 0
  })
  if (moved !== undefined) return
  layers.all.forEach(({ mask, path }, number) => number && drawPath(pen, path.length ? path : mask ? [middleOf(mask)] : [], number, layers, scale))
  if (draft) drawDraft(pen, draft, layers.colours[current], scale, layers.ink)
}

function hatched(mask, colour) {
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

function drawMoved(pen, mask, path, part, picture, scale) {
  const cut = canvas(mask.width, mask.height), scissors = cut.getContext("2d"), [x, y] = along(path, part)
  scissors.drawImage(mask, 0, 0)
  scissors.globalCompositeOperation = "source-in"
  scissors.drawImage(picture, 0, 0, mask.width, mask.height)
  pen.drawImage(cut, (x - path[0][0]) * scale, (y - path[0][1]) * scale, mask.width * scale, mask.height * scale)
}

function drawPath(pen, path, number, { colours, ink }, scale) {
  if (!path.length) return
  const at = path.map(([x, y]) => [x * scale, y * scale]), [x, y] = at[0], size = 11 * (pen.canvas.dataset.ratio || 1)
  for (const [width, colour] of [[size * 0.65, ink], [size * 0.36, colours[number]]]) {
    line(pen, at, colour, width)
    if (at.length > 1) arrow(pen, at.at(-2), at.at(-1), colour, width * 2)
  }
  pen.beginPath()
  pen.arc(x, y, size, 0, 7)
  pen.fillStyle = colours[number]
  pen.fill()
  pen.lineWidth = size / 5
  pen.strokeStyle = ink
  pen.stroke()
  pen.fillStyle = ink
  pen.font = `700 ${size * 1.2}px system-ui, sans-serif`
  pen.textAlign = "center"
  pen.textBaseline = "middle"
  pen.fillText(number, x, y)
}

function line(pen, at, colour, width) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineCap: "round", lineJoin: "round" })
  pen.beginPath()
  at.forEach(([x, y]) => pen.lineTo(x, y))
  pen.stroke()
}

function arrow(pen, [ax, ay], [bx, by], colour, size) {
  const angle = Math.atan2(by - ay, bx - ax)
  pen.fillStyle = colour
  pen.beginPath()
  for (const turn of [0, 2.5, -2.5]) pen.lineTo(bx + size * Math.cos(angle + turn), by + size * Math.sin(angle + turn))
  pen.fill()
}

function drawDraft(pen, { tool, points, size }, colour, scale, ink) {
  const at = points.map(([x, y]) => [x * scale, y * scale])
  if (tool === "rect") {
    const [[ax, ay], [bx, by]] = [at[0], at.at(-1)]
    return line(pen, [[ax, ay], [bx, ay], [bx, by], [ax, by], [ax, ay]], colour, 2)
  }
  pen.globalAlpha = tool === "path" ? 1 : 0.6
  line(pen, at, tool === "erase" ? ink : colour, tool === "paint" || tool === "erase" ? size * scale : 3)
  pen.globalAlpha = 1
}

/** A draft as it is painted on a mask: a thick line, a rectangle, or what a line goes round. */
export function paintDraft(pen, { tool, points, size }) {
  if (tool === "rect") {
    const [[ax, ay], [bx, by]] = [points[0], points.at(-1)].map((point) => point.map(Math.round))
    return pen.fillRect(Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay))
  }
  pen.beginPath()
  points.forEach(([x, y]) => pen.lineTo(x, y))
  if (tool === "lasso") return pen.fill()
  Object.assign(pen, { lineWidth: size, lineCap: "round", lineJoin: "round" })
  if (points.length === 1) pen.lineTo(points[0][0] + 0.01, points[0][1])
  pen.stroke()
}
