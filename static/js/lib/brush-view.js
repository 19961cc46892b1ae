// What <motion-brush> shows: its frame as HTML strings, its rows and tables, and the drawing over the picture.
// Values go in as text, never as HTML.

import { icon } from "studio/lib/dom.js"
import { canvas, middleOf } from "studio/lib/layers.js"
import { along, words } from "studio/lib/paths.js"

const TOOLS = [["paint", "brush", "Paint", "B"], ["erase", "eraser", "Erase", "E"], ["rect", "rect", "Rectangle", "U"], ["lasso", "lasso", "Lasso", "L"], ["path", "path", "Draw the path", "P"]]
const WAYS = ["right", "right and down", "down", "left and down", "left", "left and up", "up", "right and up"]
const PAD = [5, 6, 7, 4, null, 0, 3, 2, 1] // turns as they stand in a square of nine

/** Single keys of the tools. */
export const KEYS = Object.fromEntries(TOOLS.map(([name, , , key]) => [key.toLowerCase(), name]))

const swatch = (number, name) => `<label class="swatch" data-brush="${number}"><input type="radio" name="brush" value="${number}"${number === 1 ? " checked" : ""} aria-label="${name}"><span>${number || "Hold still"}</span></label>`
const button = (action, name, label, more = "") => `<button class="button" type="button" data-do="${action}" aria-label="${label}" title="${label}"${more}>${icon(name)}</button>`
const field = (name, label, value) => `<label class="field">${label}<input type="number" data-rect="${name}" min="0" step="1" value="${value}"></label>`

/** The frame of the interface; parts are found by [data-part], actions by [data-do]. */
export function frame({ brushes, still, picture, alt, width, height }) {
  const numbers = Array.from({ length: brushes }, (_, at) => at + 1)
  return `
<div class="head">
  <div class="swatches" role="radiogroup" aria-label="Brush">${numbers.map((number) => swatch(number, `Brush ${number}`)).join("")}${still ? swatch(0, "Hold still") : ""}</div>
  <div class="end">${button("undo", "undo", "Undo, Ctrl Z")}${button("redo", "redo", "Redo, Ctrl Shift Z")}</div>
</div>
<div class="work">
  <div class="tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">${TOOLS.map(([name, drawing, label, key]) => button("tool", drawing, `${label}, ${key}`, ` data-tool="${name}" aria-pressed="${name === "paint"}"`)).join("")}</div>
  <div class="board" data-part="board"><img src="${picture}" width="${width}" height="${height}" alt=""><canvas data-part="canvas" role="img"></canvas></div>
</div>
<div class="bar">
  <label>Size <input type="range" data-part="size" min="4" max="240" value="48"></label>
  <label>Mask <input type="range" data-part="opacity" min="10" max="100" value="55"></label>
  <button class="button words" type="button" data-do="rehearse">${icon("play")}Rehearse motion</button>
</div>
<p class="status" data-part="status" role="status"></p>
<table class="areas"><caption class="hidden">Areas</caption><tbody data-part="areas"></tbody></table>
<div class="numbers">
  <fieldset><legend>Direction of <b data-part="who"></b></legend>
    <div class="pad">${PAD.map((turn) => turn === null ? "<span></span>" : `<button class="button turn" type="button" data-do="way" data-turn="${turn}" aria-label="Move ${WAYS[turn]}" title="Move ${WAYS[turn]}">${icon("arrow")}</button>`).join("")}</div>
    <label class="field">How far<select data-part="far"><option value="0.15">Short</option><option value="0.3" selected>Medium</option><option value="0.6">Long</option></select></label>
  </fieldset>
  <fieldset><legend>A rectangle by numbers, in pixels</legend>
    <div class="rect">${field("x", "Left", Math.round(width / 4))}${field("y", "Top", Math.round(height / 4))}${field("width", "Width", Math.round(width / 4))}${field("height", "Height", Math.round(height / 4))}</div>
    <button class="button words" type="button" data-do="rect">Add to the area</button>
  </fieldset>
  <fieldset class="table"><legend>Points of the path, in pixels from the top left</legend>
    <table><thead><tr><th scope="col">Point</th><th scope="col">Left</th><th scope="col">Top</th><td></td></tr></thead><tbody data-part="points"></tbody></table>
    <button class="button words" type="button" data-do="point">Add a point</button>
  </fieldset>
</div>`
}

