// Holding something with a pointer, from the press to the release.

/**
 * Calls `move(event)` while the pointer of `event` is down, also for where it is let go, and `end()` once after that. Other
 * pointers that are down meanwhile, as a second finger, are not heeded.
 */
export function follow(node, event, move, end) {
  node.setPointerCapture(event.pointerId)
  const own = (act) => (each) => { if (each.pointerId === event.pointerId) act(each) }
  node.onpointermove = own(move)
  node.onpointerup = node.onpointercancel = own((last) => {
    node.onpointermove = node.onpointerup = node.onpointercancel = null
    if (last.type === "pointerup") move(last)
    end()
  })
}

/** Calls `draw(part)` with 0 to 1 for so many seconds; only with 1 where a person wants no motion. Then `end()`. */
export function play(seconds, draw, end) {
  const length = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : seconds * 1000
  const begin = performance.now()
  const step = (now) => {
    const part = length ? Math.min(1, Math.max(0, now - begin) / length) : 1
    draw(part)
    if (part < 1) requestAnimationFrame(step)
    else setTimeout(end, 900)
  }
  requestAnimationFrame(step)
}

/** Where events of the pointer are inside a picture of `width` x `height` that fills `box`, seen through `view`. */
export const pointIn = (box, { width, height }, { scale, x, y }) => ({ clientX, clientY }) =>
  [((clientX - box.left - x) / (box.width * scale)) * width, ((clientY - box.top - y) / (box.height * scale)) * height]
