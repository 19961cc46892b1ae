// How one clip keeps step with another while both play: a little faster or slower, and a leap where it is too far off.

const STILL = 0.12 // frames: so near it is left alone
const FAR = 1 // frame: beyond that it leaps
const GAIN = 0.4 // of the speed, for each frame
const MOST = 0.5 // of the speed
const BETWEEN = 300 // ms between two leaps: one takes time to be seen
const STEPS = 20 // a rate is set in twentieths, for each change costs

/** The rate for a clip that is so many frames ahead (or, below 0, behind) of where it should be. */
export function rateFor(ahead, speed) {
  if (Math.abs(ahead) < STILL) return speed
  const change = Math.max(-MOST, Math.min(MOST, ahead * GAIN))
  return Math.round(speed * (1 - change) * STEPS) / STEPS || speed / STEPS
}

/** One follower. */
export class Follower {
  #leapt = -Infinity // ms
  #takes = 0.05 // s that a leap takes here, learned

  constructor(clip, leader) { Object.assign(this, { clip, leader }) }

  /** Keeps it at `place` while its leader plays at `speed`; outside of the clip it waits on its first or last frame. */
  keep(place, speed) {
    const { clip } = this, { video } = clip
    if (place < 0 || place >= clip.last + 1) return this.#wait(place)
    if (video.seeking) return
    if (video.paused) return void this.#join(place, speed)
    const ahead = clip.place - place
    if (Math.abs(ahead) > FAR && performance.now() - this.#leapt > BETWEEN) return void this.#leap(place, speed)
    const rate = rateFor(ahead, speed)
    if (video.playbackRate !== rate) video.playbackRate = rate
  }

  #wait(place) {
    if (!this.clip.video.paused) this.clip.video.pause()
    const end = place < 0 ? 0 : this.clip.last
    if (this.clip.frame !== end) this.clip.go(end)
  }

  async #join(place, speed) {
    await this.#leap(place, speed)
    if (!this.leader.video.paused) await this.clip.video.play().catch(() => {}) // paused meanwhile
  }

  async #leap(place, speed) {
    const begun = performance.now(), { clip } = this
    this.#leapt = begun
    clip.video.playbackRate = speed
    clip.seek(Math.min(place + this.#takes * speed * clip.fps, clip.last + 0.5))
    await clip.settled()
    this.#takes = (this.#takes + (performance.now() - begun) / 1000) / 2
  }
}
