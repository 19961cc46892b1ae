// What others have drawn, and oneself, with the notes beside the player: what of it is seen now, and the switches for that,
// which are this person's own.

import { all } from "studio/lib/dom.js"
import { strength } from "studio/lib/drawn-shown.js"

const KEPT = "drawings" // in localStorage: which switches are on
const RESOLVED = 0.45 // as strongly as its tick on the position bar

export class SaidDrawings {
  #was = 0
  #way = 1 // the frames were going on, -1 back
  #switches = { shown: true, ghost: false, hold: false, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") }

  /** {shown, ghost, hold}: which are on. */
  get switches() { return this.#switches }
  turn(name) {
    this.#switches = { ...this.#switches, [name]: !this.#switches[name] }
    localStorage.setItem(KEPT, JSON.stringify(this.#switches))
  }

  /** What is seen on a frame, as drawn-view.js draws it; `player` is a Transport, none of a picture. */
  on(frame, player) {
    if (frame !== this.#was) [this.#way, this.#was] = [Math.sign(frame - this.#was), frame]
    if (!this.#switches.shown) return []
    const said = threads(), { fps = 1 } = player?.leader ?? {}
    const now = {
      ...this.#switches, frame, fps, rate: fps * (player?.speed ?? 1), isMoving: player?.isMoving, way: this.#way,
      others: said.map((each) => each.frame), isCalm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    }
    return said.map((each) => ({ ...each, opacity: each.most * strength(each.frame, now) })).filter(({ opacity }) => opacity > 0)
  }
}

const threads = () => all("review-notes .thread[data-drawings]").flatMap((thread) =>
  drawnIn(thread).map((drawn) => ({ ...drawn, name: thread.id, most: "resolved" in thread.dataset ? RESOLVED : 1 })))

const known = new WeakMap() // thread -> {json, drawn}: it is asked for at every frame that is played

function drawnIn(thread) {
  const json = thread.dataset.drawings
  if (known.get(thread)?.json !== json) known.set(thread, { json, drawn: JSON.parse(json) })
  return known.get(thread).drawn
}
