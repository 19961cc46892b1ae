/**
 * A film while it is drawn: plays by itself, without sound, as soon as there is something of it, over whatever stands
 * beneath. Where that cannot be (no MediaSource, another codec, nothing to see) it stays away.
 *
 * @attr src    where the film comes from: fragmented MP4, its content type with the codecs; may be given later
 * @attr kept   the finished file has come: it takes over, where the film is, as soon as it can be seen
 * @attr over   the id of what holds that file, a <video> or an <img>; without it, what holds this element
 * @attr named  whose film it is, for the labels of its buttons
 * @fires preview  once there is something to be seen
 */
import { icon, one, sheet } from "studio/lib/dom.js"
import { follow } from "studio/lib/following.js"

const TYPICAL = 'video/mp4; codecs="avc1.640028"'
const PATIENCE = 4000 // ms for the kept file to be seen
const STILL = matchMedia("(prefers-reduced-motion: reduce)")

const style = sheet(`
  :host { display: block; visibility: hidden; container-type: inline-size }
  :host(:state(seen)) { visibility: inherit }
  video { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: inherit }
  button { position: absolute; border: 0; padding: 0; background: none; color: var(--color-on-picture); cursor: pointer }
  button:focus-visible { outline: 2px solid var(--focus-outer); outline-offset: -4px; box-shadow: inset 0 0 0 2px var(--focus-inner) }
  [data-do=play] { inset: 0; inline-size: 100%; block-size: 100% }
  [data-do=sound] { inset: auto 8px 8px auto; display: none }
  .icon { inline-size: 28px; block-size: 28px; padding: 6px; box-sizing: border-box; fill: none; stroke: currentColor; stroke-width: 1.5; background: var(--color-picture-shade); border-radius: 2px; display: block }
  [data-do=play] .icon { position: absolute; inset: 8px auto auto 8px; opacity: 0 }
  [data-do=play]:is(:hover, :focus-visible) .icon, :host(:state(paused)) [data-do=play] .icon { opacity: 1 }
  @container (inline-size < 120px) { [data-do=play] .icon { inset: 50% auto auto 50%; translate: -50% -50% } }
  @container (inline-size > 360px) { :host(:state(heard)) [data-do=sound] { display: block } }
`)
const inside = `<video muted playsinline loop tabindex="-1"></video><button type="button" data-do="play"></button><button type="button" data-do="sound"></button>`

const once = (target, event) => new Promise((done) => target.addEventListener(event, done, { once: true }))
const pause = (time) => new Promise((done) => setTimeout(done, time))

class LivePreview extends HTMLElement {
  static observedAttributes = ["kept", "src"]
  #root = this.attachShadow({ mode: "open" })
  #states = this.attachInternals().states
  #film
  #video

  constructor() {
    super()
    this.#root.adoptedStyleSheets = [style]
    this.#root.innerHTML = inside
    this.#video = one("video", this.#root)
    this.#video.muted = true // the attribute alone is not heeded in markup that a script has set
    this.#video.addEventListener("loadeddata", () => this.#begin())
    this.#video.addEventListener("error", () => this.#end())
    for (const event of ["play", "pause", "volumechange"]) this.#video.addEventListener(event, () => this.#draw())
    this.#root.addEventListener("click", ({ target }) => this.#press(target.closest("button")?.dataset.do))
  }

  // Lifecycle
  connectedCallback() { this.#start() }
  connectedMoveCallback() {} // put elsewhere, it goes on
  disconnectedCallback() { queueMicrotask(() => this.isConnected || this.#end()) }
  attributeChangedCallback() { if (this.isConnected) this.#start() }
  #start() {
    if (this.hasAttribute("kept")) this.#giveWay()
    else this.#follow().catch(() => this.#end())
  }

  // The film
  async #follow() {
    if (this.#film || !this.hasAttribute("src") || !window.MediaSource?.isTypeSupported(TYPICAL)) return
    const film = (this.#film = follow(this.getAttribute("src")))
    const type = await film.type
    if (this.#film !== film) return
    if (!type || !MediaSource.isTypeSupported(type)) return this.#end()
    this.#states[type.includes("mp4a") ? "add" : "delete"]("heard")
    const source = new MediaSource()
    this.#video.src = URL.createObjectURL(source)
    await once(source, "sourceopen")
    URL.revokeObjectURL(this.#video.src)
    await this.#fill(source, source.addSourceBuffer(type), film)
  }

  async #fill(source, buffer, film) {
    for (let number = 0, piece; (piece = await film.piece(number)) && source.readyState === "open"; number += 1) {
      try {
        buffer.appendBuffer(piece)
      } catch (error) {
        if (error.name !== "QuotaExceededError") throw error
        break // a very long film: its beginning is shown
      }
      await once(buffer, "updateend")
    }
    if (source.readyState === "open") source.endOfStream()
  }

  #begin() {
    this.#states.add("seen")
    this.dispatchEvent(new Event("preview", { bubbles: true }))
    if (!STILL.matches) this.#play()
    this.#draw()
  }

  #play() { this.#video.play().catch(() => {}) } // a browser that does not let it play by itself: there is a button
  #end() {
    this.#film?.leave()
    this.#film = undefined
    this.#states.delete("seen")
    this.#video.removeAttribute("src")
    this.#video.load()
  }

  // The kept file
  async #giveWay() {
    if (!(await null, this.isConnected)) return // all of the page has changed, and this may be gone
    const beneath = one("video, img", document.getElementById(this.getAttribute("over")) ?? this.parentElement)
    if (beneath && this.#states.has("seen")) await Promise.race([this.#shown(beneath), pause(PATIENCE)])
    this.remove()
  }

  async #shown(beneath) {
    if (beneath.localName === "img") return beneath.decode().catch(() => {})
    const awake = [...document.querySelectorAll(":not(:defined)")].filter((each) => each.contains(beneath))
    await Promise.all(awake.map(({ localName }) => customElements.whenDefined(localName)))
    while (beneath.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) await Promise.race(["loadeddata", "seeked"].map((event) => once(beneath, event)))
    await pause(0) // whoever heard that too has gone to its first frame
    const seen = new Promise((done) => beneath.requestVideoFrameCallback(done))
    beneath.muted = this.#video.muted
    beneath.currentTime = this.#video.currentTime % beneath.duration
    if (!this.#video.paused) beneath.play().catch(() => {})
    return seen
  }

  // Buttons
  #press(what) {
    if (what === "play") this.#video.paused ? this.#play() : this.#video.pause()
    if (what === "sound") this.#video.muted = !this.#video.muted
  }

  #draw() {
    const { paused, muted } = this.#video
    this.#states[paused ? "add" : "delete"]("paused")
    const label = (what, words, picture) => {
      const button = one(`[data-do=${what}]`, this.#root)
      button.ariaLabel = `${words}: ${this.getAttribute("named")}`
      button.innerHTML = icon(picture)
    }
    label("play", paused ? "Play" : "Pause", paused ? "play" : "pause")
    label("sound", muted ? "Sound on" : "Sound off", muted ? "mute" : "sound")
  }
}

customElements.define("live-preview", LivePreview)
