// How a picture grows: fractions of its own sides, {up, down, left, right}. Plain numbers, no DOM.

export const SIDES = ["up", "down", "left", "right"]

/** How many times as large the picture gets. */
export const area = ({ up, down, left, right }) => (1 + up + down) * (1 + left + right)

/** The sides that give a picture of `ratio` (width / height) the shape `wanted`, grown evenly to both hands. */
export function toShape(ratio, wanted) {
  const wider = wanted > ratio
  const more = Math.max(0, wider ? wanted / ratio - 1 : ratio / wanted - 1) / 2
  return wider ? { up: 0, down: 0, left: more, right: more } : { up: more, down: more, left: 0, right: 0 }
}

/** One side set to `amount`, kept within 0 to `limits.most`, and within what `limits.area` leaves to it. */
export function grow(sides, side, amount, limits) {
  const across = side === "left" || side === "right"
  const [one, two] = across ? ["up", "down"] : ["left", "right"]
  const partner = { left: "right", right: "left", up: "down", down: "up" }[side]
  const room = limits.area / (1 + sides[one] + sides[two]) - 1 - sides[partner]
  const wanted = Math.min(Math.max(0, amount), limits.most, Math.max(0, floor(room)))
  return { ...sides, [side]: floor(wanted) }
}

/** Where the picture lies in the grown frame: x, y, width and height as fractions of the frame. */
export function placed({ up, down, left, right }) {
  const width = 1 + left + right, height = 1 + up + down
  return { x: left / width, y: up / height, width: 1 / width, height: 1 / height }
}

const floor = (fraction) => Math.floor(fraction * 1000 + 1e-6) / 1000
