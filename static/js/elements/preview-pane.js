/**
 * What is pointed at in the library, beside its grid: follows the focus and the pointer's presses; where there is no
 * room beside the grid, a press opens the same in a sheet. The server says what a file is; nothing of a video is fetched.
 *
 * Hears `pointed` {id} of the grid, the key `pane`, and the page's [data-pane-switch], which keeps whether it is wanted.
 * Inside: [data-about], which is filled; in it [data-pane-close] and [data-look=<id>]
 * @fires look-large  {id}
 */
import { announce, one } from "studio/lib/dom.js"
import { isWanted, WIDE } from "studio/lib/grid-pointing.js"
import { openSheet } from "studio/lib/sheets.js"

const RESTING = 150 // ms that the focus stays on a tile before it is asked for
const ACTS = /^\/library\/(act|undo)\//

class PreviewPane extends HTMLElement {
  #id = null // of what is shown
  #wanted = null // of what was pointed at last, also while the pane is closed
  #timer
  #leaving

  connectedCallback() {
    const options = { signal: (this.#leaving = new AbortController()).signal }
    document.addEventListener("pointed", ({ detail }) => this.#point(detail.id), options)
    document.addEventListener("focusin", ({ target }) => this.#rest(idOf(target)), options)
    document.addEventListener("change", ({ target }) => target.matches("[data-pane-switch]") && this.#fit(true), options)
    document.addEventListener("shortcut", ({ detail }) => detail === "pane" && this.#toggle(), options)
    document.addEventListener("htmx:afterRequest", ({ detail }) => this.#renew(detail), options)
    this.addEventListener("click", ({ target }) => this.#press(target), options)
    WIDE.addEventListener("change", () => this.#fit(), options)
    this.#fit()
    this.#rest(idOf(document.activeElement))
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.#leaving.abort()
  }

  get #isOpen() { return WIDE.matches && isWanted() }

  #fit(isSaid = false) {
    this.hidden = !this.#isOpen
    if (isSaid) announce(this.hidden ? "The preview is closed" : "The preview is open")
    if (this.#isOpen) this.#rest(this.#wanted)
  }

  /** The key: the pane is there or not; in a narrow room the sheet of the tile with the focus. */
  #toggle() {
    const id = idOf(document.activeElement)
    if (WIDE.matches) one("[data-pane-switch]")?.click()
    else if (id) openSheet(addressOf(id))
  }

  #press(target) {
    if (target.closest("[data-pane-close]")) this.#close()
    const look = target.closest("[data-look]")?.dataset.look
    if (look) this.dispatchEvent(new CustomEvent("look-large", { detail: { id: look }, bubbles: true }))
  }

  #close() {
    one("[data-pane-switch]").click()
    one(`#asset-${this.#id} a, .tile a[tabindex='0']`)?.focus({ preventScroll: true })
  }

  #point(id) {
    clearTimeout(this.#timer)
    this.#wanted = id
    if (this.#isOpen) this.#show(id)
    else if (!WIDE.matches && isWanted()) openSheet(addressOf(id))
  }

  #rest(id) {
    clearTimeout(this.#timer)
    this.#wanted = id ?? this.#wanted
    if (id && id !== this.#id) this.#timer = setTimeout(() => this.#isOpen && this.#show(id), RESTING)
  }

  /** What was done to files may be other than what is shown. */
  #renew({ successful, requestConfig }) {
    if (successful && ACTS.test(requestConfig.path) && this.#isOpen && this.#id) this.#show(this.#id, true)
  }

  async #show(id, isAgain = false) {
    if (id === this.#id && !isAgain) return
    const about = one("[data-about]", this)
    this.#id = id
    await htmx.ajax("GET", addressOf(id), { target: about, source: this, swap: "innerHTML" })
    if (!isAgain) about.scrollTop = 0
  }
}

const idOf = (node) => node?.closest?.(".tile")?.id.slice("asset-".length)
const addressOf = (id) => `/assets/${id}/pane/`

customElements.define("preview-pane", PreviewPane)
