// What <motion-brush> shows: its frame as HTML strings, its rows and tables. Values go in as text, never as HTML.

import { icon } from "studio/lib/dom.js"
import { words } from "studio/lib/paths.js"

const TOOLS = [
  ["paint", "brush", "Paint", "B"], ["erase", "eraser", "Erase", "E"], ["rect", "rect", "Rectangle", "U"], ["lasso", "lasso", "Lasso", "L"],
  ["object", "wand", "Select object", "W"], ["path", "path", "Draw the path", "P"], ["hand", "hand", "Move the picture", "H"],
]
const WAYS = ["right", "right and down", "down", "left and down", "left", "left and up", "up", "right and up"]
const PAD = [5, 6, 7, 4, null, 0, 3, 2, 1] // turns as they stand in a square of nine

const SINGLE = {
  ...Object.fromEntries(TOOLS.map(([tool, , , key]) => [key.toLowerCase(), { do: "tool", tool }])),
  "[": { do: "size", by: -8 }, "]": { do: "size", by: 8 }, "+": { do: "zoom", by: 1.25 }, "=": { do: "zoom", by: 1.25 }, "-": { do: "zoom", by: 0.8 }, "*": { do: "whole" },
  v: { do: "only" }, k: { do: "rehearse" },
}

/** What a key does: {do, …}, or undefined. */
export function keyOf({ key, ctrlKey, metaKey, shiftKey }) {
  if (!ctrlKey && !metaKey) return SINGLE[key.toLowerCase()]
  return { z: { do: shiftKey ? "redo" : "undo" }, y: { do: "redo" } }[key.toLowerCase()]
}

const swatch = (number, name) => `<label class="swatch" data-brush="${number}"><input type="radio" name="brush" value="${number}"${number === 1 ? " checked" : ""} aria-label="${name}"><span>${number || "Hold still"}</span></label>`
const button = (action, name, label, more = "") => `<button class="button" type="button" data-do="${action}" aria-label="${label}" title="${label}"${more}>${icon(name)}</button>`
const field = (name, label, value) => `<label class="field">${label}<input type="number" data-rect="${name}" min="0" step="1" value="${value}"></label>`
const worded = (action, label) => `<button class="button words" type="button" data-do="${action}">${label}</button>`

