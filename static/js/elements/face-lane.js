// <face-lane>: when a sound is heard in a clip. Wraps real fields, numbers in seconds: `….at` where in the clip it begins,
// `….from` and `….to` which part of the sound. The bar moves it, its edges trim it; the numbers do the same.
//
// @attr clip, sound   their lengths in seconds; without the clip's there is no bar
// @attr shortest      how much of the sound is kept at least
// @fires change       on the fields, bubbling
// Inside: [data-part=track] with [data-part=bar], in it [data-part=start] and [data-part=end]; [data-part=words].

import { one } from "studio/lib/dom.js"
import { ends, moved, trimmed } from "studio/lib/lanes.js"
import { follow } from "studio/lib/pointer.js"

class FaceLane extends HTMLElement {
  static observedAttributes = ["clip", "sound"]
  #watch = new MutationObserver(() => this.#draw())

  // Lifecycle
  connectedCallback() {
    this.addEventListener("input", () => this.#draw())
    this.addEventListener("pointerdown", (event) => this.#hold(event))
    this.#watch.observe(this, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] })
    this.#begin()
  }
  disconnectedCallback() { this.#watch.disconnect() }
  attributeChangedCallback() { queueMicrotask(() => this.isConnected && this.#begin()) } // the fields inside are drawn anew first

  // Values
  #field(part) { return one(`[name$=".${part}"]`, this) }
  #seconds(name) { return Number(this.getAttribute(name)) || 0 }
  get #limits() { return { clip: this.#seconds("clip"), sound: this.#seconds("sound"), shortest: this.#seconds("shortest") } }
  get #lane() {
    const [at, from] = ["at", "from"].map((part) => Number(this.#field(part).value) || 0)
    return { at, from, to: Number(this.#field("to").value) || this.#seconds("sound") }
  }
  #write(lane, type) {
    for (const part of ["at", "from", "to"]) this.#field(part).value = Math.round(lane[part] * 100) / 100
    this.#field("to").dispatchEvent(new Event(type, { bubbles: true }))
    this.#draw()
  }
  /** A sound that has just come is taken as far as it fits into the clip. */
  #begin() {
    const { clip, sound, shortest } = this.#limits, lane = this.#lane
    if (sound && !this.#field("to").value) {
      const room = clip ? Math.max(shortest, clip - lane.at) + lane.from : sound
      return this.#write({ ...lane, to: floor(Math.min(sound, room)) }, "change")
    }
    this.#draw()
  }

  // Events
  #hold(event) {
    const held = event.target.closest("[data-part=start], [data-part=end], [data-part=bar]")
    const { clip } = this.#limits
    if (!held || !clip) return
    event.preventDefault()
    const before = this.#lane, width = one("[data-part=track]", this).clientWidth
    const change = { start: "start", end: "end" }[held.dataset.part]
    this.dataset.morph = "skip" // what is being held is not redrawn by the server
    follow(held, event, (move) => {
      const by = ((move.clientX - event.clientX) / width) * clip
      this.#write(change ? trimmed(before, change, by, this.#limits) : moved(before, by, this.#limits), "input")
    }, () => {
      delete this.dataset.morph
      this.#field("to").dispatchEvent(new Event("change", { bubbles: true }))
    })
  }

  // Drawing
  #draw() {
    const lane = this.#lane, { clip, sound } = this.#limits, { end, cut } = ends(lane, clip)
    one("[data-part=track]", this).hidden = !clip || !sound
    const bar = one("[data-part=bar]", this)
    for (const [name, value] of Object.entries({ "--at": lane.at / clip, "--long": (lane.to - lane.from) / clip, "--cut": cut / (lane.to - lane.from) })) {
      bar.style.setProperty(name, clip ? value : 0)
    }
    const heard = `Heard from ${clock(lane.at)} to ${clock(end)} of the clip’s ${clock(clip)} s`
    one("[data-part=words]", this).textContent = clip && sound ? `${heard}.${cut > 0.05 ? ` The last ${clock(cut)} s will be cut.` : ""}` : ""
    this.#watch.takeRecords() // what was drawn here is no news
  }
}

const floor = (seconds) => Math.floor(seconds * 100) / 100
const clock = (seconds) => seconds.toFixed(1)

customElements.define("face-lane", FaceLane)
