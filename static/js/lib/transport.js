// Plays one clip, or several in lockstep (lockstep.js): by frames, forwards, backwards, between two points. Frames are
// counted in the one that leads; when nothing moves, all stand exactly on theirs. Knows nothing of the page.

import { Lockstep, SOFTLY } from "studio/lib/lockstep.js"
import { rewind } from "studio/lib/time.js"

const FASTEST = 4

export class Transport {
  #clips
  #turn = 0 // counts what was asked for: what waits looks whether something else was asked for meanwhile
  #comes = false // about to play
  #backwards = 0 // how fast, 0 when not
  #halt = () => {} // ends going backwards
  #speed = 1
  #rate = 1
  #loops
  #range = null // {from, to}, frames of the leader
  #changed

  /** `changed()` is called whenever something is to be drawn. */
  constructor(clips, { loops = false, changed, signal }) {
    this.#clips = new Lockstep(clips)
    this.leader = this.#clips.leader
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
  get #isOne() { return !this.#clips.followers.length }

  set speed(speed) {
    this.#speed = speed
    this.#pace = 1
    this.#changed()
  }
  /** The part of the speed at which they really play: less while they begin. */
  set #pace(pace) {
    this.#rate = this.#speed * pace
    this.#clips.rate = this.#rate
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
    if (this.#isOne) return this.leader.video.play().catch(() => this.#changed()) // cannot be played: `error` says so
    this.#comes = true
    await this.#clips.lineUp(this.frame)
    if (turn !== this.#turn) return
    this.#pace = SOFTLY
    await this.#clips.begin(() => turn === this.#turn).catch(this.#changed)
    if (turn !== this.#turn) return
    this.#comes = false
    this.#pace = 1
  }

  stop() {
    this.#still()
    this.#turn += 1
    this.#comes = false
    this.#clips.pause()
    if (!this.#isOne) this.go(this.frame)
    this.#changed()
  }

  /** To a frame of the leader; the others to theirs. */
  go(frame) {
    this.#clips.go(Math.min(Math.max(frame, 0), this.last))
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
    this.#clips.keep(this.#rate)
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
      if (!this.#clips.isSeeking) this.go(frame)
    })
    this.#changed()
  }
}
