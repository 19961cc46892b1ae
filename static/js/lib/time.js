// Frames and timecode. Rates are fractions ("24", "30000/1001"); a frame is shown from n/rate up to (n + 1)/rate seconds.

const pad = (number) => String(number).padStart(2, "0")

/** Frames per second as a number. */
export function rate(fraction) {
  const [frames, seconds = 1] = fraction.split("/").map(Number)
  return frames / seconds
}

/** The frame that is on screen at a presentation time. Floor, never round: a 24 fps clip would skip otherwise. */
export const frameAt = (seconds, fps) => Math.floor(seconds * fps + 1e-3)

/** A time well inside a frame, so that seeking there shows this frame and no other. */
export const middleOf = (frame, fps) => (frame + 0.5) / fps

/**
 * `mm:ss:ff`, from an hour on `h:mm:ss:ff`. At 29.97 and 59.94 it is drop-frame, `mm:ss;ff`: the first numbers of each
 * minute but every tenth are left out (no frame is), so that it agrees with the clock (SMPTE ST 12-1).
 */
export function timecode(frame, fps) {
  const base = Math.round(fps), dropped = isDropped(fps)
  const number = dropped ? withGaps(frame, base) : frame
  const seconds = Math.floor(number / base)
  const clock = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${dropped ? ";" : ":"}${pad(number % base)}`
  return seconds < 3600 ? clock : `${Math.floor(seconds / 3600)}:${clock}`
}

const isDropped = (fps) => Math.round(fps) % 30 === 0 && Math.abs(fps * 1.001 - Math.round(fps)) < 1e-3

function withGaps(frame, base) {
  const gap = base / 15, minute = base * 60 - gap, ten = minute * 10 + gap
  const tens = Math.floor(frame / ten), rest = frame % ten
  return frame + gap * (9 * tens + (rest < gap ? 0 : Math.floor((rest - gap) / minute)))
}

/** `m:ss`, as a tile shows it. */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${pad(Math.floor(seconds % 60))}`

/**
 * Goes back from a frame, for no browser plays backwards: calls `go(frame)` with the frame for the time gone by, as often
 * as the screen is drawn. Returns what ends it.
 */
export function rewind(from, fps, go) {
  const begun = performance.now()
  let next = requestAnimationFrame(function tick(now) {
    next = requestAnimationFrame(tick)
    go(Math.max(from - Math.floor(((now - begun) / 1000) * fps), 0))
  })
  return () => cancelAnimationFrame(next)
}
