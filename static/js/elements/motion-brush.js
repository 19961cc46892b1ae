// <motion-brush>: areas painted over a picture, each with the path it moves along, and one that is held still.
// Wraps the form's real value, paths in pixels from the top left; masks are sent as files of the picture's size:
//   <input type="hidden" name="motion_brush" value='{"static_mask": null, "brushes": [{"mask": {"asset": "7f3a"}, "path": [[9, 9], [90, 9]]}]}'>
//
// @attr brushes, least, most   how many areas move, points a path has; still: one may be held
// @attr picture, alt, width, height, seconds   what is painted on, in pixels, and how long the clip is
// @attr masks    JSON of asset ids and their addresses;  upload   address that takes files
// @fires change   on the hidden input, bubbling

import { announce } from "studio/lib/dom.js"
import { isFree } from "studio/lib/keys.js"
import { fill, kept } from "studio/lib/areas.js"
import { Layers, middleOf } from "studio/lib/layers.js"
import { longer, straight, tidy, within } from "studio/lib/paths.js"
import { follow, play, pointIn } from "studio/lib/pointer.js"
import { drawBoard, paintDraft } from "studio/lib/brush-drawing.js"
import { drawNumbers, frame, KEYS, paletteOf, rectangleOf } from "studio/lib/brush-view.js"
import { style } from "studio/lib/brush-style.js"

class MotionBrush extends HTMLElement {
  static observedAttributes = ["picture", "masks", "brushes", "seconds"]
  #root = this.attachShadow({ mode: "open" })
  #resize = new ResizeObserver(() => this.#draw())
  #current = 1; #tool = "paint"; #draft = null; #moved; #shown = ""; #timer = 0; #layers