/** The colours of the layers, and those that go with them, from the tokens of the page. */
export function paletteOf(element, brushes) {
  const token = (name) => getComputedStyle(element).getPropertyValue(name).trim()
  const colours = Array.from({ length: brushes }, (_, at) => token(`--brush-${at + 1}`))
  return { colours: [token("--color-mark-edge"), ...colours], ink: token("--color-on-paper"), outline: token("--color-on-picture"), hatch: token("--color-hatch") }
}

/** The rectangle that the four numbers say, as a draft. */
export function rectangleOf(root) {
  const [x, y, width, height] = [...root.querySelectorAll("[data-rect]")].map((field) => field.valueAsNumber || 0)
  return { tool: "rect", points: [[x, y], [x + width, y + height]] }
}

const part = (root, name) => root.querySelector(`[data-part=${name}]`)
const nameOf = (number) => number ? `brush ${number}` : "the area held still"

/** The rows of the areas that have something, and the points of the current one. */
export function drawNumbers(root, layers, current, { seconds, most }) {
  for (const label of root.querySelectorAll("[data-brush]")) label.toggleAttribute("data-empty", !hasArea(layers.all[label.dataset.brush]))
  part(root, "areas").replaceChildren(...[...layers.all.keys()].sort((a, b) => (a || 99) - (b || 99)).filter((number) => hasArea(layers.all[number])).map((number) => area(number, layers.all[number], number === current, seconds)))
  part(root, "who").textContent = nameOf(current)
  const path = current ? layers.all[current].path : []
  drawPoints(part(root, "points"), path, layers)
  for (const action of root.querySelectorAll("[data-do=way], [data-do=point]")) action.disabled = !current || (action.dataset.do === "point" && path.length >= most)
  root.querySelector("[data-do=undo]").disabled = !layers.canUndo
  root.querySelector("[data-do=redo]").disabled = !layers.canRedo
}

export const hasArea = ({ mask, saved, path }) => Boolean(mask || saved || path.length)

function area(number, layer, isCurrent, seconds) {
  const row = document.createElement("tr")
  row.ariaCurrent = String(isCurrent)
  const moves = number ? words(layer.path, seconds) : "held still"
  row.innerHTML = `<th scope="row"><span class="key" data-brush="${number}">${number || ""}</span>${number ? `Area ${number}` : "Hold still"}</th><td></td><td>${number ? button("flip", "flip", `Turn the path of ${nameOf(number)} round`, ` data-at="${number}"`) : ""}${button("clear", "bin", `Remove ${nameOf(number)}`, ` data-at="${number}"`)}</td>`
  row.children[1].textContent = layer.mask || layer.saved ? moves : `nothing painted, ${moves}`
  return row
}

function drawPoints(body, path, { width, height }) {
  while (body.children.length > path.length) body.lastElementChild.remove()
  while (body.children.length < path.length) {
    const at = body.children.length, row = body.insertRow()
    row.innerHTML = `<th scope="row">${at + 1}</th><td><input type="number" data-point="${at}" data-axis="0" min="0" max="${width}" aria-label="Point ${at + 1} from the left"></td><td><input type="number" data-point="${at}" data-axis="1" min="0" max="${height}" aria-label="Point ${at + 1} from the top"></td><td>${button("less", "bin", `Remove point ${at + 1}`, ` data-at="${at}"`)}</td>`
  }
  for (const input of body.querySelectorAll("input")) input.value = path[input.dataset.point][input.dataset.axis]
}

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
