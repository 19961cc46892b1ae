// <expand-picture>: a picture, the frame it grows to, and how far each side goes.
// Wraps real fields: numbers `expansion.up`, `.down`, `.left`, `.right` in percent; edges can be dragged, shapes chosen.
// An arrow key moves the edge that has the focus its way by 1 %, with Shift by 10; Home takes it back, End as far as it goes.
//
// @attr width, height   the picture in pixels; without one the shape is not known and buttons assume a square
// @attr most, area      how far a side goes (2: twice its own), how large the picture gets (3: three times)
// Inside: [data-part=refusal], and [data-part=frame] with .outpaint__picture and [data-handle=up] …, [data-part=area], progress, [data-shape].

import { area, grow, placed, SIDES, toShape } from "studio/lib/expand.js"
import { announce } from "studio/lib/dom.js"
import { follow } from "studio/lib/pointer.js"

const TOWARDS = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] }
const ARROWS = { ArrowUp: TOWARDS.up, ArrowDown: TOWARDS.down, ArrowLeft: TOWARDS.left, ArrowRight: TOWARDS.right }
const STEP = 0.01, LEAP = 0.1 // of the side

/** By how much a key lets an edge grow: Home and End as far as it may; 0 where the key does not lead its way. */
function growth({ key, shiftKey }, side) {
  if (key === "Home" || key === "End") return key === "Home" ? -Infinity : Infinity
  const [across, down] = ARROWS[key] ?? [0, 0], [x, y] = TOWARDS[side]
  return (across * x + down * y) * (shiftKey ? LEAP : STEP)
}

class ExpandPicture extends HTMLElement {
  #refusal = "" // of a shape; what is written next takes it away
  #watch = new MutationObserver(() => this.#draw())

  // Lifecycle
  connectedCallback() {
    this.addEventListener("input", () => { this.#refusal = ""; this.#draw() })
    this.addEventListener("click", ({ target }) => this.#shape(target.closest("[data-shape]")))
    this.addEventListener("pointerdown", (event) => this.#drag(event))
    this.addEventListener("keydown", (event) => this.#nudge(event))
    this.#watch.observe(this, { subtree: true, childList: true, attributes: true, attributeFilter: ["value", "src"] })
    this.#draw()
  }
  disconnectedCallback() { this.#watch.disconnect() }

  // Fields
  #field(side) { return this.querySelector(`[name$=".${side}"]`) }
  get #ratio() { return Number(this.getAttribute("width")) / Number(this.getAttribute("height")) || 1 }
  get #limits() { return { most: Number(this.getAttribute("most")), area: Number(this.getAttribute("area")) } }
  get #sides() { return Object.fromEntries(SIDES.map((side) => [side, Number(this.#field(side).value) / 100 || 0])) }
  #write(sides, type) {
    this.#refusal = ""
    for (const side of SIDES) this.#field(side).value = Math.round(sides[side] * 1000) / 10
    this.#field("up").dispatchEvent(new Event(type, { bubbles: true }))
    this.#draw()
  }

  // Events
  #shape(button) {
    if (!button) return
    const [across, down] = button.dataset.shape.split(":").map(Number)
    const sides = down ? toShape(this.#ratio, across / down) : { up: 0, down: 0, left: 0, right: 0 }
    const over = area(sides) > this.#limits.area || Object.values(sides).some((side) => side > this.#limits.most)
    if (over) return this.#refuse(`${button.dataset.shape} would make it ${area(sides).toFixed(1)} times as large; ${this.#limits.area} times is the most.`)
    this.#write(sides, "change")
  }
  #refuse(words) {
    this.#refusal = words
    announce(words)
    this.#draw()
  }
  #nudge(event) {
    const side = event.target.dataset.handle, by = side && growth(event, side)
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    this.#write(grow(this.#sides, side, this.#sides[side] + by, this.#limits), "input")
    this.#field(side).dispatchEvent(new Event("change", { bubbles: true }))
  }
  #drag(event) {
    const side = event.target.closest("[data-handle]")?.dataset.handle
    if (!side) return
    event.preventDefault()
    const handle = event.target, picture = this.querySelector(".outpaint__picture").getBoundingClientRect()
    const [x, y] = TOWARDS[side], length = x ? picture.width : picture.height, before = this.#sides
    this.dataset.morph = "skip" // what is being held is not redrawn by the server
    follow(handle, event, (move) => {
      const far = (x * (move.clientX - event.clientX) + y * (move.clientY - event.clientY)) / length
      this.#write(grow(before, side, before[side] + far, this.#limits), "input")
    }, () => {
      delete this.dataset.morph
      this.#field(side).dispatchEvent(new Event("change", { bubbles: true }))
    })
  }

  // Drawing
  #draw() {
    const sides = this.#sides, frame = this.querySelector("[data-part=frame]"), { x, y, width, height } = placed(sides)
    const grown = (this.#ratio * (1 + sides.left + sides.right)) / (1 + sides.up + sides.down)
    const place = { "--x": x, "--y": y, "--w": width, "--h": height, "--ratio": grown }
    for (const [name, value] of Object.entries(place)) frame.style.setProperty(name, value)
    const times = area(sides), most = this.#limits.area, pixels = this.hasAttribute("width")
    const size = pixels && [1 + sides.left + sides.right, 1 + sides.up + sides.down].map((by, at) => Math.round(by * this.getAttribute(["width", "height"][at])))
    const words = this.querySelector("[data-part=area]"), meter = this.querySelector("progress")
    words.textContent = `${times.toFixed(2)}×${size ? `, ${size[0]} × ${size[1]}` : ""}`
    words.dataset.state = times > most + 1e-6 ? "over" : "fine"
    meter.value = Math.min(times, most)
    for (const side of SIDES) this.#say(this.querySelector(`[data-handle=${side}]`), this.#field(side).value || "0")
    this.querySelector("[data-part=refusal]").textContent = this.#refusal
    this.#watch.takeRecords() // what was drawn here is no news
  }
  #say(edge, percent) {
    edge.ariaValueNow = percent
    edge.ariaValueText = `${percent} %`
  }
}

customElements.define("expand-picture", ExpandPicture)
