// Which files are chosen. The one place that knows; clicks, keys and the marquee all go through it.

export class Selection extends EventTarget {
  #ids = new Set()
  #anchor = null // where a range begins
  #all = false // everything that the list finds, also what was never loaded

  get ids() { return [...this.#ids] }
  get size() { return this.#ids.size }
  get isAll() { return this.#all }
  get anchor() { return this.#anchor }
  has(id) { return this.#all || this.#ids.has(id) }

  /** One more, or one less. */
  toggle(id) {
    this.#all = false
    if (!this.#ids.delete(id)) this.#ids.add(id)
    this.#anchor = id
    this.#say()
  }

  /** From the anchor to `id` in `order`; what lay outside before stays only where `adds`. */
  reach(id, order, adds = false) {
    const ends = [order.indexOf(this.#anchor ?? id), order.indexOf(id)].sort((a, b) => a - b)
    this.#anchor ??= id
    this.set(order.slice(Math.max(ends[0], 0), ends[1] + 1), adds)
  }

  /** These, and with `adds` also what was chosen before. */
  set(ids, adds = false) {
    this.#all = false
    this.#ids = new Set(adds ? [...this.#ids, ...ids] : ids)
    this.#say()
  }

  everything() {
    this.#all = true
    this.#say()
  }

  clear() {
    if (!this.size && !this.#all) return
    this.#anchor = null
    this.set([])
  }

  /** Without those that are gone. */
  drop(ids) {
    if (ids.filter((id) => this.#ids.delete(id)).length) this.#say()
  }

  #say() { this.dispatchEvent(new Event("change")) }
}
