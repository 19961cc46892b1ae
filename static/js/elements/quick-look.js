/**
 * One file of the library, large, over the grid. Space or Escape goes back to where one was, arrows go on to the next as
 * they do in the grid, Enter opens it. The film is fetched now, and never before: Space and the eye are presses. It plays
 * without sound, unless it flashes or the person wants less motion.
 *
 * Hears `look-large` {id}.
 * @attr original  the address of a file, with zeros for its id
 */
import { icon, one } from "studio/lib/dom.js"
import { linkOf } from "studio/lib/shelf-nodes.js"

const ZEROS = "00000000-0000-0000-0000-000000000000"
const STEPS = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"]
const inside = `<div class="look-large__picture" data-picture></div>
  <div class="look-large__line"><h2 id="look-title" aria-live="polite"></h2>
  <button class="button button--icon" type="button" data-step="ArrowLeft" aria-label="The one before" title="Before  ←">${icon("left")}</button>
  <button class="button button--icon" type="button" data-step="ArrowRight" aria-label="The next one" title="Next  →">${icon("right")}</button>
  <a class="button button--small" data-open>Open</a>
  <button class="button button--icon" type="button" data-close aria-label="Close" title="Close  Esc">${icon("close")}</button></div>`

class QuickLook extends HTMLElement {
  #dialog = null
  #id // of the tile that is shown: "asset-…"
  #leaving

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    document.addEventListener("look-large", ({ detail }) => this.#open(`asset-${detail.id}`), { signal })
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#dialog?.close()
  }

  get #grid() { return one("justified-grid") }
  get #item() { return this.#grid.shelf.find(this.#id) }

  async #open(id) {
    this.#id = id
    if (!this.#item) return
    this.#dialog ??= this.#made()
    this.#dialog.showModal()
    this.#dialog.focus()
    await this.#go(this.#item)
  }

  #made() {
    const dialog = Object.assign(document.createElement("dialog"), { className: "look-large", tabIndex: -1, innerHTML: inside })
    dialog.setAttribute("aria-labelledby", "look-title")
    dialog.addEventListener("keydown", (event) => this.#press(event))
    dialog.addEventListener("click", ({ target }) => this.#click(target))
    dialog.addEventListener("close", () => this.#close())
    return this.appendChild(dialog)
  }

  // Hands

  #press(event) {
    if (event.target.closest("video, audio") || event.ctrlKey || event.metaKey || event.altKey) return // they have keys of their own
    const isOurs = event.target === this.#dialog
    if (STEPS.includes(event.key)) this.#step(event.key)
    else if (event.key === " " && isOurs) this.#dialog.close()
    else if (event.key === "Enter" && isOurs) one("[data-open]", this).click()
    else return
    event.preventDefault()
  }

  #click(target) {
    const step = target.closest("[data-step]")?.dataset.step
    if (step) this.#step(step)
    if (target.closest("[data-close]")) this.#dialog.close()
  }

  #step(key) {
    const next = this.#grid.keys.step(key, this.#item)
    if (next) this.#go(next)
  }

  /** To a tile, which the grid brings into view behind it; one that was forgotten is asked for first. */
  async #go(item) {
    this.#id = item.id
    await this.#grid.view.goTo(item)
    if (this.#dialog?.open && this.#id === item.id && this.#item?.node) this.#draw(this.#item.node)
  }

  #close() {
    this.#dialog.remove() // nothing of the film goes on
    this.#dialog = null
    if (this.#grid && this.#item) this.#grid.view.goTo(this.#item)
  }

  // Drawing

  #draw(tile) {
    const kind = tile.dataset.file.split("/", 1)[0], src = this.getAttribute("original").replace(ZEROS, tile.id.slice("asset-".length))
    const poster = one("img", tile)
    const made = DRAWN[kind]?.({ src, poster, isCalm: "flashing" in tile.dataset }) ?? plain()
    made.addEventListener("error", () => made.replaceWith(poster ? poster.cloneNode() : plain()), { once: true })
    one("[data-picture]", this).replaceChildren(made)
    one("#look-title", this).textContent = one(".tile__name", tile).textContent
    one("[data-open]", this).href = linkOf({ node: tile }).href
  }
}

const DRAWN = {
  video: ({ src, poster, isCalm }) => {
    const autoplay = !isCalm && !matchMedia("(prefers-reduced-motion: reduce)").matches
    return Object.assign(document.createElement("video"), { src, poster: poster?.src ?? "", muted: true, loop: !isCalm, controls: true, playsInline: true, autoplay, ariaLabel: poster?.alt ?? "" })
  },
  image: ({ src, poster }) => Object.assign(document.createElement("img"), { src, alt: poster?.alt ?? "" }),
  audio: ({ src }) => Object.assign(document.createElement("audio"), { src, controls: true }),
}
const plain = () => Object.assign(document.createElement("p"), { textContent: "This cannot be looked at here. Download it: another program may open it." })

customElements.define("quick-look", QuickLook)
