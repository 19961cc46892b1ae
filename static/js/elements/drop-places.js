/**
 * Where dragged tiles of the library can be put: projects, review lists and collections, shown while something is
 * dragged. Each has its twin in the bar's menus, for keys and fingers. The server renders the places, asked at the first
 * drag.
 *
 * Hears `files-lifted` {ids} and `files-put-down` of the grid.
 * Inside what comes: [data-put=<address>], with data-field and data-value that are sent beside the ids.
 * @attr src  where the places are
 */
import { all } from "studio/lib/dom.js"
import { FILES, filesIn } from "studio/lib/grid-dragging.js"

class DropPlaces extends HTMLElement {
  #asked = false
  #leaving

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    document.addEventListener("files-lifted", () => setTimeout(() => this.#show()), { signal }) // a drag ends where the page changes at once
    document.addEventListener("files-put-down", () => { this.hidden = true }, { signal })
    this.addEventListener("dragover", (event) => this.#over(event), { signal })
    this.addEventListener("dragleave", ({ target }) => delete target.closest("[data-put]")?.dataset.over, { signal })
    this.addEventListener("drop", (event) => this.#drop(event), { signal })
  }

  disconnectedCallback() { this.#leaving.abort() }

  #show() {
    this.hidden = false
    if (this.#asked) return
    this.#asked = true
    htmx.ajax("GET", this.getAttribute("src"), { target: this, source: this, swap: "innerHTML" })
  }

  #over(event) {
    const place = event.target.closest("[data-put]")
    for (const other of all("[data-over]", this)) if (other !== place) delete other.dataset.over
    if (!place || !event.dataTransfer.types.includes(FILES)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "copy"
    place.dataset.over = ""
  }

  #drop(event) {
    const place = event.target.closest("[data-put]"), ids = filesIn(event.dataTransfer)
    this.hidden = true
    if (!place || !ids.length) return
    event.preventDefault()
    delete place.dataset.over
    const { put, field, value } = place.dataset
    htmx.ajax("POST", put, { values: { ids: ids.join(","), ...(field && { [field]: value }) }, source: this, swap: "none" })
  }
}

customElements.define("drop-places", DropPlaces)
