// What a camera's move does to the frame: plain numbers, no DOM. Axes are in film words, -10 to 10.

const WIDTH = 96, HEIGHT = 54

/** What the presets do, as axes: only to draw them; how far they go is the model's own. */
export const PRESETS = {
  down_back: { pedestal: -6, zoom: -5, tilt: 2 },
  forward_up: { pedestal: 6, zoom: 5, tilt: -2 },
  right_turn_forward: { truck: -4, pan: 6, zoom: 4 },
  left_turn_forward: { truck: 4, pan: -6, zoom: 4 },
}

/**
 * The corners of the frame at the end of the move, clockwise from the top left, around 0,0; a frame at rest is 96 x 54.
 * The frame shows what the lens will see: zooming in makes it smaller, panning right moves it right.
 */
export function endFrame({ truck = 0, pedestal = 0, tilt = 0, pan = 0, roll = 0, zoom = 0 }) {
  const scale = zoom >= 0 ? 1 - zoom * 0.045 : 1 - zoom * 0.05
  const angle = (roll * 2.5 * Math.PI) / 180
  const x = truck * 3 + pan * 2.4, y = -pedestal * 1.7 - tilt * 1.4
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]]
  return corners.map(([across, down]) => {
    const turned = 1 + across * pan * 0.018, raised = 1 + down * -tilt * 0.018 // the far side looks smaller
    const left = (across * WIDTH * scale * raised) / 2, top = (down * HEIGHT * scale * turned) / 2
    return [round(x + left * Math.cos(angle) - top * Math.sin(angle)), round(y + left * Math.sin(angle) + top * Math.cos(angle))]
  })
}

/** The axes at `part` (0 to 1) of the move. */
export const partly = (axes, part) => Object.fromEntries(Object.entries(axes).map(([axis, amount]) => [axis, amount * part]))

/** The corners as the data of an SVG path. */
export const outline = (corners) => `M${corners.map((corner) => corner.join(" ")).join("L")}z`

/** The ways of the corners from a frame at rest, as the data of an SVG path. */
export const rays = (corners) => endFrame({}).map((corner, at) => `M${corner.join(" ")}L${corners[at].join(" ")}`).join("")

/** The axes after one of them was set, where only one may move: the others go back to 0. */
export function onlyOne(axes, name) {
  if (!axes[name]) return axes
  return Object.fromEntries(Object.entries(axes).map(([axis, amount]) => [axis, axis === name ? amount : 0]))
}

const round = (number) => Math.round(number * 10) / 10
