// Choosing tiles of the library's grid with a rectangle that is drawn beside them; with Ctrl or Shift what was chosen stays.

import { one } from "studio/lib/dom.js"
import { marquee } from "studio/lib/marquee.js"

const PRESSED = "a, button, input, summary, select, .tile__picture"

/** Listens in `scroller`; `selection` is a lib/selection.js. */
export function chooseByRectangle(grid, { shelf, scroller, selection, signal }) {
  let before = [], drawn = null
  const begins = ({ target }) => scroller.contains(target) && !target.closest(PRESSED)
  const draw = (box, { ctrlKey, metaKey, shiftKey }) => {
    if (!drawn) before = ctrlKey || metaKey || shiftKey ? selection.ids : []
    drawn ??= grid.appendChild(Object.assign(document.createElement("i"), { className: "marquee" }))
    const { style } = drawn
    style.translate = `${box.left}px ${box.top}px`
    style.inlineSize = `${box.right - box.left}px`
    style.blockSize = `${box.bottom - box.top}px`
    selection.set([...before, ...shelf.touching(inside(grid, box)).map(({ id }) => id)])
  }
  const end = (isDrawn) => {
    drawn?.remove()
    drawn = null
    if (!isDrawn) selection.clear()
    one(".tile a[tabindex='0']", grid)?.focus({ preventScroll: true }) // keys go on from here
  }
  marquee(grid, scroller, { begins, draw, end, signal })
}

/** A rectangle without the grid's own edge. */
function inside(grid, box) {
  const edge = parseFloat(getComputedStyle(grid).paddingLeft)
  return { ...box, left: box.left - edge, right: box.right - edge }
}
