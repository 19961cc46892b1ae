// A sound in a clip: {at, from, to} in seconds, as the recipe says it. Plain numbers, no DOM.

const SNAP = 0.1 // seconds; the clip's ends hold what comes near

/** Where the sound ends in the clip, and how much of it comes too late to be heard. */
export function ends({ at, from, to }, clip) {
  const end = at + to - from
  return { end: clip ? Math.min(end, clip) : end, cut: clip ? Math.max(0, end - clip) : 0 }
}

/** The same part of the sound, begun later by so many seconds, or earlier. */
export function moved(lane, by, { clip }) {
  const long = lane.to - lane.from
  const last = Math.max(0, clip - long)
  const at = clamp(lane.at + by, 0, Math.max(last, clip - 0.5))
  return { ...lane, at: near(at, 0) ? 0 : near(at, last) ? last : at }
}

/** One end of the sound taken away, or given back; what is left stays where it is heard. */
export function trimmed(lane, end, by, { sound, shortest }) {
  if (end === "end") return { ...lane, to: clamp(lane.to + by, lane.from + shortest, sound) }
  const cut = clamp(by, Math.max(-lane.from, -lane.at), lane.to - shortest - lane.from)
  return { ...lane, at: lane.at + cut, from: lane.from + cut }
}

const near = (one, other) => Math.abs(one - other) < SNAP
const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most))
