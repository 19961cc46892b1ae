// Masks as canvases: the box and the middle of what is painted, and masks put away small. A mask is never painted on
// again once it is made, so what was found out about it is remembered.

/** A canvas of that size. */
export function canvas(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height })
}

const known = { bounds: new WeakMap(), middle: new WeakMap(), packed: new WeakMap() }

function once(memory, mask, find) {
  if (!memory.has(mask)) memory.set(mask, find(mask))
  return memory.get(mask)
}

/** A small copy: {width, height, data, scale}; a line of one pixel leaves its trace there. */
function smaller(mask) {
  const scale = Math.min(1, 480 / Math.max(mask.width, mask.height))
  const made = canvas(Math.max(1, Math.round(mask.width * scale)), Math.max(1, Math.round(mask.height * scale)))
  const pen = made.getContext("2d", { willReadFrequently: true })
  pen.imageSmoothingQuality = "high"
  pen.drawImage(mask, 0, 0, made.width, made.height)
  return { ...pick(made), data: pen.getImageData(0, 0, made.width, made.height).data, scale }
}
const pick = ({ width, height }) => ({ width, height })

/** The box around what is painted: {x, y, width, height}; null where nothing is. */
export const boundsOf = (mask) => once(known.bounds, mask, bounds)

function bounds(mask) {
  const { width, data, scale } = smaller(mask)
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1]
  for (let at = 3; at < data.length; at += 4) {
    if (!data[at]) continue
    const x = ((at - 3) / 4) % width, y = Math.floor((at - 3) / 4 / width)
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y)
  }
  if (right < 0) return null
  return { x: left / scale, y: top / scale, width: (right - left + 1) / scale, height: (bottom - top + 1) / scale }
}

/** The middle of what is painted; where nothing is painted there, the painted point that is nearest. */
export const middleOf = (mask) => once(known.middle, mask, middle)

function middle(mask) {
  const { x, y, width, height } = boundsOf(mask), centre = [x + width / 2, y + height / 2]
  if (mask.getContext("2d").getImageData(...centre.map(Math.floor), 1, 1).data[3]) return centre
  const { width: row, data, scale } = smaller(mask)
  let [best, nearest] = [Infinity, centre]
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] < 250) continue
    const point = [(((at - 3) / 4) % row + 0.5) / scale, (Math.floor((at - 3) / 4 / row) + 0.5) / scale]
    const far = (point[0] - centre[0]) ** 2 + (point[1] - centre[1]) ** 2
    if (far < best) [best, nearest] = [far, point]
  }
  return nearest
}

/** A mask as {x, y, width, height, inside}: one byte a pixel of its box. */
export const packed = (mask) => once(known.packed, mask, pack)

function pack(mask) {
  const box = boundsOf(mask), [x, y] = [Math.max(0, Math.floor(box.x) - 2), Math.max(0, Math.floor(box.y) - 2)]
  const [width, height] = [Math.min(mask.width - x, Math.ceil(box.width) + 5), Math.min(mask.height - y, Math.ceil(box.height) + 5)]
  const { data } = mask.getContext("2d").getImageData(x, y, width, height)
  return { x, y, width, height, inside: Uint8Array.from({ length: width * height }, (_, at) => data[at * 4 + 3]) }
}

/** The canvas of a packed mask, in its colour. */
export function unpacked(mask, { width, height }, colour) {
  const made = canvas(width, height), pen = made.getContext("2d"), pixels = pen.createImageData(mask.width, mask.height)
  mask.inside.forEach((alpha, at) => { pixels.data[at * 4 + 3] = alpha })
  pen.putImageData(pixels, mask.x, mask.y)
  pen.globalCompositeOperation = "source-in"
  pen.fillStyle = colour
  pen.fillRect(0, 0, width, height)
  known.packed.set(made, mask)
  return made
}
