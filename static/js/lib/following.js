// What a server is still sending, for several readers: asked for once per address, and kept for who comes later.
//
// An end may be that of the film or of the studio, so it asks again a few times, unless all its readers have left. A film
// that is drawn again after a restart has the same bytes: reading goes on where it broke off.

const TRIES = 8
const RETRY = 1500 // ms
const LINGER = 500 // ms without a reader until it is given up: an element may only be on its way to another place
const HERE = 200 // and 204: not here, or not now

const going = new Map() // address -> Following

class Following {
  #address
  #pieces = []
  #bytes = 0
  #readers = 0
  #isOver = false
  #news = Promise.withResolvers()
  #type = Promise.withResolvers()
  #leaving = new AbortController()

  constructor(address) {
    this.#address = address
    this.#readAll().catch(() => {}).finally(() => this.#end()) // an address that cannot be read has nothing to show
  }

  /** A promise of the content type; of an empty one where there is nothing to be read. */
  get type() { return this.#type.promise }

  /** The piece with this number once it has come; undefined after the last. */
  async piece(number) {
    while (number >= this.#pieces.length && !this.#isOver) await this.#news.promise
    return this.#pieces[number]
  }

  join() {
    this.#readers += 1
    return this
  }

  leave() {
    this.#readers -= 1
    setTimeout(() => this.#readers || this.#end(), LINGER)
  }

  /** A page that nobody looks at waits: a browser has few connections for all its pages. */
  async #readAll() {
    if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }))
    for (let tries = 0; tries < TRIES && !this.#isOver; tries += 1) {
      const answer = await fetch(this.#address, { signal: this.#leaving.signal }).catch(() => null)
      if (answer && !answer.ok) return
      if (answer?.status === HERE) await this.#read(answer)
      await new Promise((done) => setTimeout(done, RETRY))
    }
  }

  async #read(answer) {
    this.#type.resolve(answer.headers.get("content-type"))
    await this.#take(answer.body.getReader()).catch(() => {}) // it broke off
  }

  async #take(reader) {
    let known = this.#bytes
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const fresh = part.value.subarray(Math.min(known, part.value.length))
      known -= part.value.length - fresh.length
      if (fresh.length) this.#keep(fresh)
    }
  }

  #keep(piece) {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    this.#wake()
  }

  /** Whoever asks from now on, asks the server again. */
  #end() {
    this.#isOver = true
    if (going.get(this.#address) === this) going.delete(this.#address)
    this.#leaving.abort()
    this.#type.resolve("")
    this.#wake()
  }

  #wake() {
    const { resolve } = this.#news
    this.#news = Promise.withResolvers()
    resolve()
  }
}

/** Joins the one that reads this address; `leave()` it when done. */
export function follow(address) {
  if (!going.has(address)) going.set(address, new Following(address))
  return going.get(address).join()
}
