// Shapes that are drawn on a frame: from what a hand did to what is kept, and back to lines in pixels of the picture.
// `size` is {width, height} of the picture; kept points are parts of it, from its top left. Plain numbers, no DOM.

import { resample, simplify } from "studio/lib/paths.js"

const DIGITS = 1e5 // as studio/review/shapes.py keeps them
const TREMOR = 1 / 800 // of the longer side: what a hand did not mean
const LEAST = 1 / 100 // of the shorter side: an arrow or a box that is smaller was a slip
const HEAD_ANGLE = (28 * Math.PI) / 180

const inside = (value) => Math.round(Math.min(1, Math.max(0, value)) * DIGITS) / DIGITS
const short = ({ width, height }) => Math.min(width, height)
const apart = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by)

export const toParts = ([x, y], { width, height }) => [inside(x / width), inside(y / height)]
export const toPixels = ([x, y], { width, height }) => [x * width, y * height]

const ends = (points) => [points[0], points.at(-1)]
const DRAWN = { pen: (points) => points, arrow: ends, box: ends, text: ([first]) => [first] }
const SEEN = {
  pen: () => true,
  text: () => true,
  arrow: (points, least) => apart(...points) >= least,
  box: ([[ax, ay], [bx, by]], least) => Math.min(Math.abs(ax - bx), Math.abs(ay - by)) >= least,
}

/** What a hand has drawn so far: `points` in pixels, as they came. */
export function roughly({ kind, colour, points, words }, size) {
  const kept = { kind, colour, points: DRAWN[kind](points).map((point) => toParts(point, size)) }
  return words ? { ...kept, words } : kept
}

/** The same as it is kept: a stroke without tremor and with at most `most` points; null where it is too small to be meant. */
export function shapeOf({ kind, colour, points, words }, size, most) {
  if (!SEEN[kind](DRAWN[kind](points), short(size) * LEAST)) return null
  return roughly({ kind, colour, points: kind === "pen" ? stroke(points, size, most) : points, words }, size)
}

function stroke(points, size, most) {
  const plain = simplify(points, Math.max(size.width, size.height) * TREMOR)
  return plain.length > most ? resample(plain, most) : plain
}

/** An arrow's head as three points; at most half as long as its line. */
export function headOf(tail, tip, longest) {
  const length = Math.min(longest, apart(tail, tip) / 2), back = Math.atan2(tail[1] - tip[1], tail[0] - tip[0])
  const end = (turn) => [tip[0] + length * Math.cos(back + turn), tip[1] + length * Math.sin(back + turn)]
  return [end(HEAD_ANGLE), tip, end(-HEAD_ANGLE)]
}

const LINES = {
  pen: (points) => [points],
  arrow: ([tail, tip], head) => [[tail, tip], headOf(tail, tip, head)],
  box: ([[ax, ay], [bx, by]]) => [[[ax, ay], [bx, ay], [bx, by], [ax, by], [ax, ay]]],
  text: () => [],
}

/** The lines of a shape, each a list of points in pixels; none of a text. `style`: see STYLE in studio/review/shapes.py. */
export const linesOf = ({ kind, points }, size, style) => LINES[kind](points.map((point) => toPixels(point, size)), style.head * short(size))

/** How far a point is from the nearest of these lines, in pixels. */
export const distanceTo = (point, lines) => Math.min(Infinity, ...lines.flatMap((line) => line.map((end, at) => toLeg(point, line[at - 1] ?? end, end))))

function toLeg(point, from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]], length = dx * dx + dy * dy
  const part = length ? Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length)) : 0
  return apart(point, [from[0] + part * dx, from[1] + part * dy])
}

// By numbers

const AXES = ["left", "top"]
const NAMES = { pen: [""], text: [""], arrow: ["From ", "To "], box: ["", ""] }
const OF_A_BOX = ["Left", "Top", "Right", "Bottom"]

/** What can be set by a number, in percent of the picture: [{label, value, point, axis}]. A stroke is moved by where it begins. */
export function numbersOf({ kind, points }) {
  return NAMES[kind].flatMap((name, point) => AXES.map((word, axis) => {
    const label = kind === "box" ? OF_A_BOX[point * 2 + axis] : name ? name + word : word[0].toUpperCase() + word.slice(1)
    return { label, value: Math.round(points[point][axis] * 1000) / 10, point, axis }
  }))
}

/** The shape with that number; a stroke as a whole, as far as the picture goes. Null where nothing would be left to see. */
export function withNumber(shape, { point, axis, value }) {
  const part = inside(value / 100), { kind, points } = shape
  const along = points.map((each) => each[axis]), way = part - along[0]
  const by = Math.min(1 - Math.max(...along), Math.max(-Math.min(...along), way))
  const moved = kind === "pen" ? points.map((each) => each.with(axis, inside(each[axis] + by))) : points.with(point, points[point].with(axis, part))
  return SEEN[kind](moved, 0.001) ? { ...shape, points: moved } : null
}

/** One in the middle of the picture, to be moved by numbers. */
export function standing(kind, colour, words) {
  const points = { pen: [[0.4, 0.5], [0.6, 0.5]], arrow: [[0.35, 0.5], [0.65, 0.5]], box: [[0.35, 0.35], [0.65, 0.65]], text: [[0.4, 0.45]] }[kind]
  return words ? { kind, colour, points, words } : { kind, colour, points }
}
