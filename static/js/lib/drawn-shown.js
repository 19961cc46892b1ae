// When what is drawn on a frame is seen: on that frame; for half a second after it while the clip plays, fading; faintly on
// the frames around it where somebody wants ghosts; until the next drawing where somebody holds it. Plain numbers, no DOM.

const FADE = 0.5 // s
const GHOST = 0.5 // s before and after
const FAINT = 0.3

/**
 * How strongly a drawing on `at` is seen, 0 to 1. `frame`: what is shown; `others`: the frames that are drawn on;
 * `isMoving`, `way` (1 or -1), `rate` in frames a second as it plays, `fps`; `isCalm`: nothing fades, it goes at once.
 */
export function strength(at, { frame, others, isMoving, way, rate, fps, ghost, hold, isCalm }) {
  if (frame === at) return 1
  const held = hold && frame > at && !others.some((other) => other > at && other <= frame) ? 1 : 0
  const near = ghost && Math.abs(frame - at) <= GHOST * fps ? FAINT : 0
  return Math.max(held, near, isMoving ? fading(((frame - at) * way) / rate, isCalm) : 0)
}

function fading(age, isCalm) {
  if (age < 0 || age >= FADE) return 0
  return isCalm ? 1 : 1 - age / FADE
}
