// How large a picture is seen on its board, and which part: {scale, x, y}; x and y in CSS pixels, never more than 0.

export const WHOLE = { scale: 1, x: 0, y: 0 }
const MOST = 8

/** Nearer by `factor`, with the point `at` of the board staying where it is. */
export function zoomed(view, factor, at, box) {
  const scale = Math.min(MOST, Math.max(1, view.scale * factor))
  const [x, y] = [0, 1].map((axis) => at[axis] - ((at[axis] - [view.x, view.y][axis]) * scale) / view.scale)
  return held({ scale, x, y }, box)
}

/** Moved by so many CSS pixels. */
export const panned = (view, dx, dy, box) => held({ ...view, x: view.x + dx, y: view.y + dy }, box)

/** The picture always covers its board. */
function held({ scale, x, y }, { width, height }) {
  return { scale, x: Math.min(0, Math.max(width * (1 - scale), x)), y: Math.min(0, Math.max(height * (1 - scale), y)) }
}
