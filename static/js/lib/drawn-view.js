// Draws shapes over a picture, in an <svg> whose units are the picture's pixels: it lies over the same box and is fitted
// in the same way (`object-fit: contain`), so that a part of the picture is the same part of the drawing.

import { one } from "studio/lib/dom.js"
import { distanceTo, linesOf, toPixels } from "studio/lib/drawn-shapes.js"

const SVG = "http://www.w3.org/2000/svg"
const LEADING = 1.2, ASCENT = 0.8 // as studio/review/painting.py has them
const LEAST = { line: 2.25, edge: 4.5, letter: 11 } // CSS pixels, where the whole picture is small
const MARGIN = 0.3 // around a text, of its letters
const REACH = 1 / 30 // of the shorter side: how near the eraser has to come

const pen = document.createElement("canvas").getContext("2d")

function node(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const path = (lines) => lines.map((line) => `M${line.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}${line.length > 1 ? "" : "l0 0"}`).join("")
const round = (value) => Math.round(value * 100) / 100

export class DrawnView {
  #shown = []
  /** `svg` lies over `picture`, a <video> or <img>; `style` as STYLE in studio/review/shapes.py. */
  constructor(svg, picture, style) {
    Object.assign(this, { svg, picture, style })
    new ResizeObserver(() => this.show(...this.#shown)).observe(svg)
  }

  /** Of the picture, in its own pixels. */
  get size() {
    const { picture } = this
    return { width: picture.videoWidth || picture.naturalWidth || picture.width, height: picture.videoHeight || picture.naturalHeight || picture.height }
  }
  get #short() { return Math.min(this.size.width, this.size.height) }
  /** How many of the picture's pixels a line or a letter takes. */
  #pixels(part) {
    const { svg, size } = this, fit = Math.min(svg.clientWidth / size.width, svg.clientHeight / size.height) || 1
    return Math.max(this.style[part] * this.#short, LEAST[part] / fit)
  }

  /** Where the picture is seen in the window, as it is zoomed now. */
  get box() { return one("[data-whole]", this.svg).getBoundingClientRect() }

  /** Draws anew: `layers` are {shapes, opacity, name}, `cross` a point in pixels or nothing. */
  show(layers = [], cross = null) {
    this.#shown = [layers, cross]
    const { width, height } = this.size
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`)
    const whole = node("rect", { "data-whole": "", width, height, fill: "none" })
    this.svg.replaceChildren(whole, ...layers.map((layer) => this.#layer(layer)), ...(cross ? [this.#cross(cross)] : []))
  }
  #layer({ shapes, opacity = 1, name = "" }) {
    return node("g", { opacity: round(opacity), "data-of": name }, ...shapes.map((shape) => this.#shape(shape)))
  }
  #shape(shape) {
    const about = { "data-kind": shape.kind, "data-colour": shape.colour }
    return node("g", about, ...(shape.kind === "text" ? this.#text(shape) : this.#lines(shape)))
  }
  #lines(shape) {
    const d = path(linesOf(shape, this.size, this.style))
    return ["edge", "line"].map((part) => node("path", { class: `ink__${part}`, d, "stroke-width": round(this.#pixels(part)) }))
  }
  #text({ points: [point], words }) {
    const { width, height } = this.size, letter = this.#pixels("letter"), margin = letter * MARGIN
    const lines = this.#broken(words, letter), widest = Math.max(...lines.map((line) => this.#wide(line, letter)))
    const [x, y] = toPixels(point, this.size)
    const left = Math.max(margin, Math.min(x, width - widest - margin)), top = Math.max(0, Math.min(y, height - LEADING * letter * lines.length))
    return lines.map((line, at) => Object.assign(
      node("text", { class: "ink__text", x: round(left), y: round(top + letter * (ASCENT + LEADING * at)), "font-size": round(letter), "stroke-width": round(letter / 6) }),
      { textContent: line },
    ))
  }
  #wide(line, letter) {
    pen.font = `600 100px ${getComputedStyle(this.svg).fontFamily}`
    return (pen.measureText(line).width * letter) / 100
  }
  /** Lines that are no wider than the measure, broken between words, in one only where it alone is too long. */
  #broken(words, letter) {
    const most = this.style.measure * this.size.width, fits = (line) => this.#wide(line, letter) <= most
    const lines = [""]
    for (const word of words.split(" ")) {
      if (lines.at(-1) && !fits(`${lines.at(-1)} ${word}`)) lines.push("")
      for (const sign of lines.at(-1) ? ` ${word}` : word) {
        if (fits(lines.at(-1) + sign)) lines[lines.length - 1] += sign
        else lines.push(sign)
      }
    }
    return lines
  }
  #cross([x, y]) {
    const arm = this.#short / 24, d = `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}`
    return node("g", { "data-cross": "" }, ...["edge", "line"].map((part) => node("path", { class: `ink__${part}`, d, "stroke-width": round(this.#pixels(part) * 0.6) })))
  }

  /** The number of the topmost of the shapes drawn as `name` that is at a point in pixels, or -1. */
  at(point, shapes, name) {
    const groups = [...(one(`[data-of="${name}"]`, this.svg)?.children ?? [])]
    return shapes.findLastIndex((shape, number) => (shape.kind === "text" ? isIn(point, groups[number]) : distanceTo(point, linesOf(shape, this.size, this.style)) <= REACH * this.#short))
  }
}

function isIn([px, py], group) {
  const { x, y, width, height } = group.getBBox()
  return px >= x && px <= x + width && py >= y && py <= y + height
}
