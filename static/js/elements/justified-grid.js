/**
 * The library's tiles: rows that fill the width, one stop for Tab, arrow keys, and no more than 150 tiles in the page
 * however many were scrolled past. What each tile is chosen for is told to whoever listens; lib/choosing.js chooses.
 * Without it the tiles wrap at one height.
 *
 * The element wires its parts, which reach each other through it: lib/shelf.js knows all tiles, grid-view.js puts those
 * around the window into the page, grid-news.js takes over what others put there, grid-pages.js asks for more,
 * grid-keys.js moves the focus, grid-pointing.js looks at one tile, grid-ways.js leads on with it, grid-dragging.js takes
 * it elsewhere, grid-arranging.js puts it in another place of a collection, grid-place.js keeps the address.
 *
 * Children, rendered by the server: `.day` (begins a new row), `.tiles[data-here]` of `.tile[id][data-ratio]` with one
 * link in it, and a link `[data-more]` that htmx follows on the event `near`. lib/shelf.js says what is kept of them.
 *
 * @attr newer    where the page that comes before a tile is: it is asked with `?after=` and the tile's id
 * @attr kept     how many tiles are kept in memory, by default 2000: the others are asked of the server again
 * @attr data-collection, data-arranged   the collection that is open, and whether in its own order
 * @attr data-row, data-density   how large (see the style sheet, which gives --tile-row and the other sizes)
 * @fires chosen  {ids, isAll}: the selection is another one
 * @fires act     {name, value, ids}: a key wants that done to these
 * @fires pointed  {id}: a press was on this file
 * @fires files-lifted, files-put-down  {ids}: a drag of these begins, or is over
 * @fires look-large  {id}: somebody wants to see it large, over the page
 */
import { Arranging } from "studio/lib/grid-arranging.js"
import { Choosing } from "studio/lib/choosing.js"
import { Dragging } from "studio/lib/grid-dragging.js"
import { Keys } from "studio/lib/grid-keys.js"
import { News } from "studio/lib/grid-news.js"
import { Pages } from "studio/lib/grid-pages.js"
import { Pointing } from "studio/lib/grid-pointing.js"
import { Place } from "studio/lib/grid-place.js"
import { View } from "studio/lib/grid-view.js"
import { Ways } from "studio/lib/grid-ways.js"
import { Shelf } from "studio/lib/shelf.js"

class JustifiedGrid extends HTMLElement {
  static observedAttributes = ["data-row", "data-density"]
  shelf = new Shelf()
  view = new View(this)
  news = new News(this)
  pages = new Pages(this)
  keys = new Keys(this)
  place = new Place(this)
  pointing = new Pointing(this)
  ways = new Ways(this)
  dragging = new Dragging(this)
  arranging = new Arranging(this)
  choosing
  #leaving

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    const { keys, place, pointing, ways, dragging, arranging, pages, news, view } = this
    for (const part of [keys, place, pointing, ways, dragging, arranging, pages, news, view]) part.listen(signal)
    this.choosing = new Choosing(this, this.shelf, { scroller: this.scroller, itemAt: (node) => this.itemAt(node), signal })
    this.news.adopt()
    this.place.goBack()
  }

  disconnectedCallback() { this.#leaving.abort() }

  attributeChangedCallback() { this.view.fit() }

  get scroller() { return this.parentElement }

  /** The tile that a node of the page is in. */
  itemAt(node) {
    const id = node.closest?.(".tile")?.id
    return id && this.shelf.find(id)
  }
}

customElements.define("justified-grid", JustifiedGrid)