/** The frame of the interface; parts are found by [data-part], actions by [data-do]. */
export function frame({ brushes, still, objects, picture, width, height }) {
  const numbers = Array.from({ length: brushes }, (_, at) => at + 1), tools = TOOLS.filter(([tool]) => objects || tool !== "object")
  return `
<div class="head">
  <div class="swatches" role="radiogroup" aria-label="Brush">${numbers.map((number) => swatch(number, `Brush ${number}`)).join("")}${still ? swatch(0, "Hold still") : ""}</div>
  <div class="end">${button("undo", "undo", "Undo, Ctrl Z")}${button("redo", "redo", "Redo, Ctrl Shift Z")}</div>
</div>
<div class="work">
  <div class="tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">${tools.map(([name, drawing, label, key]) => button("tool", drawing, `${label}, ${key}`, ` data-tool="${name}" aria-pressed="${name === "paint"}"`)).join("")}</div>
  <div class="board" data-part="board" tabindex="0" role="group" aria-label="Board: arrow keys move a cross, or the picture while it is larger; Enter puts the tool down and lifts it, Escape drops it; + and - zoom"><img src="${picture}" width="${width}" height="${height}" alt=""><canvas data-part="canvas" role="img"></canvas><canvas data-part="draft" aria-hidden="true"></canvas><canvas data-part="flash" aria-hidden="true"></canvas></div>
</div>
<div class="bar">
  <label>Size <input type="range" data-part="size" min="4" max="240" value="48" title="Size, [ and ]"></label>
  <label>Mask <input type="range" data-part="opacity" min="10" max="100" value="55" title="How strongly masks are shown"></label>
  <button class="button words" type="button" data-do="rehearse" title="K">${icon("play")}Rehearse motion</button>
  <div class="end zoom">${button("zoom", "minus", "Zoom out, -", ` data-by="0.8"`)}<output data-part="zoom">100 %</output>${button("zoom", "plus", "Zoom in, +", ` data-by="1.25"`)}${button("whole", "full", "The whole picture, *")}</div>
</div>
<p class="status" data-part="status" role="status"></p>
<div class="ask" data-part="ask" role="group" aria-label="Another picture" hidden><p data-part="asked"></p>${worded("rescale", "Keep and rescale")}${worded("empty", "Clear")}</div>
<table class="areas"><caption class="hidden">Areas</caption><tbody data-part="areas"></tbody></table>
<div class="numbers">
  <fieldset><legend>Direction of <b data-part="who"></b></legend>
    <div class="pad">${PAD.map((turn) => turn === null ? `<span class="key" data-part="mark"></span>` : `<button class="button turn" type="button" data-do="way" data-turn="${turn}" aria-label="Move ${WAYS[turn]}" title="Move ${WAYS[turn]}">${icon("arrow")}</button>`).join("")}</div>
    <label class="field">How far<select data-part="far"><option value="0.15">Short</option><option value="0.3" selected>Medium</option><option value="0.6">Long</option></select></label>
  </fieldset>
  <fieldset><legend>A rectangle by numbers, in pixels</legend>
    <div class="rect">${field("x", "Left", Math.round(width / 4))}${field("y", "Top", Math.round(height / 4))}${field("width", "Width", Math.round(width / 4))}${field("height", "Height", Math.round(height / 4))}</div>
    <div class="pair">${worded("rect", "Add to the area")}${objects ? worded("find", "Select object in it") : ""}</div>
  </fieldset>
  <fieldset class="table"><legend>Points of the path, in pixels from the top left: <b data-part="count"></b></legend>
    <table><thead><tr><th scope="col">Point</th><th scope="col">Left</th><th scope="col">Top</th><td></td></tr></thead><tbody data-part="points"></tbody></table>
    ${worded("point", "Add a point")}
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
export const nameOf = (number) => number ? `Brush ${number}` : "Hold still"
const hasArea = ({ mask, saved, path }) => Boolean(mask || saved || path.length)

/** The rows of the areas that have something, the points of the current one, and what is to be asked. `brush` is the element. */
export function drawNumbers(root, brush) {
  const { layers, current, foreign } = brush, path = current ? layers.all[current].path : []
  for (const label of root.querySelectorAll(".swatch")) label.toggleAttribute("data-empty", !hasArea(layers.all[label.dataset.brush]))
  drawAreas(part(root, "areas"), [...layers.all.keys()].sort((a, b) => (a || 99) - (b || 99)).filter((number) => hasArea(layers.all[number])), brush)
  part(root, "who").textContent = current ? `brush ${current}` : "the area held still"
  Object.assign(part(root, "mark"), { textContent: current || "" }).dataset.brush = current
  part(root, "count").textContent = `${path.length} of ${brush.number("most")}`
  drawPoints(part(root, "points"), path, layers)
  for (const action of root.querySelectorAll("[data-do=way], [data-do=point]")) action.disabled = !current || (action.dataset.do === "point" && path.length >= brush.number("most"))
  root.querySelector("[data-do=undo]").disabled = !layers.canUndo
  root.querySelector("[data-do=redo]").disabled = !layers.canRedo
  part(root, "ask").hidden = !foreign
  if (foreign) part(root, "asked").textContent = `These areas were painted on a picture of ${foreign.width} × ${foreign.height}. This one has ${layers.width} × ${layers.height}.`
}

/** One row an area; a row that stays keeps its buttons, and with them the focus. */
function drawAreas(body, numbers, brush) {
  for (const row of [...body.rows]) if (!numbers.includes(Number(row.dataset.area))) row.remove()
  numbers.forEach((number, at) => {
    const row = [...body.rows].find(({ dataset }) => Number(dataset.area) === number) ?? areaRow(number)
    if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null)
    drawArea(row, number, brush)
  })
}

function areaRow(number) {
  const row = document.createElement("tr"), at = ` data-at="${number}"`, name = nameOf(number).toLowerCase()
  row.dataset.area = number
  row.innerHTML = `<th scope="row"><span class="key" data-brush="${number}">${number || ""}</span>${number ? `Area ${number}` : "Hold still"}</th><td><span class="moves"></span> <span class="warn" hidden>starts outside its area <button class="button words" type="button" data-do="inside"${at}>Start inside</button></span></td><td>${button("only", "eye", `Show only ${name}`, `${at} aria-pressed="false"`)}${number ? button("copy", "copy", `Duplicate ${name}`, at) + button("flip", "flip", `Flip the direction of ${name}`, at) : ""}${button("clear", "bin", `Remove ${name}`, at)}</td>`
  return row
}

function drawArea(row, number, brush) {
  const { layers, current, only } = brush, { mask, saved, path } = layers.all[number], seconds = brush.number("seconds")
  row.ariaCurrent = String(number === current)
  const moves = number ? words(path, seconds) : "held still"
  row.querySelector(".moves").textContent = mask || saved ? moves : `nothing painted, ${moves}`
  row.querySelector(".warn").hidden = !number || !mask || !path.length || layers.holds(number, path[0])
  row.querySelector("[data-do=only]").ariaPressed = String(only === number)
}

function drawPoints(body, path, { width, height }) {
  while (body.children.length > path.length) body.lastElementChild.remove()
  while (body.children.length < path.length) {
    const at = body.children.length, row = body.insertRow()
    row.innerHTML = `<th scope="row">${at + 1}</th><td><input type="number" data-point="${at}" data-axis="0" min="0" max="${width}" aria-label="Point ${at + 1} from the left"></td><td><input type="number" data-point="${at}" data-axis="1" min="0" max="${height}" aria-label="Point ${at + 1} from the top"></td><td>${button("less", "bin", `Remove point ${at + 1}`, ` data-at="${at}"`)}</td>`
  }
  for (const input of body.querySelectorAll("input")) input.value = path[input.dataset.point][input.dataset.axis]
}
