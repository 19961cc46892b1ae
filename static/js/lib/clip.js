// A <video> as numbered frames: the one on screen, as the browser tells when it puts it there, and any one to go to.

import { frameAt, middleOf } from "studio/lib/time.js"

const SAME = 1e-5 // s: browsers round to millionths

export class Clip {
  #frame = 0
  #begin = null // s: the media time of frame 0, which is not 0 in every file
  #onFrame = () => {}

  /** `last` is the number of the last frame; `offset` how many frames later than its leader it is shown (transport.js). */
  constructor(video, { fps, last, signal, offset = 0 }) {
    Object.assign(this, { video, fps, last, offset })
    this.ready = new Promise((done) => this.#watch(signal, done))
    if (video.readyState > 1) this.go(0)
    else video.addEventListener("loadeddata", () => this.go(this.#frame), { signal, once: true }) // instead of the poster
  }

  /** Its number, counted from 0. */
  get frame() { return this.#frame }

  /** Where it is, in frames and parts of one. */
  get place() { return (this.video.currentTime - (this.#begin ?? 0)) * this.fps }

  get seconds() { return (this.last + 1) / this.fps }
  set onFrame(act) { this.#onFrame = act }

  /** To a frame, known at once: steps add up faster than pictures come. Sent to where it is already, a looping clip
      leaps from its end to its start (Chromium 156). */
  go(frame) {
    this.#frame = Math.min(Math.max(frame, 0), this.last)
    this.seek(this.#frame + 0.5)
  }

  /** To a place, which is known once it is there. */
  seek(place) {
    const time = middleOf(place - 0.5, this.fps) + (this.#begin ?? 0)
    if (Math.abs(this.video.currentTime - time) > SAME) this.video.currentTime = time
  }

  /** Answers when what was gone to is on screen. */
  async settled() {
    while (this.video.seeking) await new Promise((done) => this.video.addEventListener("seeked", done, { once: true }))
  }

  #watch(signal, done) {
    this.video.requestVideoFrameCallback((_, { mediaTime }) => {
      if (signal.aborted) return
      this.#begin ??= this.#frame === 0 ? mediaTime : 0
      done()
      if (!this.video.seeking) {
        this.#frame = Math.min(Math.max(frameAt(mediaTime - this.#begin, this.fps), 0), this.last)
        this.#onFrame()
      }
      this.#watch(signal, done)
    })
  }
}
