// <motion-brush>: areas painted over a picture, each with the path it moves along, and one that is held still.
// Wraps the form's real value, paths in pixels from the top left; masks are sent as files of the picture's size:
//   <input type="hidden" name="motion_brush" value='{"static_mask": null, "brushes": [{"mask": {"asset": "7f3a"}, "path": [[9, 9], [90, 9]]}]}'>
//
// @attr brushes, least, most   how many areas move, points a path has; still: one may be held
// @attr picture, alt, width, height, seconds   what is painted on, in pixels, and how long the clip is
// @attr masks    JSON of asset ids and their addresses;  upload   address that takes files;  objects   that finds objects
// @fires change   on the hidden input, bubbling

import { announce } from "studio/lib/dom.js"
import { fill } from "studio/lib/areas.js"
import { actsOf } from "studio/lib/brush-acts.js"
import { drawDraft, wiped } from "studio/lib/brush-draft.js"
import { drawBoard } from "studio/lib/brush-drawing.js"
import { showLost } from "studio/lib/brush-flash.js"
import { Hand } from "studio/lib/brush-hand.js"
import { putBack, taken } from "studio/lib/brush-rescue.js"
import { Saving } from "studio/lib/brush-saving.js"
import { style } from "studio/lib/brush-style.js"
import { drawNumbers, frame, paletteOf } from "studio/lib/brush-view.js"
import { WHOLE, zoomed } from "studio/lib/brush-zoom.js"
import { Layers } from "studio/lib/layers.js"
import { within } from "studio/lib/paths.js"

/** JSON without the blanks that the server writes; other text as it is. */
const plain = (json) => { try { return JSON.stringify(JSON.parse(json)) } catch { return json } }

class MotionBrush extends HTMLElement {
  static observedAttributes = ["picture", "masks", "brushes", "seconds"]
  root = this.attachShadow({ mode: "open" })
  #resize = new ResizeObserver(() => this.draw())
  #hand; #shown = null; #form; #saving; #acts; #changes = new Set()
  current = 1; isFilling = false; only = null; part = undefined; view = WHOLE; layers; foreign = null

