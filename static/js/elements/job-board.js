// The queue's shelves: a job that changes its shelf moves there by itself, and the counts follow.
//
//   <job-board>
//     <section data-place="running"><h2>Running <span data-count>2</span></h2><ul><li class="job" data-shelf="running">…
//
// The server renders every place and every job; this only moves them. data-more="+" where it has not rendered all.

import { all, one } from "studio/lib/dom.js"

class JobBoard extends HTMLElement {
  #watch = new MutationObserver(() => this.#tidy())

  connectedCallback() {
    this.#watch.observe(this, { subtree: true, childList: true, attributeFilter: ["data-shelf"] })
  }

  disconnectedCallback() {
    this.#watch.disconnect()
  }

  #tidy() {
    for (const job of all(".job[data-shelf]", this)) this.#shelve(job)
    for (const place of all("[data-place]", this)) this.#count(place)
    this.#watch.takeRecords() // our own moves are not news
  }

  /** Moves a job, keeping the focus of somebody who is at one of its buttons. */
  #shelve(job) {
    const place = one(`[data-place="${job.dataset.shelf}"]`, this)
    if (!place || place.contains(job)) return
    const focused = job.contains(document.activeElement) ? document.activeElement : null
    place.hidden = false
    one("ul", place).prepend(job)
    focused?.focus()
  }

  #count(place) {
    const jobs = all(".job", place).length
    place.hidden = jobs === 0
    one("[data-count]", place).textContent = `${jobs}${place.dataset.more ?? ""}`
  }
}
customElements.define("job-board", JobBoard)
