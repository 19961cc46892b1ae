// The transport on the page: its buttons, its bar, its keys. Draws what a Transport says (transport.js) and does what is
// pressed. An element that has more buttons gives their acts, and which of them are pressed.
//
// Inside the root: button[data-do], input[data-seek], select[data-speed], [data-timecode], [data-counter], [data-length],
// [data-range] (the part of the bar between in and out), a[data-place] whose address has {frame}, {from} and {to} in it.

import { all, one } from "studio/lib/dom.js"
import { isFree } from "studio/lib/keys.js"
import { timecode } from "studio/lib/time.js"

// Ten frames are a step with Shift, on this keyboard or that.
export const KEYS = {
  " ": ["play"], k: ["play"], l: ["faster"], j: ["backwards"], s: ["sound"], f: ["full"], ",": ["step", -1], ".": ["step", 1],
  "<": ["step", -10], ">": ["step", 10], ";": ["step", -10], ":": ["step", 10],
  home: ["go", 0], end: ["go", Infinity], i: ["in"], o: ["out"], "\\": ["clear"],
  z: ["pixels"], "+": ["closer"], "-": ["farther"], "*": ["whole"], a: ["safe"], t: ["captions"],
}

const ACTS = {
  play: (transport) => transport.toggle(),
  step: (transport, frames) => transport.step(Number(frames)),
  go: (transport, frame) => { transport.stop(); transport.go(Number(frame)) },
  faster: (transport) => transport.faster(),
  backwards: (transport) => transport.backwards(),
  in: (transport) => transport.setIn(),
  out: (transport) => transport.setOut(),
  clear: (transport) => transport.clearRange(),
  loop: (transport) => { transport.loops = !transport.loops },
}

export class TransportView {
  /** `acts`: word -> function(value); `pressed()` -> {word: whether its button is pressed}. */
  constructor(root, { acts = {}, pressed = () => ({}), signal }) {
    Object.assign(this, { root, acts, pressed })
    root.addEventListener("click", ({ target }) => this.#press(target.closest("[data-do]")), { signal })
    root.addEventListener("input", ({ target }) => this.#set(target), { signal })
    document.addEventListener("keydown", (event) => this.#hear(event), { signal })
  }

  // What is done
  #press(button) { if (button) this.do(button.dataset.do, button.dataset.value) }
  #set({ dataset, value }) {
    if (!this.transport) return
    if ("seek" in dataset) this.transport.go(Number(value))
    if ("speed" in dataset) this.transport.speed = Number(value)
  }
  #hear(event) {
    const act = isFree(event) && KEYS[event.key.toLowerCase()]
    if (!act || !this.#knows(act[0]) || (event.key.length > 1 && event.target.closest?.("input"))) return // a slider has its own Home
    event.preventDefault()
    this.do(...act)
  }
  #knows(what) { return what in this.acts || (this.transport && what in ACTS) }

  do(what, value) {
    if (what in this.acts) this.acts[what](value)
    else if (this.transport) ACTS[what]?.(this.transport, value)
    this.show()
  }

  // What is shown
  show() {
    if (this.transport) this.#showPlace(this.transport)
    for (const [name, on] of Object.entries(this.pressed())) one(`[data-do=${name}]`, this.root)?.setAttribute("aria-pressed", Boolean(on))
  }

  #showPlace(transport) {
    const { frame, last, leader: { fps }, range } = transport, code = timecode(frame, fps)
    const seek = one("[data-seek]", this.root)
    seek.value = frame
    seek.style.setProperty("--fill", part(frame, last))
    seek.setAttribute("aria-valuetext", `${code}, frame ${frame}`)
    this.#write({ timecode: code, length: timecode(last + 1, fps), counter: frame })
    one("[data-speed]", this.root).value = transport.speed
    this.#showRange(range, last)
    this.#showButtons(transport)
    const places = { frame, from: range?.from ?? 0, to: range?.to ?? last }
    for (const link of all("a[data-place]", this.root)) link.href = link.dataset.place.replace(/\{(\w+)\}/g, (_, name) => places[name])
  }

  #write(words) {
    for (const [name, text] of Object.entries(words)) {
      const place = one(`[data-${name}]`, this.root)
      if (place && place.textContent !== String(text)) place.textContent = text
    }
  }

  #showRange(range, last) {
    const bar = one("[data-range]", this.root)
    bar.hidden = !range
    if (!range) return
    bar.style.insetInlineStart = part(range.from, last)
    bar.style.insetInlineEnd = part(last - range.to, last)
  }

  #showButtons(transport) {
    const play = one("[data-do=play]", this.root), { range, loops, isMoving } = transport
    play.setAttribute("aria-label", isMoving ? "Pause" : "Play")
    play.toggleAttribute("data-on", isMoving)
    for (const [name, on] of Object.entries({ loop: loops, in: range?.from > 0, out: range?.to < transport.last })) {
      one(`[data-do=${name}]`, this.root)?.setAttribute("aria-pressed", Boolean(on))
    }
    for (const clear of all("[data-do=clear]", this.root)) clear.hidden = !range
  }
}

const part = (frame, last) => `${(100 * frame) / (last || 1)}%`
