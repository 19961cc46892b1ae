// Rows of one height that fill a width, each picture at its own ratio. Plain numbers in pixels, no DOM.

const LAST_ROW = 1.25 // how much taller than wished a row may grow that has too few pictures

/**
 * @param {number[]} ratios width / height of each picture, in order
 * @returns {{width: number, height: number}[]} one size a picture, in order
 */
export function justify(ratios, { width, height, gap }) {
  const sizes = []
  let row = []
  const close = () => { sizes.push(...fit(row, { width, height, gap })); row = [] }
  for (const ratio of ratios) {
    if (row.length && isBetterWithout(row, ratio, { width, height, gap })) close()
    row.push(ratio)
  }
  if (row.length) close()
  return sizes
}

const total = (row) => row.reduce((sum, ratio) => sum + ratio, 0)
const heightOf = (row, { width, gap }) => (width - gap * (row.length - 1)) / total(row)

/** True when the row is nearer to the wished height without the next picture. */
function isBetterWithout(row, next, room) {
  const without = heightOf(row, room)
  const within = heightOf([...row, next], room)
  if (within >= room.height) return false
  return without <= room.height || without / room.height < room.height / within
}

function fit(row, room) {
  const height = Math.min(heightOf(row, room), room.height * LAST_ROW)
  return row.map((ratio) => ({ width: Math.floor(ratio * height * 64) / 64, height })) // 1/64 px is the layout's unit
}
