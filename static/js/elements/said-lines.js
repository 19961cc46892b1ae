/**
 * A transcript beside a player: the line that is said now is marked, and pressing one goes there. The server renders the
 * lines; without this element they are read.
 *
 * Inside: button[data-begin][data-end], in seconds, in order
 */
import { all, one } from "studio/lib/dom.js"

class SaidLines extends HTMLElement {
  #leaving

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    const media = one(".viewer video, .viewer audio")
    if (!media) return
    this.addEventListener("click", ({ target }) => this.#go(media, target.closest("[data-begin]")), { signal })
    for (const name of ["timeupdate", "seeked"]) media.addEventListener(name, () => this.#mark(media.currentTime), { signal })
  }

  disconnectedCallback() { this.#leaving.abort() }

  #go(media, line) { if (line) media.currentTime = Number(line.dataset.begin) + 0.001 }

  #mark(now) {
    for (const line of all("[data-begin]", this)) {
      const isNow = now >= Number(line.dataset.begin) && now < Number(line.dataset.end)
      if (isNow) line.setAttribute("aria-current", "true")
      else line.removeAttribute("aria-current")
    }
  }
}

customElements.define("said-lines", SaidLines)
