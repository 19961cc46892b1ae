/**
 * A clip with a transport that steps by frames, or a picture, looked at closely. The server renders the <video> or <img>
 * and every control; without this element the browser's own controls stay. Keys: KEYS in lib/transport-view.js.
 *
 * @attr fps     frames a second, as a fraction: `24`, `30000/1001`; none of a picture
 * @attr frames  how many frames the clip has
 * @fires shown  after each change of what is seen: another frame, another zoom
 * Inside: what lib/transport-view.js and lib/looking.js name, [data-safe], [data-zoom], [data-broken]
 */
import { one } from "studio/lib/dom.js"
import { Clip } from "studio/lib/clip.js"
import { rate } from "studio/lib/time.js"
import { Transport } from "studio/lib/transport.js"
import { TransportView } from "studio/lib/transport-view.js"

const SOUND_IS_ON = "sound" // in localStorage: off until somebody wants it

class ClipPlayer extends HTMLElement {
  #video
  #looking
  #view
  #leaving

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    const show = () => this.#show()
    this.#video = one("video", this)
    this.#view = new TransportView(this, { acts: this.#acts(), pressed: () => this.#pressed(), signal })
    if (this.#video) this.#play(show, signal)
    document.addEventListener("fullscreenchange", show, { signal })
    if (one("[data-board]", this)) this.#look(show, signal)
    show()
  }

  disconnectedCallback() { this.#leaving.abort() }

  /** How it plays (lib/transport.js); none of a picture. */
  get transport() { return this.#view?.transport }

  #play(changed, signal) {
    const video = this.#video
    const clip = new Clip(video, { fps: rate(this.getAttribute("fps")), last: Math.max(this.getAttribute("frames") - 1, 0), signal })
    const loops = video.loop
    video.controls = false
    video.muted = localStorage.getItem(SOUND_IS_ON) !== "yes"
    this.#view.transport = new Transport([clip], { loops, changed, signal })
    video.addEventListener("click", () => this.#view.do("play"), { signal })
    video.addEventListener("volumechange", changed, { signal })
    video.addEventListener("error", () => { one("[data-broken]", this).hidden = false }, { signal })
  }

  /** Where there is a board, the clip can be looked at closely: not on every page, and so not fetched on every page. */
  async #look(changed, signal) {
    const { Looking } = await import("studio/lib/looking.js")
    if (signal.aborted) return
    const looking = (this.#looking = new Looking([one("[data-board]", this)], { changed, signal }))
    for (const act of ["closer", "farther", "whole", "pixels"]) this.#view.acts[act] = () => looking[act]()
    document.addEventListener("fullscreenchange", () => looking.whole(), { signal })
  }

  // Acts that are not the transport's
  #acts() {
    const acts = { full: () => (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen()) }
    if (one("[data-safe]", this)) acts.safe = () => one("[data-safe]", this).toggleAttribute("hidden")
    if (one("[data-do=sound]", this)) acts.sound = () => this.#hear(this.#video.muted)
    if (one("track", this)) acts.captions = () => { this.#captions.mode = this.#captions.mode === "showing" ? "hidden" : "showing" }
    return acts
  }

  get #captions() { return one("track", this).track }

  #hear(on) {
    this.#video.muted = !on
    localStorage.setItem(SOUND_IS_ON, on ? "yes" : "no")
  }

  #pressed() {
    const captions = one("track", this) && this.#captions.mode === "showing"
    const safe = one("[data-safe]", this) && !one("[data-safe]", this).hasAttribute("hidden")
    return { sound: this.#video && !this.#video.muted, full: document.fullscreenElement === this, pixels: this.#looking && !this.#looking.isWhole, safe, captions }
  }

  #show() {
    this.#view?.show()
    const zoom = one("[data-zoom]", this)
    if (zoom && this.#looking) zoom.textContent = this.#looking.words
    this.dispatchEvent(new Event("shown"))
  }
}

customElements.define("clip-player", ClipPlayer)