  // Lifecycle
  connectedCallback() {
    this.root.adoptedStyleSheets = [style]
    for (const type of ["input", "change"]) this.root.addEventListener(type, (event) => { event.stopPropagation(); this.#onField(event) })
    this.root.addEventListener("click", ({ target }) => { const act = target.closest("[data-do]"); if (act) this.do(act.dataset) })
    this.#hand = new Hand(this)
    this.#form = this.field.form
    this.#saving = new Saving(this.#form, {
      layers: () => this.layers, where: () => this.where, write: (json) => this.#write(json), say: (...words) => this.say(...words), finish: () => this.#hand.finish(),
    })
    this.#acts = actsOf(this)
    this.#begin()
  }
  disconnectedCallback() { this.#resize.disconnect(); this.#saving.stop() }
  /** A morph sets one attribute after the other: what follows from them waits until all are there. */
  attributeChangedCallback(name, before) {
    if (!this.isConnected || before === null) return
    if (!this.#changes.size) queueMicrotask(() => this.#onChanges())
    this.#changes.add(name)
  }
  #onChanges() {
    const isNew = this.#changes.has("picture") || this.#changes.has("brushes")
    this.#changes.clear()
    isNew ? this.#begin() : this.#read()
  }
  number(name) { return Number(this.getAttribute(name)) }
  get field() { return this.querySelector("input[type=hidden]") }
  get where() { return { url: this.getAttribute("upload"), token: this.#form.elements.csrfmiddlewaretoken.value, picture: this.getAttribute("picture") } }
  find(name) { return this.root.querySelector(`[data-part=${name}]`) }
  get picture() { return this.root.querySelector("img") }
  get box() { return this.find("board").getBoundingClientRect() }

  #begin() {
    const [width, height, brushes] = ["width", "height", "brushes"].map((name) => this.number(name))
    const palette = paletteOf(this, brushes)
    this.layers = Object.assign(new Layers(width, height, palette.colours), palette)
    this.root.innerHTML = frame({ brushes, still: this.hasAttribute("still"), objects: this.hasAttribute("objects"), picture: this.getAttribute("picture"), width, height })
    this.#resize.observe(this.find("board"))
    Object.assign(this, { view: WHOLE, only: null, current: Math.min(this.current, brushes) })
    this.root.querySelector(`.swatch[data-brush="${this.current}"] input`).checked = true
    this.take(this.#hand.tool)
    this.#shown = null
    this.#read().then(() => this.#takeUp())
  }
  async #takeUp() {
    const left = taken(this.where.picture)
    if (!left) return
    await putBack(this.layers, left)
    this.changed()
    this.say("What you had painted when the page went is here again.")
  }

  /** Takes what the field holds, unless it is what was written there, or something is painted that is not there yet. */
  async #read() {
    const json = plain(this.field.value)
    if (json !== this.#shown && !this.#saving.isPending) {
      this.isFilling = true
      this.foreign = await fill(this.layers, this.#shown = json, JSON.parse(this.getAttribute("masks") || "{}"))
      this.isFilling = false
    }
    this.draw()
  }
  /** To be called after the layers have changed. */
  changed() { this.draw(); this.#saving.changed() }
  #write(json) {
    if (json === plain(this.field.value)) return
    this.#shown = this.field.value = json
    this.field.dispatchEvent(new Event("change", { bubbles: true }))
  }
  say(words, tone = "plain") { Object.assign(this.find("status"), { textContent: words }).dataset.tone = tone }

  // Events
  #onField({ target, type }) {
    const { point, axis } = target.dataset
    if (target.name === "brush") Object.assign(this, { current: Number(target.value), only: this.only === null ? null : Number(target.value) })
    if (target.name === "brush" || target === this.find("opacity")) this.draw()
    if (point === undefined || type !== "change") return
    const path = this.layers.all[this.current].path, moved = path[point].with(axis, target.valueAsNumber || 0)
    this.setPath(path.with(point, within(moved, this.layers.width, this.layers.height)))
  }
  do({ do: action, ...how }) {
    const words = this.#acts[action](how)
    if (typeof words === "string") announce(words)
  }
  take(tool) { this.#hand.take(tool) }
  look(view) { this.view = view; this.drawBoard() }
  zoom(factor, at = [this.box.width / 2, this.box.height / 2]) { this.look(zoomed(this.view, factor, at, this.box)) }
  setPath(path, at = this.current) { this.layers.setPath(at, path); this.changed() }
  /** Paints into the current layer, and shows what it took from others. */
  paint(draw, box, erase = false) {
    const taken = this.layers.stroke(this.current, draw, box, erase)
    this.changed()
    if (taken) showLost(this, taken)
  }

  // Drawing
  drawBoard() {
    const canvas = this.find("canvas"), { current, only, part, view, picture } = this
    wiped(canvas, this.find("board"))
    picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`
    this.find("zoom").value = `${Math.round(view.scale * 100)} %`
    if (canvas.width) drawBoard(canvas, this.layers, { current, only, part, view, picture, opacity: this.find("opacity").value / 100, seconds: this.number("seconds") })
  }
  drawDraft() {
    const canvas = this.find("draft"), { draft, cross } = this.#hand, { layers, current, view } = this
    wiped(canvas, this.find("board"))
    drawDraft(canvas, layers, { draft, cross: cross.isShown && cross.point, current, view })
  }
  draw() {
    drawNumbers(this.root, this)
    this.find("canvas").ariaLabel = `${this.getAttribute("alt")}, with ${this.root.querySelectorAll(".areas tr").length} areas painted; they are listed below`
    this.drawBoard()
  }
}

customElements.define("motion-brush", MotionBrush)
