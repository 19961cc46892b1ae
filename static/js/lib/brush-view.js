// What <motion-brush> shows: its frame as HTML strings, its rows and tables. Values go in as text, never as HTML.

import { icon } from "studio/lib/dom.js"
import { words } from "studio/lib/paths.js"

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
