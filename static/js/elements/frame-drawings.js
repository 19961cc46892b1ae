/**
 * Drawings over the player: those of the notes beside it, where the player stands on their frame, and those that somebody
 * is drawing, which go out with the note that is being written. The server renders all parts: templates/review/drawing.html.
 *
 * @attr table   kinds, colours, style and limits, as `table()` in studio/review/shapes.py gives them
 * Beside it in the player: [data-ink] and [data-ink-board] over the picture, [data-draw] buttons; in the page:
 * review-notes with .thread[data-drawings], and where one may write #note-form with `drawings`, and [data-drawn]
 */
import { announce, one } from "studio/lib/dom.js"
import { Drawn } from "studio/lib/drawn.js"
import { keyOf, showBar } from "studio/lib/drawn-bar.js"
import { DrawnHand } from "studio/lib/drawn-hand.js"
import { DrawnList } from "studio/lib/drawn-list.js"
import { SaidDrawings } from "studio/lib/drawn-said.js"
import { roughly, shapeOf } from "studio/lib/drawn-shapes.js"
import { DrawnView } from "studio/lib/drawn-view.js"
import { DrawnWords } from "studio/lib/drawn-words.js"
import { isFree } from "studio/lib/keys.js"

const NEWS = { childList: true, subtree: true, attributeFilter: ["data-drawings", "data-resolved"] }

class FrameDrawings extends HTMLElement {
  #leaving; #watching; #root; #hand; #words; #list
  #said = new SaidDrawings()

  // Lifecycle
  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController()), list = one("[data-drawn]")
    this.#root = this.closest("clip-player")
    this.table = JSON.parse(this.getAttribute("table"))
    this.drawn = new Drawn(this.table.limits)
    this.board = one("[data-ink-board]", this.#root)
    this.view = new DrawnView(one("[data-ink]", this.#root), one("[data-look] :is(video, img)", this.#root), this.table.style)
    this.#hand = new DrawnHand(this, signal)
    this.#words = new DrawnWords(this, this, signal)
    this.#list = list && new DrawnList(list, this, signal)
    this.#hear(signal)
    this.#watching = new MutationObserver(() => this.#read())
    if (one("review-notes")) this.#watching.observe(one("review-notes"), NEWS)
    for (const name of ["review-notes", "clip-player"]) customElements.whenDefined(name).then(() => signal.aborted || this.#read())
  }
  disconnectedCallback() { this.#leaving.abort(); this.#watching.disconnect() }
  #hear(signal) {
    this.#root.addEventListener("shown", () => this.changed(), { signal })
    for (const name of ["loadedmetadata", "load"]) this.view.picture.addEventListener(name, () => this.changed(), { signal })
    document.addEventListener("click", ({ target }) => { const act = target.closest("[data-draw]"); if (act) this.do(act.dataset) }, { signal })
    document.addEventListener("shortcut", ({ detail }) => detail === "draw" && this.do({ draw: "draw" }), { signal })
    this.addEventListener("change", () => this.changed(), { signal })
    for (const part of [this, this.board]) part.addEventListener("keydown", (event) => this.#key(event), { signal })
  }
  /** Notes come and go; the form is another one after each that was sent. */
  #read() {
    this.drawn.read(this.#field?.value ?? "")
    this.changed()
  }

  // What there is
  get #field() { return one("#note-form")?.elements.drawings }
  get player() { return this.#root.transport }
  get frame() { return this.view.picture.localName === "video" ? this.player?.frame ?? 0 : null }
  get colour() { return Number(one("[name=ink-colour]:checked", this).value) }
  get isDrawing() { return !this.board.hidden }

  // Acts
  do({ draw: act, tool }) { this.#acts[act](tool) }
  get #acts() {
    return {
      draw: () => (this.isDrawing ? this.#close() : this.#open()),
      done: () => { this.#close(); one("#note-words").focus() },
      tool: (tool) => { this.#words.drop(); this.#hand.take(tool); this.changed() },
      colour: (number) => one(`[name=ink-colour][value="${number}"]`, this).click(),
      undo: () => this.write(this.drawn.undo()),
      redo: () => this.write(this.drawn.redo()),
      put: () => this.#words.put(),
      ...Object.fromEntries(["shown", "ghost", "hold"].map((name) => [name, () => { this.#said.turn(name); this.changed() }])),
    }
  }
  #open() {
    if (!this.#field) return
    const now = this.frame
    if (this.player?.isMoving) { this.player.stop(); this.player.go(now) }
    this.#bar(true)
    this.board.focus({ preventScroll: true })
  }
  #close() {
    this.#words.drop()
    this.#hand.finish()
    this.#bar(false)
    one("[data-draw=draw]", this.#root).focus({ preventScroll: true })
  }
  #bar(isOpen) {
    this.board.hidden = one(".drawbar", this).hidden = !isOpen
    this.say("")
    this.changed()
  }

  // Drawing: what hand, words and list ask for
  put(draft) {
    const shape = shapeOf({ ...draft, colour: this.colour }, this.view.size, this.table.kinds[draft.kind].most)
    this.write(shape ? this.drawn.add(this.frame, shape) : "That was too small to be seen, and is not kept.")
  }
  place(tool, point) {
    if (tool === "text") return this.#words.ask(point)
    const shapes = this.drawn.on(this.frame), at = this.view.at(point, shapes, "mine")
    this.write(at < 0 ? "Nothing of yours is there to be erased." : this.drawn.erase(this.frame, at))
  }
  /** Into the form, where it is kept and sent from; `wrong` is a sentence why not. */
  write(wrong = "") {
    this.say(wrong)
    const field = this.#field, { json, frames } = this.drawn
    if (field.value !== json) {
      const { frame } = field.form.elements
      if (frame?.value === "" && frames.length) frame.value = frames[0].frame
      field.value = json
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
    this.changed()
  }
  say(words) {
    one("[data-ink-said]", this).textContent = words
    if (words) announce(words)
  }

  // Keys
  #key(event) {
    const act = keyOf(event)
    if (!this.isDrawing || (!isFree(event) && !(act && (event.ctrlKey || event.metaKey)))) return
    if (event.target === this.board && this.#hand.cross.hears(event)) return event.preventDefault()
    if (!act && event.key !== "Escape") return
    event.preventDefault() // the page's own keys leave these alone
    act ? this.do(act) : this.#close()
  }

  // Showing
  changed() {
    const { frame, view, colour } = this, draft = this.#hand.draft ?? this.#words.draft
    const mine = { name: "mine", shapes: this.drawn.on(frame) }
    const now = draft ? [{ name: "draft", shapes: [roughly({ ...draft, colour }, view.size)] }] : []
    view.show([...this.#said.on(frame, this.player), mine, ...now], this.isDrawing && this.#hand.crossAt)
    this.#show(this.#hand.tool)
  }
  #show(tool) {
    showBar(this, { on: { draw: this.isDrawing, ...this.#said.switches }, tool, drawn: this.drawn })
    one("[data-board]", this.#root).toggleAttribute("data-drawing", this.isDrawing && tool !== "hand")
    this.board.toggleAttribute("data-hand", tool === "hand")
    this.#list?.show(this.drawn.frames, this.isDrawing)
  }
}

customElements.define("frame-drawings", FrameDrawings)
