/**
 * The library's tiles: rows that fill the width, one stop for Tab, arrow keys, and no more than 150 tiles in the page
 * however many were scrolled past. What each tile is chosen for is told to whoever listens; lib/choosing.js chooses.
 * Without it the tiles wrap at one height.
 *
 * Children, rendered by the server: `.day` (begins a new row), `.tiles[data-here]` of `.tile[id][data-ratio]` with one
 * link in it, and a link `[data-more]` that htmx follows on the event `near`. lib/shelf.js says what is kept of them.
 *
 * @attr newer    where the page that comes before a tile is: it is asked with `?after=` and the tile's id
 * @attr kept     how many tiles are kept in memory, by default 2000: the others are asked of the server again
 * @attr data-row, data-density   how large (see the style sheet, which gives --tile-row and the other sizes)
 * @fires chosen  {ids, isAll, here}: the selection is another one
 * @fires act     {name, value, ids}: a key wants that done to these
 */
import { all, one } from "studio/lib/dom.js"
import { Choosing } from "studio/lib/choosing.js"
import { Shelf } from "studio/lib/shelf.js"
import { fetched, itemOf, linkOf, place, roomOf, runsIn, stand } from "studio/lib/shelf-nodes.js"

const AHEAD = "1200px" // how far below the window the next page is asked for
const MOST = 150 // tiles in the page
const KEPT = 2000 // tiles in memory
const REACHES = [1, 0.5, 0.25, 0] // windows above and below for which tiles are drawn, as far as MOST allows
const FAILURES = ["htmx:sendError", "htmx:responseError"]
const OWN = ".day, .tiles, .more" // what is laid out; all else in here is drawn over it
const AGAIN = 3000 // ms until what did not come is asked for again
const RESTING = 250 // ms after which the address says where one is

class JustifiedGrid extends HTMLElement {
  static observedAttributes = ["data-row", "data-density"]
  #shelf = new Shelf()
  #room
  #here // the tile that Tab reaches
  #shown = new Set() // items whose tiles are in the page
  #drawn = { top: 0, bottom: -1 }
  #leaving
  #changes
  #near
  #choosing
  #timer
  #wish // where one came back to, until there is enough above it

  // Lifecycle

