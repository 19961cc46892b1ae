/**
 * A clip with a transport that steps by frames. The server renders the <video> and every control; without this element
 * the browser's own controls stay.
 *
 * Keys, when nobody types: Space or K play and pause, L play and faster, J backwards and faster, `,` `.` one frame, with
 * Shift ten, S sound, F full screen.
 *
 * @attr fps     frames a second, as a fraction: `24`, `30000/1001`
 * @attr frames  how many frames the clip has
 * Inside: video, button[data-do], input[data-seek], select[data-speed], [data-timecode], [data-length]
 */
import { one } from "studio/lib/dom.js"
import { isFree } from "studio/lib/keys.js"
import { frameAt, middleOf, rate, timecode } from "studio/lib/time.js"

const FASTEST = 4
const SOUND_IS_ON = "sound" // in localStorage: off until somebody wants it
const STEPS = { ",": -1, ".": 1, "<": -10, ">": 10, ";": -10, ":": 10 } // `;` and `:` are Shift on some keyboards
const KEYS = { " ": "play", k: "play", l: "faster", j: "backwards", s: "sound", f: "full" }
const HEARD = ["play", "pause", "volumechange", "ratechange", "loadedmetadata", "ended"]

class ClipPlayer extends HTMLElement {
  #video
  #fps
  #last // the last frame
  #frame = 0
  #backwards = 0 // how fast, 0 when not
  #leaving

  // Lifecycle

  connectedCallback() {
    this.#video = one("video", this)
    this.#fps = rate(this.getAttribute("fps") || "24")
    this.#last = Math.max(Number(this.getAttribute("frames")) - 1, 0)
    this.#video.controls = false
    this.#video.muted = localStorage.getItem(SOUND_IS_ON) !== "yes"
    this.#leaving = new AbortController()
    const options = { signal: this.#leaving.signal }
    this.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do), options)
    this.#video.addEventListener("click", () => this.#do("play"), options)
    this.addEventListener("input", ({ target }) => this.#set(target), options)
    document.addEventListener("keydown", (event) => this.#press(event), options)
    document.addEventListener("fullscreenchange", () => this.#show(), options)
    this.#video.addEventListener("loadeddata", () => this.#go(this.#frame), { ...options, once: true }) // for the poster
    this.#video.addEventListener("error", () => { one("[data-broken]", this).hidden = false }, options)
    for (const name of HEARD) this.#video.addEventListener(name, () => this.#show(), options)
    one("[data-length]", this).textContent = timecode(this.#last + 1, this.#fps)
    this.#watch()
    this.#show()
  }

  disconnectedCallback() { this.#leaving.abort() }

  // Events

  #press(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (!isFree(event) || !(key in KEYS || key in STEPS)) return
    event.preventDefault()
    if (key in STEPS) this.#step(STEPS[key])
    else this.#do(KEYS[key])
  }

  #set(control) {
    if (control.matches("[data-seek]")) this.#go(Number(control.value))
    if (control.matches("[data-speed]")) this.#video.playbackRate = Number(control.value)
  }

  #do(what) {
    const video = this.#video
    const acts = {
      play: () => (this.#isMoving ? this.#stop() : this.#play()),
      back: () => this.#step(-1),
      on: () => this.#step(1),
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

  get #isMoving() { return this.#backwards > 0 || !this.#video.paused }

  #play(speed) {
    this.#backwards = 0
    if (speed) this.#video.playbackRate = speed
    this.#video.play().catch((error) => { if (error.name !== "AbortError") throw error }) // paused again meanwhile
  }

  #stop() {
    this.#backwards = 0
    this.#video.pause()
  }

  #step(frames) {
    this.#stop()
    this.#go(this.#frame + frames)
  }

  /** To a frame. Where it is known at once, so that steps add up faster than pictures come. */
  #go(frame) {
    this.#frame = Math.min(Math.max(frame, 0), this.#last)
    this.#video.currentTime = middleOf(this.#frame, this.#fps)
    this.#show()
  }

  /** No browser plays backwards: seeks as fast as the pictures come, at the right place for the time gone by. */
  #rewind(speed) {
    this.#stop()
    this.#backwards = speed
    const start = { frame: this.#frame, time: performance.now() }
    const tick = (now) => {
      if (this.#backwards !== speed || this.#leaving.signal.aborted) return
      const frame = start.frame - Math.floor(((now - start.time) / 1000) * this.#fps * speed)
      if (!this.#video.seeking) this.#go(frame)
      if (frame > 0) requestAnimationFrame(tick)
      else this.#stop()
    }
    requestAnimationFrame(tick)
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
    one("[data-speed]", this).value = this.#video.playbackRate
    const play = one("[data-do=play]", this)
    play.setAttribute("aria-label", this.#isMoving ? "Pause" : "Play")
    play.toggleAttribute("data-on", this.#isMoving)
    const pressed = { loop: this.#video.loop, sound: !this.#video.muted, full: document.fullscreenElement === this }
    for (const [name, on] of Object.entries(pressed)) one(`[data-do=${name}]`, this)?.setAttribute("aria-pressed", on)
  }
}

customElements.define("clip-player", ClipPlayer)
