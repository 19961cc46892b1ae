// Rows of one height that fill a width, each picture at its own ratio. Plain numbers in pixels, no DOM.

const STRETCH = 1.45 // how much taller than wished the last row may grow to fill the width; beyond that it stays short

/**
 * @param {number[]} ratios width / height of each picture, in order
 * @param {{width: number, height: number, gap: number}} room the width to fill, the wished height, the space between
 * @returns {{width: number, height: number}[][]} rows of sizes, one size a picture, in order
 */
export function justify(ratios, room) {
  const rows = ratios.length ? [[]] : []
  for (const ratio of ratios) {
    const row = rows.at(-1)
    if (row.length && isBetterWithout(row, ratio, room)) rows.push([ratio])
    else row.push(ratio)
  }
  return rows.map((row, index) => fit(row, room, index === rows.length - 1))
}

const total = (row) => row.reduce((sum, ratio) => sum + ratio, 0)
const filling = (row, { width, gap }) => (width - gap * (row.length - 1)) / total(row)

/** True when the row is nearer to the wished height without the next picture. */
function isBetterWithout(row, next, room) {
  const without = filling(row, room)
  const within = filling([...row, next], room)
  return within < room.height && without / room.height < room.height / within
}

function fit(row, room, isLast) {
  const full = filling(row, room)
  const height = isLast && full > room.height * STRETCH ? room.height : full
  return row.map((ratio) => ({ width: Math.floor(ratio * height * 64) / 64, height })) // 1/64 px is the layout's unit
}
