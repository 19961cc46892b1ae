// <shot-list>: a storyboard as a strip of cards, as wide as they last.
// Wraps the form's real value: <textarea name="shots">[{"prompt": "Wide shot", "duration": 3}]</textarea>
//
// @attr most        how many shots
// @attr longest     seconds together
// @attr shortest    seconds each
// @attr characters  of each shot's prompt
// @attr picture     address of the first frame, shown on the first card
// @slot director    who cuts
// @fires input, change   on the textarea, bubbling

import { announce } from "studio/lib/dom.js"
import * as story from "studio/lib/shots.js"
import { drawEditor, drawStrip, frame } from "studio/lib/shots-view.js"
import { style } from "studio/lib/shots-style.js"

class ShotList extends HTMLElement {
  static observedAttributes = ["most", "longest", "shortest", "characters", "picture"]
  #shots = []
  #current = 0
  #root = this.attachShadow({ mode: "open" })
  #watch = new MutationObserver(() => this.#read())

  // Lifecycle
  connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    this.#root.innerHTML = frame()
    this.#root.addEventListener("click", (event) => this.#onClick(event))
    this.#root.addEventListener("keydown", (event) => this.#onKey(event))
    this.#root.addEventListener("pointerdown", (event) => this.#onPointer(event))
    this.#root.addEventListener("input", (event) => this.#onInput(event))
    this.#root.addEventListener("change", (event) => this.#onInput(event))
    this.#watch.observe(this, { childList: true, subtree: true, characterData: true })
    this.#read(true)
  }
  disconnectedCallback() { this.#watch.disconnect() }
  attributeChangedCallback() { if (this.isConnected && this.#root.firstChild) this.#draw() }

  // Form value
  get #twin() { return this.querySelector("textarea") }
  get #limits() {
    const number = (name) => Number(this.getAttribute(name))
    return { most: number("most"), longest: number("longest"), shortest: number("shortest"), characters: number("characters") }
  }
  #read(always = false) {
    const shots = story.parse(this.#twin.value)
    if (!always && JSON.stringify(shots) === JSON.stringify(this.#shots)) return
    this.#shots = shots
    this.#current = Math.min(this.#current, Math.max(0, shots.length - 1))
    this.#draw()
  }
  #write(shots, type = "change") {
    if (shots === this.#shots) return false
    this.#shots = shots
    this.#twin.value = JSON.stringify(shots)
    this.#draw()
    this.#twin.dispatchEvent(new Event(type, { bubbles: true }))
    return true
  }

  // Events
  #onClick({ target }) {
    const face = target.closest(".card")
    if (face) this.#choose([...this.#part("track").children].indexOf(face.parentElement))
    const action = target.closest("[data-do]")?.dataset.do
    if (action) this.#do(action)
  }
  #do(action) {
    const at = this.#current, shots = this.#shots, limits = this.#limits
    const made = {
      begin: () => [this.#first()],
      add: () => story.insert(shots, shots.length, { prompt: "", duration: 3 }, limits),
      split: () => story.split(shots, at, limits),
      duplicate: () => story.duplicate(shots, at, limits),
      remove: () => story.remove(shots, at),
      left: () => story.move(shots, at, -1),
      right: () => story.move(shots, at, 1),
    }[action]()
    const to = { begin: 0, add: shots.length, duplicate: at + 1, remove: Math.min(at, shots.length - 2), left: at - 1, right: at + 1 }[action] ?? at
    if (made === shots) return announce("That does not fit: no seconds or no shots are left.")
    this.#current = Math.max(0, to)
    this.#write(made)
    if (action === "begin" || action === "add") this.#part("prompt").focus()
    else if (action === "remove") this.#focusCard()
    announce(`${made.length} shots, ${story.total(made)} of ${limits.longest} seconds`)
  }
  #first() {
    const fields = this.#twin.form?.elements ?? {}
    const seconds = Number(fields.duration?.value) || 3
    return { prompt: (fields.prompt?.value ?? "").slice(0, this.#limits.characters), duration: Math.min(seconds, this.#limits.longest) }
  }
  #onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (event.target.matches(".edge") && step) { event.preventDefault(); this.#moveCut(event.target, step) }
    if (!event.target.matches(".card")) return
    if (step) event.preventDefault()
    if (step && event.altKey) { this.#do(step < 0 ? "left" : "right"); this.#focusCard() }
    else if (step) { this.#choose(this.#current + step); this.#focusCard() }
    else if (event.key === "Delete") this.#do("remove")
  }
  #onPointer(event) {
    const edge = event.target.closest(".edge")
    if (!edge) return
    const unit = this.#part("track").clientWidth / Math.max(this.#limits.longest, story.total(this.#shots))
    let from = event.clientX
    edge.setPointerCapture(event.pointerId)
    this.dataset.morph = "skip" // what is being held is not redrawn by the server
    edge.onpointermove = ({ clientX }) => {
      const step = Math.round((clientX - from) / unit)
      if (step && this.#moveCut(edge, step)) from += step * unit
    }
    edge.onpointerup = edge.onpointercancel = () => {
      edge.onpointermove = null
      delete this.dataset.morph
      this.#twin.dispatchEvent(new Event("change", { bubbles: true }))
    }
  }
  #moveCut(edge, step) {
    const index = [...this.#part("track").children].indexOf(edge.parentElement)
    return this.#write(story.moveCut(this.#shots, index, step, this.#limits), "input")
  }
  #onInput(event) {
    event.stopPropagation() // the textarea speaks for us
    const { part } = event.target.dataset
    if (part === "prompt") this.#write(this.#shots.with(this.#current, { ...this.#shots[this.#current], prompt: event.target.value }), event.type)
    if (part === "seconds" && event.type === "change") {
      this.#write(story.setSeconds(this.#shots, this.#current, event.target.valueAsNumber, this.#limits))
      this.#draw()
    }
  }
  #choose(index) {
    this.#current = Math.min(Math.max(0, index), this.#shots.length - 1)
    this.#draw()
  }
  #focusCard() { this.#part("track").children[this.#current]?.querySelector(".card")?.focus() }

  // Drawing
  #part(name) { return this.#root.querySelector(`[data-part=${name}]`) }
  #draw() {
    const shots = this.#shots, limits = this.#limits, some = shots.length > 0
    this.#part("none").hidden = some
    this.#part("board").hidden = this.#part("total").hidden = this.#root.querySelector(".end").hidden = !some
    if (!some) return
    drawStrip(this.#root, shots, this.#current, limits, this.getAttribute("picture"))
    drawEditor(this.#root, shots, this.#current, limits)
  }
}

customElements.define("shot-list", ShotList)
