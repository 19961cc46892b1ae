// Keeps what is painted: sends it a moment after the last stroke, again and again while the studio is out of reach, before
// anything else of the form is sent, and puts it away when the page goes.

import { kept } from "studio/lib/areas.js"
import { put, taken } from "studio/lib/brush-rescue.js"

const SOON = 250, RETRY = 3000 // ms
const LOST = "The studio could not be reached. What you paint stays here; it is sent when the connection is back."

export class Saving {
  #timer = 0
  #strokes = 0 // that there were
  #sent = 0 // that are at the studio, or were refused by it
  #going = null
  #isOver = false
  #isLost = false

  /** `layers()`, `where()` = {url, token, picture}, `write(json)`, `say(sentence, tone)`, `finish()` ends what is being drawn. */
  constructor(form, parts) {
    Object.assign(this, { form, ...parts })
    this.form.addEventListener("htmx:confirm", this.#hold)
    addEventListener("pagehide", this.putAway)
    addEventListener("pageshow", this.#again)
  }
  stop() {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.putAway()
    this.form.removeEventListener("htmx:confirm", this.#hold)
    removeEventListener("pagehide", this.putAway)
    removeEventListener("pageshow", this.#again)
  }
  get isPending() { return this.#sent < this.#strokes }

  changed() {
    this.#strokes++
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.settled(), SOON)
  }
  /** Resolves when all is at the studio, or was refused by it. */
  settled() {
    this.#going ??= this.#settle().finally(() => { this.#going = null })
    return this.#going
  }
  async #settle() {
    clearTimeout(this.#timer)
    while (this.isPending && !this.#isOver) await this.#send(this.#strokes)
  }
  async #send(strokes) {
    try {
      const json = await kept(this.layers(), this.where())
      if (json === null || strokes < this.#strokes) return
      this.#sent = strokes
      if (this.#isLost) this.say("")
      this.#isLost = false
      this.write(json)
    } catch (refusal) {
      this.say(refusal.isLost ? LOST : refusal.message, "bad")
      this.#isLost = Boolean(refusal.isLost)
      if (!refusal.isLost) this.#sent = strokes
      else await new Promise((done) => setTimeout(done, RETRY))
    }
  }

  /** A request of the form waits for the last stroke: else it would be sent, or its field taken away, without it. */
  #hold = (event) => {
    if (!this.isPending) return
    event.preventDefault()
    this.settled().then(() => event.detail.issueRequest())
  }
  putAway = () => {
    this.finish()
    if (this.isPending) put(this.where().picture, this.layers())
  }
  /** Nothing was lost after all: the page comes back as it was. */
  #again = ({ persisted }) => persisted && taken(this.where().picture)
}
