// What a stroke takes from other areas: it is said, and lights up on the board. The later stroke wins.

import { lens, wiped } from "studio/lib/brush-draft.js"
import { inColour } from "studio/lib/brush-pixels.js"
import { nameOf } from "studio/lib/brush-view.js"
import { play } from "studio/lib/pointer.js"

const SECONDS = 1.2, TURNS = 4 // light and dark in turn, fewer than three flashes a second (WCAG 2.3.1)

/** `lost` is [[layer, pixels], …]; `where` a canvas of the picture's size that covers what they lost. */
export function showLost(brush, { lost, where }) {
  const board = brush.find("flash"), { layers } = brush, looks = [layers.outline, layers.ink].map((colour) => inColour(where, colour))
  brush.say(`${nameOf(brush.current)} took ${lost.map(([at, pixels]) => `${pixels} px from ${nameOf(at)}`).join(", ")}: the later one wins.`)
  play(SECONDS, (part) => draw(board, looks[part < 1 ? Math.floor(part * TURNS) % 2 : 0], brush), () => wiped(board, brush.find("board")))
}

function draw(board, look, brush) {
  const pen = wiped(board, brush.find("board")), { scale, left, top } = lens(board, brush.layers, brush.view)
  pen.setTransform(scale, 0, 0, scale, left, top)
  if (board.width) pen.drawImage(look, 0, 0)
}
