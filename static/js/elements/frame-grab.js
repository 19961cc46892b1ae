// <frame-grab>: a clip, and the frame of it that is wanted. Wraps the form's real value: a number field `frame`.
//
// @attr fps    of the clip: "24", "30000/1001"; frame n is shown from n / fps
// Inside: <video>, input[data-scrub] (a range), the number field, buttons with data-step or data-to, [data-time].

import { frameAt, middleOf, rate, timecode } from "studio/lib/time.js"
import { one } from "studio/lib/dom.js"

class FrameGrab extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", ({ target }) => this.#show(Number(target.value)))
    this.addEventListener("click", ({ target }) => {
      const { step, to } = target.closest("[data-step], [data-to]")?.dataset ?? {}
      if (step) this.#show(this.#frame + Number(step))
      if (to) this.#show(Number(to))
    })
    for (const type of ["seeked", "pause", "timeupdate"]) this.#video.addEventListener(type, () => this.#follow())
    this.#video.addEventListener("loadedmetadata", () => this.#seek(), { once: true })
    const scrub = one("[data-scrub]", this) // it may have been moved before this file came
    this.#write(scrub.value !== scrub.defaultValue ? Number(scrub.value) : (this.#playhead ?? this.#frame))
    if (this.#video.readyState) this.#seek()
  }
  get #video() { return one("video", this) }
  get #field() { return one("[name=frame]", this) }
  get #frame() { return Number(this.#field.value) }
  get #fps() { return rate(this.getAttribute("fps")) }

  /** The frame on which the same clip stands on the stage; undefined where it is not there, or has not begun. */
  get #playhead() {
    const shown = one("#stage-view video")
    const same = shown && shown.currentTime && new URL(shown.currentSrc || shown.src).pathname === new URL(this.#video.src).pathname
    return same ? frameAt(shown.currentTime, this.#fps) : undefined
  }
  /** What plays, or is sought with the player's own bar, is the frame that is taken. */
  #follow() {
    const frame = frameAt(this.#video.currentTime, this.#fps)
    if (frame !== this.#frame && !this.#video.seeking) this.#write(frame)
  }
  #show(frame) {
    this.#write(frame)
    this.#seek()
  }
  #seek() {
    this.#video.pause()
    this.#video.currentTime = middleOf(this.#frame, this.#fps)
  }
  #write(frame) {
    const last = Number(this.#field.max), kept = Math.min(last, Math.max(0, Math.trunc(frame) || 0))
    this.#field.value = kept
    const scrub = one("[data-scrub]", this)
    scrub.value = kept
    scrub.style.setProperty("--fill", `${(kept / last) * 100}%`)
    one("[data-time]", this).textContent = `${timecode(kept, this.#fps)} of ${last + 1} frames`
  }
}

customElements.define("frame-grab", FrameGrab)