  connectedCallback() {
    this.#leaving = new AbortController()
    const options = { signal: this.#leaving.signal }
    this.addEventListener("keydown", (event) => this.#move(event), options)
    this.addEventListener("focusin", ({ target }) => this.#rove(this.#itemAt(target)), options)
    this.addEventListener("click", (event) => event.defaultPrevented || this.#leave(this.#itemAt(event.target)), options)
    for (const name of FAILURES) this.addEventListener(name, ({ target }) => { target.dataset.state = "failed" }, options)
    this.addEventListener("htmx:beforeRequest", ({ target }) => { target.dataset.state = "busy" }, options)
    this.addEventListener("htmx:afterSettle", () => this.#watchTheEnd(), options) // only now does htmx hear a new link's `near`
    document.addEventListener("htmx:beforeSwap", ({ detail }) => this.#takeNews(detail), options)
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { ...options, passive: true })
    this.#near = new IntersectionObserver((seen) => this.#ask(seen), { root: this.#scroller, rootMargin: AHEAD })
    this.#changes = new MutationObserver(() => this.#adopt())
    const room = new ResizeObserver(() => this.#fit())
    room.observe(this)
    room.observe(this.#scroller)
    this.#choosing = new Choosing(this, this.#shelf, { scroller: this.#scroller, itemAt: (node) => this.#itemAt(node), ...options })
    options.signal.addEventListener("abort", () => [this.#changes, room, this.#near].forEach((observer) => observer.disconnect()))
    this.#room = roomOf(this)
    this.#adopt()
    this.#goBack()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.#leaving.abort()
  }

  attributeChangedCallback() { if (this.#room) this.#fit() }

  get #scroller() { return this.parentElement }

  /** Of the grid, in pixels from its top. */
  get #window() {
    const top = this.#scroller.scrollTop - this.offsetTop
    return { top, bottom: top + this.#scroller.clientHeight, height: this.#scroller.clientHeight }
  }

  #itemAt(node) {
    const id = node.closest?.(".tile")?.id
    return id && this.#shelf.find(id)
  }

  // What came, what went

  /** Takes over what htmx or the socket put into the page, or took out of it, since the last time. */
  #adopt() {
    const known = new Set(this.#shelf.runs.flatMap(({ day, row }) => [day, row]))
    const fresh = [...this.children].filter((node) => node.matches(".day, .tiles") && !known.has(node))
    for (const run of this.#shelf.runs) if (run.row.parentNode === this) this.#compare(run)
    const pages = Map.groupBy(runsIn(fresh), ({ row }) => (row.id ? "" : row.dataset.here)) // what is new has no page
    for (const [here, runs] of pages) {
      const page = { here, runs }
      for (const run of runs) run.page = page
      this.#shelf.add(page)
    }
    this.#hold()
    this.#watchTheEnd()
  }

  /** A run that is shown, with what others have done to its tiles. */
  #compare(run) {
    const shown = all(":scope > .tile", run.row), nodes = new Set(shown)
    const gone = run.items.filter((item) => this.#shown.has(item) && !nodes.has(item.node))
    for (const item of gone) this.#shelf.remove(item)
    this.#choosing.forget(gone)
    const known = new Map(run.items.map((item) => [item.node, item]))
    for (const [at, node] of shown.entries()) {
      if (known.has(node)) continue
      const twin = this.#shelf.find(node.id)
      if (twin) this.#shelf.remove(twin)
      const before = run.items.indexOf(known.get(shown[at - 1]))
      const item = itemOf(node, run)
      run.items.splice(before + 1, 0, item)
      known.set(node, item)
      this.#shown.add(item)
    }
  }

  /** An answer may speak of tiles that are kept out of the page: they are asked again, and those that are gone leave. */
  #takeNews(detail) {
    if (!detail.serverResponse?.includes("hx-swap-oob")) return
    const parsed = document.createElement("template")
    parsed.innerHTML = detail.serverResponse
    const parts = all("[id^=asset-], [id^=marks-]", parsed.content).filter((node) => node.hasAttribute("hx-swap-oob") && !node.dataset.home)
    const leaving = parts.filter((node) => node.getAttribute("hx-swap-oob") === "delete" && this.#shelf.find(node.id))
    const gone = leaving.map(({ id }) => this.#shelf.find(id))
    for (const node of parts) if (leaving.includes(node) || !document.getElementById(node.id)) node.remove() // done here
    detail.serverResponse = parsed.innerHTML
    const { path, parameters } = detail.requestConfig
    if (!path.startsWith("/library/")) return
    this.#choosing.forget(gone)
    this.#hold(() => gone.forEach((item) => this.#shelf.remove(item)))
    this.#doubt("query" in parameters || path.includes("/undo/"))
  }

  /** What is out of the page may be other than it is here; with `also`, what is in it too. */
  #doubt(also) {
    this.#shelf.doubt((item) => this.#shown.has(item))
    if (also) for (const page of new Set([...this.#shown].map(({ run }) => run.page))) this.#renew(page)
  }

  /** Asks for a page again, and keeps what was known while it does not come. */
  async #renew(page) {
    if (page.asked || !page.here) return
    page.asked = true
    try {
      const nodes = await fetched(page.here), held = this.#itemAt(document.activeElement)?.id
      this.#hold(() => this.#shelf.renew(page, runsIn(nodes, page), nodes.some((node) => node.matches(".more"))))
      if (held && document.activeElement === document.body) linkOf(this.#shelf.find(held))?.focus({ preventScroll: true })
    } catch {
      setTimeout(() => this.#draw(true), AGAIN) // asked again, if it is still wanted by then
    } finally {
      page.asked = false
    }
  }

  // Layout

  #fit() {
    const room = roomOf(this)
    if (JSON.stringify(room) === JSON.stringify(this.#room) || room.width <= 0) return this.#draw()
    this.#hold(() => { this.#room = room })
  }

  /** Changes what there is; what is looked at stays where it is on the screen, but for who looks at the very top. */
  #hold(change = () => {}, always = false) {
    const { top, bottom } = this.#window
    const eyes = always || top > 0 ? this.#shelf.between(top, bottom).map((item) => ({ item, y: item.y })) : []
    change()
    this.#shelf.layOut(this.#room)
    const more = one(".more", this)
    if (more) stand(more, { y: this.#shelf.height })
    this.style.blockSize = `${this.#shelf.height + (more?.offsetHeight ?? 0)}px`
    const eye = eyes.find(({ item }) => this.#shelf.find(item.id))
    if (eye) this.#scroller.scrollTop += this.#shelf.find(eye.item.id).y - eye.y
    this.#draw(true)
    this.#shelf.forget(this.#shelf.between(top, Infinity)[0], Number(this.getAttribute("kept") ?? KEPT))
  }

  // Drawing

  #scrolled() {
    this.#draw()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#rest(), RESTING)
  }

  /** Puts the tiles around the window into the page, and takes the others out. */
  #draw(isForced = false) {
    const { top, bottom, height } = this.#window
    if (!isForced && top - height / 4 >= this.#drawn.top && bottom + height / 4 <= this.#drawn.bottom) return
    const pinned = this.#itemAt(document.activeElement)
    const reach = REACHES.find((each) => this.#shelf.between(top - each * height, bottom + each * height).length < MOST) ?? 0
    this.#drawn = { top: Math.max(0, top - reach * height), bottom: Math.min(Math.max(bottom, 0) + reach * height, this.#shelf.height) }
    if (!this.#drawn.top) this.#drawn.top = -Infinity
    if (this.#drawn.bottom >= this.#shelf.height) this.#drawn.bottom = Infinity
    const wanted = this.#shelf.between(top - reach * height, bottom + reach * height).slice(0, MOST - 1)
    this.#show(new Set(pinned ? [...wanted, pinned] : wanted))
    if (wanted[0]?.index === 0) this.#askNewer()
  }

  #show(wanted) {
    for (const { node, run } of wanted) if (!node) this.#renew(run.page)
    this.#shown = new Set([...wanted].filter(({ node }) => node))
    const tiles = Map.groupBy([...this.#shown].sort((a, b) => a.index - b.index), ({ run }) => run)
    const fixed = this.#shelf.runs.filter(({ row }) => row.id) // the socket puts new ones there, also while it is not in view
    const runs = [...new Set([...fixed, ...tiles.keys()])]
    place(this, runs.flatMap(({ day, row }) => (day ? [day, row] : [row])), ".day, .tiles")
    for (const run of runs) fill(run, tiles.get(run) ?? [])
    this.#rove(this.#shown.has(this.#here) ? this.#here : this.#shelf.between(this.#window.top, Infinity).find((item) => this.#shown.has(item)))
    this.#choosing.paint()
    this.#changes.takeRecords()
    this.#changes.observe(this, { childList: true, subtree: true })
  }

  // Keys: one stop for Tab, arrows move

  #rove(item) {
    if (!item) return
    this.#here = item
    for (const link of all(".tile a[tabindex='0'], .tile a:not([tabindex])", this)) link.tabIndex = -1
    const link = linkOf(item)
    if (link) link.tabIndex = 0
  }

  #move(event) {
    const item = event.target.matches(".tile__picture > a") && this.#itemAt(event.target)
    const next = !item || event.ctrlKey || event.altKey || event.metaKey ? null : this.#step(event.key, item)
    if (!next) return
    event.preventDefault()
    if (event.shiftKey) this.#choosing.reach(item, next)
    this.#go(next)
  }

  #step(key, item) {
    const page = this.#window.height, { items } = this.#shelf
    return {
      ArrowRight: () => items[item.index + 1],
      ArrowLeft: () => items[item.index - 1],
      ArrowDown: () => this.#shelf.beside(item, 1),
      ArrowUp: () => this.#shelf.beside(item, -1),
      PageDown: () => this.#shelf.beside(item, 1, page * 0.8) ?? items.at(-1),
      PageUp: () => this.#shelf.beside(item, -1, page * 0.8) ?? items[0],
      Home: () => items[0],
      End: () => items.at(-1),
    }[key]?.()
  }

  /** Into view, and the focus to it; a page that was forgotten comes first. */
  async #go(item, place = null) {
    this.#lookAt(item, place)
    if (!item.node) {
      await this.#renew(item.run.page)
      item = this.#shelf.find(item.id)
    }
    if (!item?.node) return
    this.#draw(true)
    linkOf(item).focus({ preventScroll: true })
  }

  #lookAt({ y, height }, place) {
    const { top, bottom } = this.#window, room = { above: 48, below: 40 }
    const wanted = place !== null ? y - place : y < top + room.above ? y - room.above : y + height > bottom - room.below ? y + height + room.below - (bottom - top) : top
    if (wanted !== top) this.#scroller.scrollTop = wanted + this.offsetTop
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

  /** The page before the first: where one came back to the middle of a list, or jumped to a day. */
  async #askNewer() {
    const first = this.#shelf.pages[0], address = this.getAttribute("newer")
    if (!address || !first || first.asked) return
    first.asked = true
    try {
      const nodes = await fetched(`${address}&after=${this.#shelf.items[0].id.slice("asset-".length)}`)
      const page = { here: nodes.find((node) => node.matches(".tiles"))?.dataset.here, runs: [] }
      page.runs = runsIn(nodes, page)
      if (!page.here) return this.removeAttribute("newer")
      this.#hold(() => this.#shelf.add(page, first), true)
      const wished = this.#wish && this.#shelf.find(this.#wish.id)
      if (wished) this.#lookAt(wished, this.#wish.place) // above it there was nothing yet
      this.#wish = null
    } finally {
      first.asked = false
    }
  }

  /** Back, a reload or the address alone lead to the page of the list that this tile is on, and to where it stood. */
  #rememberPlace(item) {
    if (!item) return
    const grid = { id: item.id, place: item.y - this.#window.top }
    history.replaceState({ ...history.state, grid }, "", `${item.run.page.here || item.run.row.dataset.here}#${item.id}`)
  }

  #leave(item) {
    clearTimeout(this.#timer)
    this.#rememberPlace(item)
  }

  /** Who rests somewhere is there: at the tile with the focus, or else at the first whole one. */
  #rest() {
    const { top, bottom } = this.#window
    const seen = this.#shelf.between(Math.max(top, 0), bottom), held = this.#itemAt(document.activeElement)
    const item = seen.includes(held) ? held : seen.find(({ y }) => y >= top) ?? seen[0]
    if (top > 0) this.#rememberPlace(item)
    else if (location.hash) history.replaceState(history.state, "", this.#shelf.items[0]?.run.page.here || location.pathname + location.search)
  }

  #goBack() {
    const item = this.#shelf.find(location.hash.slice(1))
    const kept = history.state?.grid
    this.#wish = kept?.id === item?.id ? kept : null
    if (item) this.#go(item, this.#wish?.place ?? null)
  }
}

function fill(run, shown) {
  run.row.hidden = !run.items.length
  place(run.row, shown.map(({ node }) => node), ".tile")
  if (run.day) stand(run.day, { y: run.y ?? 0 })
  for (const item of shown) stand(item.node, item)
}

customElements.define("justified-grid", JustifiedGrid)
