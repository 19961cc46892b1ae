// The queue's shelves: a job that changes its shelf moves there by itself, and the counts follow. What waits stands in
// its order, and is moved with its buttons, with Alt and an arrow, or dragged.
//
//   <job-board>
//     <section data-place="waiting"><h2>Waiting <span data-count>2</span></h2><ul>
//       <li class="job" data-shelf="waiting" data-priority="0" data-rank="1763633700.4" data-order="/jobs/…/order/" draggable="true">…
//
// The server renders every place and every job, and decides about their order; this only moves them. data-more="+" where
// it has not rendered all.

import { all, announce, one } from "studio/lib/dom.js"

const BUTTONS = { ArrowUp: "earlier", ArrowDown: "later" }

/** Less than 0 where `a` goes first. */
const byTurn = ({ dataset: a }, { dataset: b }) => b.priority - a.priority || a.rank - b.rank || a.at - b.at

class JobBoard extends HTMLElement {
  #watch = new MutationObserver(() => this.#tidy())
  #dragged = null

  connectedCallback() {
    this.#watch.observe(this, { subtree: true, childList: true, attributeFilter: ["data-shelf", "data-rank", "data-priority"] })
    for (const [name, act] of Object.entries(this.#acts)) this.addEventListener(name, act)
    this.#tidy()
  }

  disconnectedCallback() {
    this.#watch.disconnect()
    for (const [name, act] of Object.entries(this.#acts)) this.removeEventListener(name, act)
  }

  get #waiting() {
    return one('[data-place="waiting"] ul', this)
  }

  #tidy() {
    for (const job of all(".job[data-shelf]", this)) this.#shelve(job)
    this.#order()
    for (const place of all("[data-place]", this)) this.#count(place)
    this.#watch.takeRecords() // our own moves are not news
  }

  /** Moves a job, keeping the focus of somebody who is at one of its buttons. */
  #shelve(job) {
    const place = one(`[data-place="${job.dataset.shelf}"]`, this)
    if (!place || place.contains(job)) return
    place.hidden = false
    this.#move(job, () => one("ul", place).prepend(job))
  }

  #move(job, act) {
    const focused = job.contains(document.activeElement) ? document.activeElement : null
    act()
    focused?.focus()
  }

  /** What waits, as it will go. */
  #order() {
    const jobs = all("[data-rank]", this.#waiting)
    const wanted = [...jobs].sort(byTurn)
    wanted.forEach((job, place) => {
      if (this.#waiting.children[place] === job) return
      this.#move(job, () => this.#waiting.insertBefore(job, this.#waiting.children[place]))
      if (job.contains(document.activeElement)) announce(`${place + 1} of ${jobs.length}`)
    })
  }

  #count(place) {
    const jobs = all(".job", place).length
    place.hidden = jobs === 0
    one("[data-count]", place).textContent = `${jobs}${place.dataset.more ?? ""}`
  }

  // By hand

  #acts = {
    keydown: (event) => {
      const way = event.altKey && BUTTONS[event.key]
      const button = way && one(`form[action$="/${way}/"] button`, event.target.closest(".job") ?? this)
      if (!button || !event.target.closest(".job")) return
      event.preventDefault()
      button.focus()
      button.click()
    },
    dragstart: (event) => {
      this.#dragged = event.target.closest?.(".job[data-order]") ?? null
      if (this.#dragged) event.dataTransfer.effectAllowed = "move"
    },
    dragover: (event) => {
      if (this.#dragged && event.target.closest(".job[data-order]")) event.preventDefault()
    },
    drop: (event) => {
      const over = event.target.closest(".job[data-order]")
      if (over && this.#dragged && over !== this.#dragged) this.#drop(this.#dragged, over, event)
      event.preventDefault()
    },
    dragend: () => {
      this.#dragged = null
    },
  }

  /** Before the one that it was dropped on; behind it on its lower half. */
  #drop(job, over, event) {
    const { top, height } = over.getBoundingClientRect()
    const next = event.clientY < top + height / 2 ? over : over.nextElementSibling
    if (next === job) return
    const before = next?.id.replace("job-", "") ?? ""
    htmx.ajax("POST", job.dataset.order, { source: job, target: job, swap: "morph", values: { before } })
  }
}
customElements.define("job-board", JobBoard)
