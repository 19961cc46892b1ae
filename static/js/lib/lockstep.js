// Clips that play as one: the longest leads, the others stand on the frame for the same moment, `clip.offset` frames on,
// and keep step: a little faster or slower, with a leap where one is too far off.

const STILL = 0.12 // frames: so near it is left alone
const FAR = 5 // frames: beyond that it leaps; to go four times as fast for less is sooner there, and lands exactly
const GAIN = 0.75 // of the speed, for each frame
const SLOWEST = 1 / 16 // of the speed
const FASTEST = 4
const BETWEEN = 300 // ms between two leaps: one takes time to be seen
const LONGEST = 0.1 // s that a leap is thought to take
const STEPS = 16 // a rate is set in sixteenths, for each change costs

/** So slow they begin: one that comes later than another is then not far behind. */
export const SOFTLY = 1 / 8
const BEGUN = 0.01 // frames
const PATIENCE = 500 // ms

export class Lockstep {
  constructor(clips) {
    this.leader = clips.reduce((longest, each) => (each.seconds > longest.seconds + 1e-3 ? each : longest))
    this.clips = clips
    this.followers = clips.filter((clip) => clip !== this.leader).map((clip) => new Follower(clip, this.leader))
  }

  /** Where a clip is when the leader is at `place`; the frame that it shows beside the leader's `frame`. */
  #placeIn(clip, place) {
    if (clip === this.leader) return place
    return ((place - this.leader.offset) / this.leader.fps) * clip.fps + clip.offset
  }
  #frameIn(clip, frame) { return Math.floor(this.#placeIn(clip, frame + 0.5)) }
  #isInside(clip) {
    const frame = this.#frameIn(clip, this.leader.frame)
    return clip === this.leader || (frame >= 0 && frame <= clip.last)
  }

  go(frame) { for (const clip of this.clips) clip.go(this.#frameIn(clip, frame)) }
  pause() { for (const { video } of this.clips) video.pause() }
  get isSeeking() { return this.clips.some(({ video }) => video.seeking) }
  set rate(rate) { for (const { video } of this.clips) video.playbackRate = rate }

  /** All on their frames, and so far decoded that they can begin together. */
  async lineUp(frame) {
    this.pause()
    this.go(frame)
    await Promise.all(this.clips.map((clip) => clip.settled()))
  }

  /** Plays those that have something to play, and answers when each of them moves, or nobody waits for it any more. */
  async begin(isWanted) {
    const here = this.clips.filter((clip) => this.#isInside(clip)), places = here.map((clip) => clip.place)
    const until = performance.now() + PATIENCE
    await Promise.all(here.map(({ video }) => video.play()))
    const waits = () => here.some((clip, at) => clip.place - places[at] < BEGUN && !clip.video.ended)
    while (isWanted() && waits() && performance.now() < until) await new Promise(requestAnimationFrame)
  }

  /** Once for each picture of the screen: the others follow; where the picture of one is late, the leader waits for it. */
  keep(rate) {
    const { video, place, frame } = this.leader
    if (video.seeking) return
    const behind = this.followers.map((each) => each.keep(this.#placeIn(each.clip, place), rate, this.#frameIn(each.clip, frame)))
    const own = Math.max(...behind) > 1 ? rate * SLOWEST : rate
    if (video.playbackRate !== own) video.playbackRate = own
  }
}

/** The rate for a clip that is so many frames ahead (or, below 0, behind) of where it should be. */
function rateFor(ahead, speed) {
  if (Math.abs(ahead) < STILL) return speed
  const part = Math.min(Math.max(1 - ahead * GAIN, SLOWEST), FASTEST)
  return Math.max(Math.round(speed * part * STEPS) / STEPS, 1 / STEPS)
}

class Follower {
  #leapt = -Infinity // ms
  #takes = 0.05 // s that a leap takes here, learned

  constructor(clip, leader) { Object.assign(this, { clip, leader }) }

  /** Keeps it at `place` while its leader plays at `speed` and shows the frame that is `frame` here; outside of the clip it
      waits on its first or last frame. Answers with how many frames its picture is behind. */
  keep(place, speed, frame) {
    const { clip } = this, { video } = clip
    if (place < 0 || place >= clip.last + 1) return this.#wait(place)
    if (video.seeking) return 0
    if (video.paused) return this.#join(place, speed)
    const seen = clip.frame - frame, ahead = seen > 1 ? seen : clip.place - place // a picture of the leader may be late
    if (Math.abs(clip.place - place) > FAR && performance.now() - this.#leapt > BETWEEN) return this.#leap(place, speed), 0
    const rate = rateFor(ahead, speed)
    if (video.playbackRate !== rate) video.playbackRate = rate
    return -seen
  }

  #wait(place) {
    if (!this.clip.video.paused) this.clip.video.pause()
    const end = place < 0 ? 0 : this.clip.last
    if (this.clip.frame !== end) this.clip.go(end)
    return 0
  }

  #join(place, speed) {
    const goOn = () => { if (!this.leader.video.paused) this.clip.video.play().catch(() => {}) } // paused meanwhile
    this.#leap(place, speed).then(goOn)
    return 0
  }

  async #leap(place, speed) {
    const begun = performance.now(), { clip } = this
    this.#leapt = begun
    clip.video.playbackRate = speed
    clip.seek(Math.min(place + this.#takes * speed * clip.fps, clip.last + 0.5))
    await clip.settled()
    this.#takes = Math.min((this.#takes + (performance.now() - begun) / 1000) / 2, LONGEST)
  }
}
