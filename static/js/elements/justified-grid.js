/**
 * The library's tiles: rows that fill the width, one stop for Tab, arrow keys, and the next page when its end is near.
 * Without it the tiles wrap at one height.
 *
 * Children, rendered by the server: `.day` (begins a new row), `.tile[id][data-ratio]` with one link in it, and a link
 * `[data-more]` that htmx follows on the event `near`.
 * @cssproperty --tile-row the wished height of a row
 */
import { all, one } from "studio/lib/dom.js"
import { justify } from "studio/lib/justify.js"

const AHEAD = "1200px" // how far below the window the next page is asked for
const FAILURES = ["htmx:sendError", "htmx:responseError"]

const px = (style, name) => parseFloat(style.getPropertyValue(name)) || 0

class JustifiedGrid extends HTMLElement {
  #sheet = new CSSStyleSheet() // sizes live here and not in attributes: a morph of a tile would wipe them
  #width = 0
  #leaving
  #near

  // Lifecycle

  connectedCallback() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet]
    this.#leaving = new AbortController()
    const options = { signal: this.#leaving.signal }
    this.addEventListener("keydown", (event) => this.#move(event), options)
    this.addEventListener("focusin", ({ target }) => this.#rove(target.closest(".tile")), options)
    this.addEventListener("click", ({ target }) => this.#rememberPlace(target.closest(".tile")), options)
    for (const name of FAILURES) this.addEventListener(name, ({ target }) => { target.dataset.state = "failed" }, options)
    this.addEventListener("htmx:beforeRequest", ({ target }) => { target.dataset.state = "busy" }, options)
    this.addEventListener("htmx:afterSettle", () => this.#watchTheEnd(), options) // only now does htmx hear a new link's `near`
    this.#near = new IntersectionObserver((seen) => this.#ask(seen), { root: this.parentElement, rootMargin: AHEAD })
    const changes = new MutationObserver(() => this.#arrange())
    changes.observe(this, { childList: true, subtree: true })
    const room = new ResizeObserver(() => this.clientWidth !== this.#width && this.#layOut())
    room.observe(this)
    options.signal.addEventListener("abort", () => [changes, room, this.#near].forEach((observer) => observer.disconnect()))
    this.#arrange()
    this.#goBack()
  }

  disconnectedCallback() {
    this.#leaving.abort()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet)
  }

  // Layout

  #arrange() {
    for (const row of all(".tiles", this)) row.hidden = !row.childElementCount // the one for what arrives is empty at first
    this.#layOut()
    this.#rove(one(".tile:has(a[tabindex='0'])", this) ?? one(".tile", this))
    this.#watchTheEnd()
  }

  #layOut() {
    const style = getComputedStyle(this)
    const room = { height: px(style, "--tile-row"), gap: px(style, "column-gap") }
    this.#width = this.clientWidth
    room.width = this.#width - px(style, "padding-left") - px(style, "padding-right")
    if (room.width > 0) this.#sheet.replaceSync(this.#runs().flatMap((run) => rules(run, room)).join("\n"))
  }

  /** The tiles, cut at each day. */
  #runs() {
    const runs = [[]]
    for (const node of all(".day, .tile", this)) {
      if (node.matches(".day")) runs.push([])
      else runs.at(-1).push(node)
    }
    return runs
  }

  // Keys: one stop for Tab, arrows move

  #links() { return all(".tile a", this) }

  #rove(tile) {
    if (!tile) return
    for (const link of this.#links()) link.tabIndex = tile.contains(link) ? 0 : -1
  }

  #move(event) {
    const links = this.#links()
    const here = links.indexOf(event.target)
    const next = here < 0 || event.ctrlKey || event.altKey || event.metaKey ? null : links[this.#step(event.key, links, here)]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  #step(key, links, here) {
    const page = this.parentElement.clientHeight
    return {
      ArrowRight: () => here + 1,
      ArrowLeft: () => here - 1,
      ArrowDown: () => inColumn(links, here, 1),
      ArrowUp: () => inColumn(links, here, -1),
      PageDown: () => inColumn(links, here, page),
      PageUp: () => inColumn(links, here, -page),
      Home: () => 0,
      End: () => links.length - 1,
    }[key]?.()
  }

  // Pages and places

  #watchTheEnd() {
    this.#near.disconnect()
    for (const link of all("[data-more]", this)) this.#near.observe(link)
  }

  #ask(seen) {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting && !target.dataset.state) target.dispatchEvent(new CustomEvent("near"))
    }
  }

  /** Back from a viewer leads to the page of the list that this tile is on. */
  #rememberPlace(tile) {
    if (tile) history.replaceState(history.state, "", `${tile.parentElement.dataset.here}#${tile.id}`)
  }

  #goBack() {
    const tile = document.getElementById(location.hash.slice(1))
    if (tile && this.contains(tile)) one("a", tile)?.focus()
  }
}

const rules = (tiles, room) => justify(tiles.map((tile) => Number(tile.dataset.ratio)), room)
  .map(({ width, height }, index) => `#${tiles[index].id}{--tile-width:${width}px;--tile-height:${height}px}`)

/** The link nearest in the same column, at least `down` pixels below (above when negative), else the outermost. */
function inColumn(links, here, down) {
  const from = links[here].getBoundingClientRect()
  const beyond = links.map((link, index) => ({ index, box: link.getBoundingClientRect() }))
    .filter(({ box }) => Math.sign(down) * (box.top - from.top) > from.height / 2)
  const distance = ({ box }) => Math.abs(box.top - from.top - (Math.abs(down) > 1 ? down : 0)) * 1e4
    + Math.abs(box.left + box.width / 2 - from.left - from.width / 2)
  return beyond.sort((a, b) => distance(a) - distance(b))[0]?.index
}

customElements.define("justified-grid", JustifiedGrid)
