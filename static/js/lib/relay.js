// Plays clips one after another without a gap: two <video> lie over each other; while one plays, the other has loaded
// the next clip and stands on its first frame, and is shown in the moment in which the one before ends. Knows nothing of
// the page. Times are seconds of the whole.

const NEAR = 0.02 // s: closer to an end than any frame is long

export class Relay {
  #videos
  #parts
  #at = 0 // which part plays
  #wanted = false // it is to play, whatever is being loaded
  #turn = 0
  #changed

  /** `parts`: [{src, begins, seconds}] in order; `changed()` is called whenever something is to be drawn. */
  constructor(videos, parts, { changed, signal }) {
    this.#videos = videos
    this.#parts = parts
    this.#changed = changed
    for (const video of videos) {
      video.addEventListener("ended", () => video === this.shown && this.#handOn(), { signal })
      for (const name of ["timeupdate", "play", "pause", "seeked"]) video.addEventListener(name, changed, { signal })
    }
    this.#load(this.shown, 0)
    this.shown.dataset.shown = ""
    this.#prepare()
  }

  get shown() { return this.#videos[0] }
  get #waiting() { return this.#videos[1] }
  get at() { return this.#at }
  get length() { return this.#parts.at(-1).begins + this.#parts.at(-1).seconds }
  get isPlaying() { return this.#wanted }
  get muted() { return this.shown.muted }
  set muted(muted) { for (const video of this.#videos) video.muted = muted; this.#changed() }

  get now() {
    const { begins, seconds } = this.#parts[this.#at]
    return begins + Math.min(this.shown.currentTime, seconds)
  }

  toggle() { return this.#wanted ? this.pause() : this.play() }

  async play() {
    this.#wanted = true
    if (this.now >= this.length - NEAR) await this.go(0)
    this.#begin(this.shown)
    this.#changed()
  }

  pause() {
    this.#wanted = false
    this.shown.pause()
    this.#changed()
  }

  /** To a time of the whole; goes on playing where it was. */
  async go(time) {
    const to = Math.min(Math.max(time, 0), this.length)
    const last = this.#parts.length - 1, found = this.#parts.findIndex(({ begins, seconds }) => to < begins + seconds)
    const at = found < 0 ? last : found
    if (at !== this.#at) this.#change(at)
    this.shown.currentTime = Math.min(to - this.#parts[at].begins, this.#parts[at].seconds - NEAR)
    if (this.#wanted) this.#begin(this.shown)
    this.#changed()
  }

  /** To the beginning of a part. */
  to(at) { return this.go(this.#parts[Math.min(Math.max(at, 0), this.#parts.length - 1)].begins) }

  // Inside
  #begin(video) {
    const turn = ++this.#turn
    video.play().catch(() => { if (turn === this.#turn) this.pause() })
  }

  #handOn() {
    if (this.#at + 1 >= this.#parts.length) return this.pause()
    this.#change(this.#at + 1)
    if (this.#wanted) this.#begin(this.shown)
    this.#changed()
  }

  /** Another part is shown: the one that waits for it, or else one that must load first. */
  #change(at) {
    this.shown.pause()
    this.#at = at
    this.#load(this.#waiting, at)
    this.#videos.reverse()
    this.shown.dataset.shown = ""
    this.shown.removeAttribute("aria-hidden")
    delete this.#waiting.dataset.shown
    this.#waiting.setAttribute("aria-hidden", "true")
    this.#prepare()
  }

  #prepare() { if (this.#at + 1 < this.#parts.length) this.#load(this.#waiting, this.#at + 1) }

  #load(video, at) {
    const { src } = this.#parts[at]
    if (video.getAttribute("src") !== src) video.src = src
    else if (video.currentTime) video.currentTime = 0 // where it stands already, going there would empty the screen
  }
}
