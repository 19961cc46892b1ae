// <crop-picture>: a part of a picture. Wraps the form's real values: numbers `left`, `top`, `width`, `height` in pixels.
// The box can be dragged, and its corner pulled; buttons give it a shape, which is then kept.
//
// @attr width, height    of the picture, in pixels
// Inside: [data-part=board] with the picture and [data-part=box], in it [data-part=corner]; buttons with data-shape "16:9".

import { all, announce, one } from "studio/lib/dom.js"
import { inside, middle } from "studio/lib/crop.js"
import { follow } from "studio/lib/pointer.js"

const SIDES = ["left", "top", "width", "height"]

class CropPicture extends HTMLElement {
  #ratio = 0

  // Lifecycle
  connectedCallback() {
    this.addEventListener("change", ({ target }) => this.#typed(target))
    this.addEventListener("click", ({ target }) => this.#shape(target.closest("[data-shape]")))
    this.addEventListener("pointerdown", (event) => this.#hold(event))
    this.#draw()
  }

  // Values
  get #size() { return { width: Number(this.getAttribute("width")), height: Number(this.getAttribute("height")) } }
  get #part() { return Object.fromEntries(SIDES.map((side) => [side, Number(one(`[name=${side}]`, this).value)])) }
  set #part(part) {
    for (const side of SIDES) one(`[name=${side}]`, this).value = part[side]
    this.#draw()
  }

  // Events
  #typed(field) {
    const part = this.#part
    if (this.#ratio && field.name === "height") part.width = part.height * this.#ratio
    this.#part = inside(part, this.#size, this.#ratio)
  }
  #shape(button) {
    if (!button) return
    const [across, down] = button.dataset.shape.split(":").map(Number)
    this.#ratio = across / down || 0
    for (const each of all("[data-shape]", this)) each.ariaPressed = String(each === button)
    if (!this.#ratio) return
    this.#part = middle(this.#size, this.#ratio)
    announce(`${button.textContent}: ${this.#part.width} by ${this.#part.height} pixels`)
  }
  #hold(event) {
    const held = event.target.closest("[data-part=corner], [data-part=box]")
    if (!held) return
    event.preventDefault()
    const before = this.#part, scale = this.#size.width / one("img", this).getBoundingClientRect().width
    const [one_, two] = held.dataset.part === "corner" ? ["width", "height"] : ["left", "top"]
    follow(held, event, (move) => {
      const moved = { ...before }
      moved[one_] += (move.clientX - event.clientX) * scale
      moved[two] += (move.clientY - event.clientY) * scale
      this.#part = inside(moved, this.#size, this.#ratio)
    }, () => {})
  }

  // Drawing
  #draw() {
    const { left, top, width, height } = this.#part, size = this.#size
    const place = { "--x": left / size.width, "--y": top / size.height, "--w": width / size.width, "--h": height / size.height }
    for (const [name, value] of Object.entries(place)) one("[data-part=box]", this).style.setProperty(name, value)
  }
}

customElements.define("crop-picture", CropPicture)
