// A storyboard that is being edited: its look, its shots with their own words alone, which one is current, and what was
// there before each step. Knows no page.

import { apart, parse, together } from "studio/lib/shots.js"

const REMEMBERED = 50 // steps that can be undone

export class Storyboard {
  look = ""
  shots = []
  current = 0
  #past = []
  #doing = ""

  /** The form's value. */
  get json() { return JSON.stringify(together(this.look, this.shots)) }
  get canUndo() { return this.#past.length > 0 }

  /** Takes what the form holds; false where that is what is here already. `isFirst`: there is nothing to go back to. */
  read(json, isFirst = false) {
    const shots = parse(json)
    if (!isFirst && JSON.stringify(shots) === this.json) return false
    if (!isFirst) this.#remember("")
    this.#take(apart(shots))
    return true
  }
  /** Other shots; false where they are the same. `doing`: steps of one name in a row are undone together. */
  change(shots, doing = "") {
    if (shots === this.shots) return false
    this.#remember(doing)
    this.shots = shots
    return true
  }
  /** Does one of the acts to the current shot, which may then be another; false where nothing changes. */
  act({ does, goes }, limits) {
    const { shots, current } = this
    if (!this.change(does(shots, current, limits))) return false
    this.choose(goes?.(current, shots) ?? current)
    return true
  }
  changeLook(look) {
    this.#remember("look")
    this.look = look
  }
  choose(index) { this.current = Math.max(0, Math.min(index, this.shots.length - 1)) }
  /** The next step is one of its own. */
  rest() { this.#doing = "" }
  /** What was there before; false where there is nothing. */
  undo() {
    const before = this.#past.pop()
    if (before) this.#take(before)
    this.rest()
    return Boolean(before)
  }
  #remember(doing) {
    if (!doing || doing !== this.#doing) this.#past = [...this.#past, { look: this.look, shots: this.shots, current: this.current }].slice(-REMEMBERED)
    this.#doing = doing
  }
  #take({ look, shots, current = this.current }) {
    Object.assign(this, { look, shots })
    this.choose(current)
  }
}
