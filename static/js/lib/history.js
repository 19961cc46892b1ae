// Earlier texts, as in a shell: one goes back and forth, what one changes on the way stays changed, and what stood there
// at first is the newest of them. Kept in sessionStorage under `name`, so that a reload loses nothing.

const MOST = 100

export class History {
  #name
  #kept // texts of this session, oldest first
  #sent = [] // texts of the server, oldest first
  #line = null // what is walked through: all of them, and last the present text
  #at = 0
  #asked = null

  constructor(name) {
    this.#name = name
    this.#kept = read(name)
  }

  /** Asks the server once; where it cannot be reached, the session's own texts are there all the same. */
  fetched(address) {
    this.#asked ??= fetch(address, { headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { prompts: [] }))
      .then(({ prompts }) => { this.#sent = prompts.reverse() })
      .catch(() => { this.#asked = null })
    return this.#asked
  }

  /** Keeps a text of this session. */
  keep(text) {
    if (!text.trim() || this.#kept.at(-1) === text) return
    this.#kept = [...this.#kept.filter((other) => other !== text), text].slice(-MOST)
    this.#line = null
    write(this.#name, this.#kept)
  }

  /** The text one step earlier (-1) or later (1), or null at either end. `now` is what stands there. */
  step(by, now) {
    if (!this.#line || !this.#line.includes(now)) this.#begin(now)
    if (this.#at + by < 0 || this.#at + by >= this.#line.length) return null
    this.#at += by
    return this.#line[this.#at]
  }

  /** Where one is: "Prompt 3 of 7". */
  get words() { return `Prompt ${this.#at + 1} of ${this.#line.length}` }

  /** A text that is none of them has been written meanwhile: it is the newest, or the next after the one it was. */
  #begin(now) {
    const isOnTheWay = this.#line && this.#at < this.#line.length - 1
    this.keep(now)
    const all = [...new Set([...this.#sent, ...this.#kept])].filter((text) => text !== now)
    const at = isOnTheWay ? Math.min(this.#at + 1, all.length) : all.length
    this.#line = all.toSpliced(at, 0, now)
    this.#at = at
  }
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "[]")
  } catch {
    return []
  }
}

function write(name, texts) {
  try {
    sessionStorage.setItem(name, JSON.stringify(texts))
  } catch {
    // full, or not allowed: the texts are still there until the page is left
  }
}
