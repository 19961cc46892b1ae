/**
 * A clip with a transport that steps by frames. The server renders the <video> and every control; without this element
 * the browser's own controls stay. Keys, when nobody types: Space or K play and pause, L play and faster, J backwards and
 * faster, `,` `.` one frame, with Shift ten, S sound, F full screen.
 *
 * @attr fps     frames a second, as a fraction: `24`, `30000/1001`
 * @attr frames  how many frames the clip has
 * Inside: video, button[data-do], input[data-seek], select[data-speed], [data-timecode], [data-length], [data-broken]
 */
import { one } from "studio/lib/dom.js"
import { isFree } from "studio/lib/keys.js"
import { frameAt, middleOf, rate, rewind, timecode } from "studio/lib/time.js"

const FASTEST = 4
const SOUND_IS_ON = "sound" // in localStorage: off until somebody wants it
const KEYS = {
  " ": ["play"], k: ["play"], l: ["faster"], j: ["backwards"], s: ["sound"], f: ["full"], ",": ["step", -1], ".": ["step", 1],
  "<": ["step", -10], ">": ["step", 10], ";": ["step", -10], ":": ["step", 10], // with Shift, on this keyboard or that
}
const HEARD = ["play", "pause", "volumechange", "ratechange", "loadedmetadata", "ended"]

class ClipPlayer extends HTMLElement {
  #video
  #fps
  #last // frame
  #frame = 0
  #backwards = 0 // how fast, 0 when not
  #halt = () => {} // ends going backwards
  #leaving

  // Lifecycle
  connectedCallback() {
    this.#video = one("video", this)
    this.#fps = rate(this.getAttribute("fps") || "24")
    this.#last = Math.max(Number(this.getAttribute("frames")) - 1, 0)
    this.#video.controls = false
    this.#video.muted = localStorage.getItem(SOUND_IS_ON) !== "yes"
    const options = { signal: (this.#leaving = new AbortController()).signal }
    this.addEventListener("click", ({ target }) => this.#pressed(target.closest("[data-do]")), options)
    this.#video.addEventListener("click", () => this.#do("play"), options)
    this.addEventListener("input", ({ target }) => this.#set(target), options)
    document.addEventListener("keydown", (event) => this.#press(event), options)
    document.addEventListener("fullscreenchange", () => this.#show(), options)
    this.#video.addEventListener("error", () => { one("[data-broken]", this).hidden = false }, options)
    this.#video.addEventListener("loadeddata", () => this.#go(this.#frame), { ...options, once: true }) // instead of the poster
    if (this.#video.readyState > 1) this.#go(0)
    for (const name of HEARD) this.#video.addEventListener(name, () => this.#show(), options)
    this.#watch()
    this.#show()
  }

  disconnectedCallback() { this.#leaving.abort(this.#halt()) }

  // Events
  #press(event) {
    const key = event.key.toLowerCase()
    if (!isFree(event) || !(key in KEYS)) return
    event.preventDefault()
    this.#do(...KEYS[key])
  }

  #pressed(button) { if (button) this.#do(button.dataset.do, button.dataset.frames) }
  #set({ dataset, value }) {
    if ("seek" in dataset) this.#go(Number(value))
    if ("speed" in dataset) this.#video.playbackRate = Number(value)
  }

  #do(what, frames) {
    const video = this.#video
    const acts = {
      play: () => (this.#isMoving ? this.#stop() : this.#play()),
      step: () => { this.#stop(); this.#go(this.#frame + Number(frames)) },
      faster: () => this.#play(video.paused ? 1 : Math.min(video.playbackRate * 2, FASTEST)),
      backwards: () => this.#rewind(Math.min(this.#backwards * 2 || 1, FASTEST)),
      loop: () => { video.loop = !video.loop },
      sound: () => { video.muted = !video.muted; localStorage.setItem(SOUND_IS_ON, video.muted ? "no" : "yes") },
      full: () => (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen()),
    }
    acts[what]?.()
    this.#show()
  }

  // Moving
  get #isMoving() { return this.#backwards || !this.#video.paused }

  #play(speed) {
    this.#still()
    if (speed) this.#video.playbackRate = speed
    this.#video.play().catch(() => this.#show()) // paused meanwhile, or cannot be played: then `error` says so
  }

  #stop() {
    this.#still()
    this.#video.pause()
  }

  /** No longer backwards. */
  #still() {
    this.#halt()
    this.#backwards = 0
  }

  /** To a frame, known at once: steps add up faster than pictures come. Sent to where it is already, a looping clip
      leaps from its end to its start (Chromium 156). */
  #go(frame) {
    this.#frame = Math.min(Math.max(frame, 0), this.#last)
    const time = middleOf(this.#frame, this.#fps)
    if (this.#video.currentTime !== time) this.#video.currentTime = time
    this.#show()
  }

  #rewind(speed) {
    this.#stop()
    this.#backwards = speed
    this.#halt = rewind(this.#frame, this.#fps * speed, (frame) => {
      if (frame <= 0) this.#stop()
      if (!this.#video.seeking) this.#go(frame)
    })
  }

  /** The frame is the one that is on screen, as the browser tells when it puts it there. */
  #watch() {
    this.#video.requestVideoFrameCallback((_, { mediaTime }) => {
      if (!this.#video.seeking) { this.#frame = Math.min(frameAt(mediaTime, this.#fps), this.#last); this.#show() }
      if (!this.#leaving.signal.aborted) this.#watch()
    })
  }

  // Drawing
  #show() {
    const seek = one("[data-seek]", this)
    const code = timecode(this.#frame, this.#fps)
    seek.value = this.#frame
    seek.style.setProperty("--fill", `${(100 * this.#frame) / (this.#last || 1)}%`)
    seek.setAttribute("aria-valuetext", `${code}, frame ${this.#frame}`)
    one("[data-timecode]", this).textContent = code
    one("[data-length]", this).textContent = timecode(this.#last + 1, this.#fps)
    one("[data-speed]", this).value = this.#video.playbackRate
    const play = one("[data-do=play]", this)
    play.setAttribute("aria-label", this.#isMoving ? "Pause" : "Play")
    play.toggleAttribute("data-on", Boolean(this.#isMoving))
    const pressed = { loop: this.#video.loop, sound: !this.#video.muted, full: document.fullscreenElement === this }
    for (const [name, on] of Object.entries(pressed)) one(`[data-do=${name}]`, this)?.setAttribute("aria-pressed", on)
  }
}

customElements.define("clip-player", ClipPlayer)
