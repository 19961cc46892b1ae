// Plays one clip, or several as one: by frames, forwards, backwards, between two points. Knows nothing of the page.
//
// Of several the longest leads: frames are counted in it, and the others follow in lockstep (lockstep.js), each on the
// frame for the same moment, `clip.offset` frames on. When nothing moves they stand exactly on their frames.

import { rewind } from "studio/lib/time.js"

const FASTEST = 4

export class Transport {
  #turn = 0 // counts what was asked for: what waits looks whether something else was asked for meanwhile
  #comes = false // about to play
  #backwards = 0 // how fast, 0 when not
  #halt = () => {} // ends going backwards
  #speed = 1
  #loops
  #range = null // {from, to}, frames of the leader
  #changed

  /** `changed()` is called whenever something is to be drawn; `Follower` is lockstep.js's, where there are several. */
  constructor(clips, { loops = false, changed, Follower, signal }) {
    this.clips = clips
    this.leader = clips.reduce((longest, each) => (each.seconds > longest.seconds + 1e-3 ? each : longest))
    this.followers = clips.filter((clip) => clip !== this.leader).map((clip) => new Follower(clip, this.leader))
    this.#changed = changed
    this.loops = loops
    for (const clip of clips) clip.onFrame = clip === this.leader ? () => this.#presented() : changed
    for (const name of ["play", "pause", "ended"]) this.leader.video.addEventListener(name, () => this.#heard(name), { signal })
    signal.addEventListener("abort", () => this.#still())
  }

  get frame() { return this.leader.frame }
  get last() { return this.leader.last }
  get isMoving() { return Boolean(this.#backwards || this.#comes || !this.leader.video.paused) }
  get range() { return this.#range }
  get speed() { return this.#speed }
  get loops() { return this.#loops }
  get #from() { return this.#range?.from ?? 0 }
  get #to() { return this.#range?.to ?? this.last }
  get #isOne() { return !this.followers.length }

  set speed(speed) {
    this.#speed = speed
    for (const { video } of this.clips) video.playbackRate = speed
    this.#changed()
  }

  /** One whole clip is looped by the browser, without a gap. */
  set loops(loops) {
    this.#loops = loops
    this.leader.video.loop = loops && this.#isOne && !this.#range
    this.#changed()
  }

  // Moving
  toggle() { return this.isMoving ? this.stop() : this.play() }
  faster() { return this.play(this.leader.video.paused ? 1 : Math.min(this.#speed * 2, FASTEST)) }
  backwards() { this.#rewind(Math.min(this.#backwards * 2 || 1, FASTEST)) }
  step(frames) { this.stop(); this.go(this.frame + frames) }

  async play(speed = this.#speed) {
    this.#still()
    this.speed = speed
    const turn = ++this.#turn
    if (this.frame >= this.#to || this.frame < this.#from) this.go(this.#from)
    this.#comes = true
    if (!this.#isOne) await this.#lineUp()
    if (turn !== this.#turn) return
    this.#comes = false
    const here = this.clips.filter((clip) => clip === this.leader || this.#isInside(clip))
    await Promise.all(here.map(({ video }) => video.play())).catch(() => this.#changed()) // cannot be played: `error` says so
  }

  stop() {
    this.#still()
    this.#turn += 1
    this.#comes = false
    for (const { video } of this.clips) video.pause()
    if (!this.#isOne) this.go(this.frame)
    this.#changed()
  }

  /** To a frame of the leader; the others to theirs. */
  go(frame) {
    const wanted = Math.min(Math.max(frame, 0), this.last)
    for (const clip of this.clips) clip.go(Math.floor(this.#placeIn(clip, wanted + 0.5)))
    this.#changed()
  }

  // Between two points
  setIn() { this.#between(this.frame, this.#to < this.frame ? this.last : this.#to) }
  setOut() { this.#between(this.#from > this.frame ? 0 : this.#from, this.frame) }
  clearRange() { this.#between(0, this.last) }
  #between(from, to) {
    this.#range = from === 0 && to === this.last ? null : { from, to }
    this.loops = this.#loops
  }

  // Inside
  #placeIn(clip, place) {
    if (clip === this.leader) return place
    return ((place - this.leader.offset) / this.leader.fps) * clip.fps + clip.offset
  }
  #isInside(clip) {
    const place = this.#placeIn(clip, this.frame + 0.5)
    return place >= 0 && place < clip.last + 1
  }

  /** All on their frames, and so far decoded that they begin together. */
  async #lineUp() {
    for (const { video } of this.clips) video.pause()
    this.go(this.frame)
    await Promise.all(this.clips.map((clip) => clip.settled()))
  }

  #presented() {
    if (this.frame >= this.#to && !this.leader.video.paused && (this.#range || !this.#isOne)) this.#turnAround()
    this.#changed()
  }
  #turnAround() {
    if (this.#loops && this.#from < this.#to) this.play()
    else { this.stop(); this.go(this.#to) }
  }

  #heard(name) {
    if (name === "play") this.#follow(this.#turn)
    if (name === "ended") this.#turnAround()
    this.#changed()
  }
  #follow(turn) {
    if (this.#isOne || turn !== this.#turn || this.leader.video.paused) return
    if (!this.leader.video.seeking) for (const each of this.followers) each.keep(this.#placeIn(each.clip, this.leader.place), this.#speed)
    requestAnimationFrame(() => this.#follow(turn))
  }

  #still() {
    this.#halt()
    this.#backwards = 0
  }
  #rewind(speed) {
    this.stop()
    this.#backwards = speed
    this.#halt = rewind(this.frame, this.leader.fps * speed, (frame) => {
      if (frame <= this.#from) this.stop()
      if (this.clips.every(({ video }) => !video.seeking)) this.go(frame)
    })
    this.#changed()
  }
}
