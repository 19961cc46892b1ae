/**
 * Several clips played as one, across the joins (lib/relay.js), with one playhead over all of them. The server renders
 * the two videos, the controls and the list of clips; without this element the list still leads to each clip.
 * Keys: Space and K play, `,` and `.` one frame, ← and → from join to join, Home and End, S for sound.
 *
 * Inside: [data-screen] with two <video>, [data-seek], [data-now], [data-do] play previous next to sound, and
 * .chain__clip[data-src][data-begins][data-seconds][data-fps]
 */
import { all, one } from "studio/lib/dom.js"
import { isFree } from "studio/lib/keys.js"
import { Relay } from "studio/lib/relay.js"
import { frameAt, middleOf, rate } from "studio/lib/time.js"

const KEYS = {
  " ": ["play"], k: ["play"], s: ["sound"], arrowleft: ["previous"], arrowright: ["next"],
  ",": ["step", -1], ".": ["step", 1], home: ["to", 0], end: ["end"],
}
const SETTLED = 0.5 // s into a clip from which on "previous" means its own beginning

class ChainPlayer extends HTMLElement {
  #relay
  #clips
  #leaving

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    this.#clips = all(".chain__clip", this)
    const parts = this.#clips.map(({ dataset: { src, begins, seconds } }) => ({ src, begins: Number(begins), seconds: Number(seconds) }))
    this.#relay = new Relay(all("[data-screen] video", this), parts, { changed: () => this.#show(), signal })
    this.addEventListener("click", ({ target }) => this.#press(target.closest("[data-do]")), { signal })
    one("[data-seek]", this).addEventListener("input", ({ target }) => this.#relay.go(Number(target.value)), { signal })
    one("[data-screen]", this).addEventListener("click", () => this.#relay.toggle(), { signal })
    document.addEventListener("keydown", (event) => this.#hear(event), { signal })
    this.#show()
  }

  disconnectedCallback() { this.#leaving.abort() }

  // Acts
  #acts = {
    play: () => this.#relay.toggle(),
    previous: () => this.#relay.to(this.#into > SETTLED ? this.#relay.at : this.#relay.at - 1),
    next: () => this.#relay.to(this.#relay.at + 1),
    to: (at) => this.#relay.to(Number(at)),
    end: () => this.#relay.go(this.#relay.length),
    step: (frames) => this.#step(Number(frames)),
    sound: () => { this.#relay.muted = !this.#relay.muted },
  }
  get #clip() { return this.#clips[this.#relay.at] }
  get #into() { return this.#relay.now - Number(this.#clip.dataset.begins) }

  /** To the middle of a frame, so that it and no other is shown; before the first one stands the clip before. */
  #step(frames) {
    const fps = rate(this.#clip.dataset.fps)
    this.#relay.pause()
    this.#relay.go(Number(this.#clip.dataset.begins) + middleOf(frameAt(this.#into, fps) + frames, fps))
  }

  #press(button) { if (button) this.#acts[button.dataset.do](button.dataset.value) }

  #hear(event) {
    const act = isFree(event) && KEYS[event.key.toLowerCase()]
    if (!act || (event.key.length > 1 && event.target.closest?.("input"))) return // a slider has its own Home
    event.preventDefault()
    this.#acts[act[0]](act[1])
  }

  // Drawing
  #show() {
    const relay = this.#relay
    if (!relay) return
    const seek = one("[data-seek]", this), said = words(relay.now)
    seek.value = relay.now
    seek.style.setProperty("--fill", `${(100 * relay.now) / relay.length}%`)
    seek.setAttribute("aria-valuetext", `${said}, clip ${relay.at + 1} of ${this.#clips.length}`)
    one("[data-now]", this).textContent = said
    const play = one("[data-do=play]", this)
    play.setAttribute("aria-label", relay.isPlaying ? "Pause" : "Play")
    play.toggleAttribute("data-on", relay.isPlaying)
    one("[data-do=sound]", this).setAttribute("aria-pressed", !relay.muted)
    for (const [at, clip] of this.#clips.entries()) at === relay.at ? clip.setAttribute("aria-current", "true") : clip.removeAttribute("aria-current")
  }
}

const words = (seconds) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`

customElements.define("chain-player", ChainPlayer)
