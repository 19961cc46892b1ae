/**
 * Two to four clips or pictures, looked at together: beside each other or one over the other, moved and zoomed as one.
 * The server renders them with the browser's own controls; without this element they stand side by side.
 * How they are looked at stands in the address. Keys: KEYS in lib/transport-view.js, and CHOOSING.
 *
 * @attr data-mode      side, wipe, overlay, flicker, difference
 * @attr data-flag-url  takes {ids, flag}: which is kept and which are not
 * Inside: [data-board] of each side, [data-about] of each, input[name=mode|hear|with], input[data-amount], [data-here],
 * and what lib/transport-view.js and lib/looking.js name
 */
import { all, one } from "studio/lib/dom.js"
import { Clip } from "studio/lib/clip.js"
import { isFree } from "studio/lib/keys.js"
import { Looking } from "studio/lib/looking.js"
import { rate } from "studio/lib/time.js"
import { Transport } from "studio/lib/transport.js"
import { TransportView } from "studio/lib/transport-view.js"
import { addressOf, Choice, draggedOver, layOut, MODES, stateIn, turned } from "studio/lib/comparing.js"

const CHOOSING = {
  ArrowLeft: ["choose", -1], ArrowRight: ["choose", 1], Enter: ["keep"], x: ["swap"], h: ["hear"], v: ["mode"],
  1: ["front", 0], 2: ["front", 1], 3: ["front", 2], 4: ["front", 3],
}
const LATER = 250 // ms until the address says what was done last

class CompareRoom extends HTMLElement {
  #state
  #boards
  #looking
  #view
  #clips = []
  #choice = new Choice(this)
  #leaving
  #timer

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    const changed = () => this.#show()
    this.#boards = all("[data-board]", this)
    this.#state = stateIn(location.search, this.dataset.mode, this.#boards.length)
    this.#view = new TransportView(this, { acts: this.#acts(), pressed: () => ({}), signal })
    this.#looking = new Looking(this.#boards, { changed, signal })
    this.#view.acts = { ...this.#view.acts, ...this.#lookingActs() }
    this.#play(changed, signal)
    this.addEventListener("input", ({ target }) => this.#set(target), { signal })
    this.addEventListener("click", ({ target }) => this.#touch(target), { signal })
    document.addEventListener("keydown", (event) => this.#hear(event), { signal })
    draggedOver(this.#boards, { isOn: () => this.#state.mode === "wipe" && this.#looking.isWhole, move: (percent) => this.#turn("amount", percent), signal })
    this.#hearSide(this.#state.hear)
    this.#show()
  }

  disconnectedCallback() { this.#leaving.abort(clearTimeout(this.#timer)) }
  /** Clips stand ready on the frame of the address. */
  async #play(changed, signal) {
    this.#clips = all("video", this).map((video) => {
      video.controls = false
      const side = Number(video.closest("[data-side]").dataset.side)
      return Object.assign(new Clip(video, { fps: rate(video.dataset.fps), last: Number(video.dataset.last), offset: this.#state.offsets[side], signal }), { side })
    })
    if (!this.#clips.length) return
    const transport = new Transport(this.#clips, { loops: this.#state.loops, changed, signal })
    one("[data-seek]", this).max = transport.last
    await Promise.all(this.#clips.map((clip) => clip.ready))
    this.#view.transport = transport
    transport.speed = this.#state.speed
    transport.go(this.#state.frame)
  }

  // What is done
  #acts() {
    return {
      mode: () => this.#turn("mode", MODES[(MODES.indexOf(this.#state.mode) + 1) % MODES.length]),
      front: (side) => this.#front(Number(side)),
      flip: () => this.#front(this.#state.front ? 0 : this.#state.beside),
      swap: () => one("[data-swap]", this).click(),
      hear: () => this.#hearNext(),
      offset: (words) => this.#shift(...words.split(" ").map(Number)),
      choose: (step) => this.#choice.step(step),
      keep: (side) => this.#choice.keep(side && Number(side)),
    }
  }
  #lookingActs() {
    return Object.fromEntries(["closer", "farther", "whole", "pixels"].map((act) => [act, () => this.#looking[act]()]))
  }

  #hear(event) {
    const act = isFree(event) && CHOOSING[event.key.length > 1 ? event.key : event.key.toLowerCase()]
    const isHeld = event.target.closest?.(event.key === "Enter" ? "a, button, summary, input" : "input")
    if (!act || (isHeld && event.key.length > 1)) return
    event.preventDefault()
    this.#view.do(...act)
  }
  #set({ name, value, dataset }) {
    if (name === "mode") this.#turn("mode", value)
    if (name === "hear") this.#hearSide(value)
    if (name === "with") this.#front(Number(value))
    if ("amount" in dataset) this.#turn("amount", Number(value))
  }
  /** A press on the picture plays; where one is on top of the other, it turns them over. */
  #touch(target) {
    if (!target.closest("[data-board]") || target.closest("a, button")) return
    this.#view.do(this.#state.mode === "flicker" ? "flip" : "play")
  }
  #turn(name, value) {
    this.#state[name] = value
    this.#show()
  }

  /** Which one is on top: in flicker the one that is seen, else the one that A is seen with. */
  #front(side) {
    if (side >= this.#boards.length) return
    if (side) this.#state.beside = side
    this.#turn("front", side)
  }
  #shift(side, frames) {
    this.#state.offsets[side] += frames
    this.#clips.find((clip) => clip.side === side).offset = this.#state.offsets[side]
    this.#view.transport?.step(0)
  }
  #hearSide(letter) {
    this.#state.hear = letter
    for (const clip of this.#clips) clip.video.muted = "abcd"[clip.side] !== letter
  }
  #hearNext() {
    const choices = all("input[name=hear]", this), at = choices.findIndex(({ checked }) => checked)
    choices[(at + 1) % choices.length]?.click()
  }

  // What is seen
  #show() {
    this.#view?.show()
    if (!this.#looking) return
    layOut(this, this.#boards, this.#state, this.#looking.words)
    for (const { side, frame, video } of this.#clips) video.closest("[data-board]").dataset.frame = `${"ABCD"[side]}  ${frame}`
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#remember(), LATER)
  }
  #remember() {
    const { transport } = this.#view
    if (transport?.isMoving) return
    if (transport) Object.assign(this.#state, { frame: transport.frame, speed: transport.speed, loops: transport.loops })
    history.replaceState(history.state, "", addressOf(location.search, this.#state))
    one("[data-here]", this).textContent = location.href
    one("[data-swap]", this).href = addressOf(new URL(one("[data-swap]", this).href).search, turned(this.#state))
  }
}

customElements.define("compare-room", CompareRoom)
