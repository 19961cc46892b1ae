// What is being drawn on a board: shown over it, and painted into a mask when it is done.

/** The canvas as large as it is shown, and nothing on it. A canvas that has its size already is only wiped. */
export function wiped(canvas, { clientWidth, clientHeight }) {
  const ratio = devicePixelRatio || 1, [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)]
  const pen = canvas.getContext("2d")
  canvas.dataset.ratio = ratio
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.clearRect(0, 0, width, height)
  return pen
}

/** From pixels of the picture to pixels of a board that shows it through `view`: {scale, left, top, place(point)}. */
export function lens(board, layers, view) {
  const ratio = Number(board.dataset.ratio), scale = (board.width / layers.width) * view.scale
  const [left, top] = [view.x * ratio, view.y * ratio]
  return { scale, left, top, place: ([x, y]) => [x * scale + left, y * scale + top] }
}

/** A thick line through points of the board. */
export function line(pen, at, colour, width) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineCap: "round", lineJoin: "round" })
  pen.beginPath()
  at.forEach(([x, y]) => pen.lineTo(x, y))
  pen.stroke()
}

/** What is being drawn, and the keyboard's cross, on a canvas of their own: for each point only this is drawn anew. */
export function drawDraft(board, layers, { draft, cross, current, view }) {
  const { scale, place } = lens(board, layers, view)
  if (cross) mark(board, place(cross), layers)
  if (draft) sketch(board.getContext("2d"), { ...draft, points: draft.points.map(place), size: draft.size * scale }, layers.colours[current], layers.ink)
}

/** Dark inside light, so that it is seen on any picture. */
function mark(board, [x, y], { outline, ink }) {
  const pen = board.getContext("2d"), arm = 14 * Number(board.dataset.ratio)
  for (const [colour, width] of [[outline, arm / 3], [ink, arm / 8]]) {
    line(pen, [[x - arm, y], [x + arm, y]], colour, width)
    line(pen, [[x, y - arm], [x, y + arm]], colour, width)
  }
}

/** Tools whose draft is a box between its first point and its last. */
const BOXES = ["rect", "object"]

function sketch(pen, { tool, points, size }, colour, ink) {
  if (BOXES.includes(tool)) {
    const [[ax, ay], [bx, by]] = [points[0], points.at(-1)]
    return line(pen, [[ax, ay], [bx, ay], [bx, by], [ax, by], [ax, ay]], colour, 2)
  }
  pen.globalAlpha = tool === "path" ? 1 : 0.6
  line(pen, points.length > 1 ? points : [points[0], points[0]], tool === "erase" ? ink : colour, tool === "paint" || tool === "erase" ? size : 3)
  pen.globalAlpha = 1
}

/** A draft as it is painted on a mask: a thick line, a rectangle, or what a line goes round. */
export function paintDraft(pen, { tool, points, size }) {
  if (tool === "rect") {
    const { x, y, width, height } = boxOf({ tool, points: points.map((point) => point.map(Math.round)) })
    return pen.fillRect(x, y, width, height)
  }
  pen.beginPath()
  points.forEach(([x, y]) => pen.lineTo(x, y))
  if (tool === "lasso") return pen.fill()
  Object.assign(pen, { lineWidth: size, lineCap: "round", lineJoin: "round" })
  const [x, y] = points.at(-1)
  pen.lineTo(x + 0.01, y) // a press that moves nowhere is a dot: a line without length is none
  pen.stroke()
}

/** The box that a draft lies in; a thick line reaches beyond its points. */
export function boxOf({ tool, points, size = 0 }) {
  const [across, down] = [0, 1].map((axis) => points.map((point) => point[axis]))
  const [x, y] = [Math.min(...across), Math.min(...down)], beyond = tool === "paint" || tool === "erase" ? size / 2 + 1 : 0
  return { x: x - beyond, y: y - beyond, width: Math.max(...across) - x + 2 * beyond, height: Math.max(...down) - y + 2 * beyond }
}
