// A rectangle drawn with the mouse over a list that scrolls: what it touches is chosen.

const SLACK = 5 // px that the pointer may tremble before it is a drag
const EDGE = 40 // px from the edge of the window where it scrolls along
const SPEED = 14 // px a frame there

/**
 * Listens on `grid`, which scrolls in `scroller`. `begins(event)` says whether a press may be one;
 * `draw(rectangle, event)` is told {left, top, right, bottom} in pixels of the grid while it lasts, then `end()`.
 */
export function marquee(grid, scroller, { begins, draw, end, signal }) {
  const pointIn = ({ clientX, clientY }) => {
    const box = grid.getBoundingClientRect()
    return { x: clientX - box.left, y: clientY - box.top }
  }
  scroller.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch" || !begins(event)) return
    hold(scroller, event, { pointIn, draw: (from, to, last) => draw(between(from, to), last), end })
  }, { signal })
}

const between = (a, b) => ({ left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) })

function hold(scroller, first, { pointIn, draw, end }) {
  const from = pointIn(first), held = new AbortController()
  let last = first, isDrawn = false
  const move = (event) => {
    last = event
    isDrawn ||= Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) > SLACK
    if (isDrawn) draw(from, pointIn(event), event)
  }
  const along = () => {
    if (held.signal.aborted) return
    const box = scroller.getBoundingClientRect()
    const step = last.clientY < box.top + EDGE ? -SPEED : last.clientY > box.bottom - EDGE ? SPEED : 0
    if (isDrawn && step) {
      scroller.scrollTop += step
      draw(from, pointIn(last), last)
    }
    requestAnimationFrame(along)
  }
  const release = () => {
    held.abort()
    end(isDrawn)
  }
  first.preventDefault() // no text is selected
  addEventListener("pointermove", move, { signal: held.signal })
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, release, { signal: held.signal })
  along()
}
