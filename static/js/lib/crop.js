// A part of a picture in whole pixels: {left, top, width, height}. Plain numbers, no DOM.

const LEAST = 2

/** The part kept inside a picture of `size` {width, height}; with a `ratio` (width / height) its height follows. */
export function inside(part, size, ratio = 0) {
  const most = ratio ? Math.min(size.width, size.height * ratio) : size.width
  const width = clamp(part.width, LEAST, most)
  const height = clamp(ratio ? width / ratio : part.height, LEAST, size.height)
  return {
    left: clamp(part.left, 0, size.width - width),
    top: clamp(part.top, 0, size.height - height),
    width, height,
  }
}

/** The largest part of that shape, from the middle; its sides are even, as on the server. */
export function middle(size, ratio) {
  const across = Math.min(size.width, size.height * ratio)
  const [width, height] = [across, across / ratio].map((side) => Math.max(LEAST, Math.floor(Math.floor(side + 1e-6) / 2) * 2))
  return { left: Math.floor((size.width - width) / 2), top: Math.floor((size.height - height) / 2), width, height }
}

const clamp = (value, least, most) => Math.round(Math.min(Math.max(Number(value) || 0, least), Math.floor(most)))