  // Lifecycle
  connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    for (const type of ["input", "change"]) this.#root.addEventListener(type, (event) => { event.stopPropagation(); this.#onField(event) })
    this.#root.addEventListener("click", ({ target }) => { const act = target.closest("[data-do]"); if (act) this.#do(act.dataset) })
    this.#root.addEventListener("pointerdown", (event) => this.#onPointer(event))
    this.addEventListener("keydown", (event) => this.#onKey(event))
    this.#begin()
  }
  disconnectedCallback() { this.#resize.disconnect(); clearTimeout(this.#timer) }
  attributeChangedCallback(name, before) { if (this.isConnected && before !== null) name === "masks" ? this.#read() : name === "seconds" ? this.#draw() : this.#begin() }
  #number(name) { return Number(this.getAttribute(name)) }
  #part(name) { return this.#root.querySelector(`[data-part=${name}]`) }
  #begin() {
    const [width, height, brushes] = ["width", "height", "brushes"].map((name) => this.#number(name))
    const palette = paletteOf(this, brushes)
    this.#layers = Object.assign(new Layers(width, height, palette.colours), palette)
    this.#root.innerHTML = frame({ brushes, still: this.hasAttribute("still"), picture: this.getAttribute("picture"), alt: "", width, height })
    this.#resize.observe(this.#part("board"))
    this.#shown = ""
    this.#read()
  }

  // Form value
  get #field() { return this.querySelector("input[type=hidden]") }
  async #read() {
    const json = this.#field.value
    if (json !== this.#shown) await fill(this.#layers, this.#shown = json, JSON.parse(this.getAttribute("masks") || "{}"))
    this.#draw()
  }
  /** Masks that are new are sent first, a moment after the last stroke; then the value says where they are. */
  #changed() {
    this.#draw()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#save(), 250)
  }
  async #save() {
    const token = this.#field.form.elements.csrfmiddlewaretoken.value
    const json = await kept(this.#layers, { url: this.getAttribute("upload"), token }, (words, tone) => this.#say(words, tone))
    if (json === null || json === this.#field.value) return
    this.#shown = this.#field.value = json
    this.#field.dispatchEvent(new Event("change", { bubbles: true }))
  }
  #say(words, tone = "plain") { Object.assign(this.#part("status"), { textContent: words }).dataset.tone = tone }

  // Events
  #onField({ target, type }) {
    const { point, axis } = target.dataset
    if (target.name === "brush") { this.#current = Number(target.value); this.#draw() }
    if (target === this.#part("opacity")) this.#draw()
    if (point === undefined || type !== "change") return
    const path = this.#layers.all[this.#current].path, moved = path[point].with(axis, target.valueAsNumber || 0)
    this.#setPath(path.with(point, within(moved, this.#layers.width, this.#layers.height)))
  }
  #onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); return this.#do({ do: event.shiftKey ? "redo" : "undo" }) }
    if (!isFree(event)) return
    const size = this.#part("size"), step = { "[": -8, "]": 8 }[event.key]
    if (step) size.value = Number(size.value) + step
    else if (KEYS[event.key.toLowerCase()]) this.#do({ do: "tool", tool: KEYS[event.key.toLowerCase()] })
    else this.#root.querySelector(`.swatch[data-brush="${CSS.escape(event.key)}"] input`)?.click()
  }
  #do({ do: action, tool, turn, at }) {
    const layers = this.#layers, now = this.#current, layer = layers.all[now]
    const acts = {
      tool: () => this.#take(tool),
      rehearse: () => this.#rehearse(),
      undo: () => { layers.undo(); this.#changed() },
      redo: () => { layers.redo(); this.#changed() },
      clear: () => { layers.clear(Number(at)); this.#changed() },
      flip: () => this.#setPath([...layers.all[at].path].reverse(), Number(at)),
      less: () => this.#setPath(layer.path.toSpliced(at, 1)),
      point: () => this.#setPath(longer(layer.path, this.#middle(layer), layers)),
      way: () => this.#setPath(straight(layer.path[0] ?? this.#middle(layer), Number(turn), Number(this.#part("far").value), layers)),
      rect: () => this.#paint(rectangleOf(this.#root)),
    }
    acts[action]()
    announce({ undo: "Undone", redo: "Done again", clear: "Area removed", rect: "Rectangle added" }[action] ?? "")
  }
  #take(tool) {
    this.#tool = tool
    for (const each of this.#root.querySelectorAll("[data-tool]")) each.ariaPressed = String(each.dataset.tool === tool)
  }
  #middle({ mask }) { return mask ? middleOf(mask) : [this.#layers.width / 2, this.#layers.height / 2] }
  #setPath(path, at = this.#current) { this.#layers.setPath(at, path); this.#changed() }
  #paint(draft) { this.#layers.stroke(this.#current, (pen) => paintDraft(pen, draft), draft.tool === "erase"); this.#changed() }
  #onPointer(event) {
    const board = event.target.closest("[data-part=board]")
    if (!board || event.button || (this.#tool === "path" && !this.#current)) return
    event.preventDefault()
    const point = pointIn(board.getBoundingClientRect(), this.#layers)
    this.#draft = { tool: this.#tool, points: [point(event)], size: (Number(this.#part("size").value) / 1000) * this.#layers.width }
    this.dataset.morph = "skip" // what is being drawn is not redrawn by the server
    follow(board, event, (move) => {
      this.#draft.points.push(...(move.getCoalescedEvents?.() ?? [move]).map(point))
      this.#drawBoard()
    }, () => this.#drawn())
    this.#drawBoard()
  }

  #drawn() {
    delete this.dataset.morph
    const draft = this.#draft
    this.#draft = null
    if (draft.tool === "path") this.#setPath(tidy(draft.points, this.#number("most"), this.#layers))
    else this.#paint(draft)
  }

  // Drawing
  #rehearse() {
    play(this.#number("seconds") / 2, (part) => { this.#moved = part; this.#drawBoard() }, () => { this.#moved = undefined; this.#draw() })
  }
  #drawBoard() {
    const canvas = this.#part("canvas"), ratio = devicePixelRatio || 1, { clientWidth, clientHeight } = this.#part("board")
    Object.assign(canvas, { width: clientWidth * ratio, height: clientHeight * ratio }).dataset.ratio = ratio
    if (clientWidth) drawBoard(canvas, this.#layers, { current: this.#current, opacity: this.#part("opacity").value / 100, draft: this.#draft, moved: this.#moved, picture: this.#root.querySelector("img") })
  }
  #draw() {
    drawNumbers(this.#root, this.#layers, this.#current, { seconds: this.#number("seconds"), most: this.#number("most") })
    this.#part("canvas").ariaLabel = `${this.getAttribute("alt")}, with ${this.#root.querySelectorAll(".areas tr").length} areas painted; they are listed below`
    this.#drawBoard()
  }
}

customElements.define("motion-brush", MotionBrush)
