// Paths of a motion brush: lists of [x, y] in pixels of the picture, from its top left. Plain numbers, no DOM.

const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay)
const whole = ([x, y]) => [Math.round(x), Math.round(y)]

/** How long a path is, in pixels. */
const lengthOf = (path) => path.slice(1).reduce((sum, point, at) => sum + distance(path[at], point), 0)

/** Ramer-Douglas-Peucker: leaves out what lies closer than `tolerance` to the line. */
export function simplify(path, tolerance) {
  if (path.length < 3) return path
  const [first, last] = [path[0], path.at(-1)]
  const far = path.map((point) => offLine(point, first, last))
  const worst = far.indexOf(Math.max(...far.slice(1, -1)))
  if (far[worst] <= tolerance) return [first, last]
  return [...simplify(path.slice(0, worst + 1), tolerance).slice(0, -1), ...simplify(path.slice(worst), tolerance)]
}

function offLine(point, first, last) {
  const length = distance(first, last)
  if (!length) return distance(point, first)
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]]
  return Math.abs(dx * (first[1] - point[1]) - (first[0] - point[0]) * dy) / length
}

/** `count` points at even distances along a path, ends included. */
export function resample(path, count) {
  const step = lengthOf(path) / (count - 1)
  if (!step) return path.slice(0, 2)
  const points = [path[0]]
  let walked = 0
  for (let at = 1; at < path.length; at++) {
    const leg = distance(path[at - 1], path[at])
    while (points.length < count - 1 && walked + leg >= step * points.length) {
      const part = leg ? (step * points.length - walked) / leg : 0
      points.push(between(path[at - 1], path[at], part))
    }
    walked += leg
  }
  return [...points, path.at(-1)]
}

export const between = ([ax, ay], [bx, by], part) => [ax + (bx - ax) * part, ay + (by - ay) * part]

/** What was drawn by hand as a path that may be sent: without tremor, within `most` points, inside the picture. */
export function tidy(drawn, most, { width, height }) {
  const plain = simplify(drawn, Math.max(width, height) / 400)
  const inside = (plain.length > most ? resample(plain, most) : plain).map((point) => within(point, width, height))
  return inside.length === 1 ? [inside[0], inside[0]] : inside
}

/** The nearest whole pixel of the picture. */
export const within = ([x, y], width, height) => whole([Math.min(Math.max(0, x), width), Math.min(Math.max(0, y), height)])

/** A straight path from `start`: `turn` in eighths of a circle, 0 is right and 2 is down; `part` of the shorter side, or as
 *  far as the picture goes. */
export function straight(start, turn, part, { width, height }) {
  const angle = (turn * Math.PI) / 4, length = Math.min(width, height) * part
  const way = [Math.cos(angle), Math.sin(angle)].map((step) => Math.round(step * 1e6) / 1e6)
  const room = way.map((step, axis) => (step ? ((step > 0 ? [width, height][axis] : 0) - start[axis]) / step : Infinity))
  const far = Math.min(length, ...room)
  return [whole(start), within([start[0] + far * way[0], start[1] + far * way[1]], width, height)]
}

/** The path with one more point, a little further than the last; the first one is at `start`. */
export function longer(path, start, { width, height }) {
  const [x, y] = path.at(-1) ?? start, step = path.length ? 20 : 0
  return [...path, within([x + step, y + step], width, height)]
}

/** The point at `part` (0 to 1) of the way. */
export const along = (path, part) => resample(path, 101)[Math.round(part * 100)] ?? path.at(-1)

/** Where a path is after each whole second, ends left out. */
export const atSeconds = (path, seconds) => path.length < 2 ? [] : Array.from({ length: Math.max(0, Math.ceil(seconds) - 1) }, (_, at) => along(path, (at + 1) / seconds))

/** The path from the same start the other way: right becomes left, up becomes down. */
export const turned = (path, { width, height }) => path.map(([x, y]) => within([2 * path[0][0] - x, 2 * path[0][1] - y], width, height))

/** The same path from another start. */
export function movedTo([x, y], path, { width, height }) {
  return path.map(([px, py]) => within([px + x - path[0][0], py + y - path[0][1]], width, height))
}

/** `moves 312 px right, 40 px up, fast, 63 px/s`: what a path does in `seconds`. */
export function words(path, seconds) {
  if (path.length < 2) return "no path yet"
  const [dx, dy] = [path.at(-1)[0] - path[0][0], path.at(-1)[1] - path[0][1]]
  const parts = [[Math.abs(dx), dx > 0 ? "right" : "left"], [Math.abs(dy), dy > 0 ? "down" : "up"]]
  const moves = parts.filter(([amount]) => amount > 0).map(([amount, way]) => `${Math.round(amount)} px ${way}`)
  const speed = lengthOf(path) / seconds
  const pace = speed < 25 ? "slow" : speed < 55 ? "gentle" : "fast"
  return `moves ${moves.join(", ") || "and comes back"}, ${pace}, ${Math.round(speed)} px/s`
}
