// Arithmetic of a storyboard. A shot is {prompt, duration} with whole seconds; nothing here knows the page.
// limits: {most: shots, longest: seconds together, shortest: seconds each, each: seconds of one at most}
// Each function returns a new list, or the same list where nothing can change.

const clamp = (value, low, high) => Math.min(high, Math.max(low, value))

/** Seconds of all shots together. */
export const total = (shots) => shots.reduce((sum, shot) => sum + shot.duration, 0)

/** Seconds still free; negative when over the limit. */
export const free = (shots, { longest }) => longest - total(shots)

/** Where each shot begins, in seconds. */
export const starts = (shots) => shots.map((_, index) => total(shots.slice(0, index)))

/** The JSON of the form's value as a list of shots; what is not a list counts as none. */
export function parse(json) {
  const data = JSON.parse(json || "[]")
  if (!Array.isArray(data)) return []
  return data.map((shot) => ({ prompt: String(shot?.prompt ?? ""), duration: Math.max(1, Math.round(shot?.duration) || 1) }))
}

// The look is the first line that all prompts share (studio/forms/story.py says why).

/** The look, and the shots with their own words alone. */
export function apart(shots) {
  const look = shots[0]?.prompt.includes("\n") ? shots[0].prompt.split("\n", 1)[0] : ""
  const isShared = look.trim() && shots.every(({ prompt }) => prompt.startsWith(`${look}\n`))
  if (!isShared) return { look: "", shots }
  return { look, shots: shots.map((shot) => ({ ...shot, prompt: shot.prompt.slice(look.length + 1) })) }
}

/** The shots as they are sent: the look before every one. */
export const together = (look, shots) =>
  look.trim() ? shots.map((shot) => ({ ...shot, prompt: `${look}\n${shot.prompt}` })) : shots

// Changes

/** The first shot, from the form's own prompt and length. */
export function opening({ prompt, duration }, { each, longest, characters }) {
  const words = (prompt?.value ?? "").split(/\s*\n\s*/).join(" ")
  return { prompt: words.slice(0, characters), duration: Math.min(Number(duration?.value) || 3, each, longest) }
}

function withSeconds(shots, changes) {
  return shots.map((shot, index) => index in changes ? { ...shot, duration: changes[index] } : shot)
}

/** The most seconds that one shot can have now; the free seconds pay for it. */
export const most = (shots, index, limits) =>
  Math.max(limits.shortest, Math.min(limits.each, shots[index].duration + Math.max(0, free(shots, limits))))

/** Sets one shot's seconds; the free seconds pay for it. */
export function setSeconds(shots, index, seconds, limits) {
  const wanted = clamp(Math.round(seconds) || limits.shortest, limits.shortest, most(shots, index, limits))
  return wanted === shots[index].duration ? shots : withSeconds(shots, { [index]: wanted })
}

/** Moves the cut after a shot by whole seconds: its neighbour pays; after the last shot the free seconds do. */
export function moveCut(shots, index, step, limits) {
  const next = shots[index + 1]
  if (!next) return setSeconds(shots, index, shots[index].duration + step, limits)
  const { shortest, each } = limits, mine = shots[index].duration
  const change = clamp(step, Math.max(shortest - mine, next.duration - each), Math.min(next.duration - shortest, each - mine))
  if (!change || Math.sign(change) !== Math.sign(step)) return shots
  return withSeconds(shots, { [index]: mine + change, [index + 1]: next.duration - change })
}

/** Puts a shot in at `index`, from free seconds. */
export function insert(shots, index, shot, limits) {
  const room = Math.min(limits.each, free(shots, limits))
  if (shots.length >= limits.most || room < limits.shortest) return shots
  return shots.toSpliced(index, 0, { ...shot, duration: clamp(shot.duration, limits.shortest, room) })
}

/** Cuts one shot in two halves with the same prompt. */
export function split(shots, index, limits) {
  const { prompt, duration } = shots[index]
  if (shots.length >= limits.most || duration < 2 * limits.shortest) return shots
  const first = Math.ceil(duration / 2)
  return shots.toSpliced(index, 1, { prompt, duration: first }, { prompt, duration: duration - first })
}

/** The same shot once more, from free seconds, else by sharing its own. */
export function duplicate(shots, index, limits) {
  const more = insert(shots, index + 1, { ...shots[index] }, limits)
  return more === shots ? split(shots, index, limits) : more
}

/** One shot of this and the next: the words of both, said once where they are the same, and the seconds of both. */
export function merge(shots, index, limits) {
  const [one, next] = shots.slice(index, index + 2)
  if (!next || one.duration + next.duration > limits.each) return shots
  const words = [...new Set([one.prompt.trim(), next.prompt.trim()].filter(Boolean))].join(" ")
  return shots.toSpliced(index, 2, { prompt: words, duration: one.duration + next.duration })
}

/** Takes a shot out; its seconds become free. */
export const remove = (shots, index) => shots.toSpliced(index, 1)

/** Puts a shot at another place. */
export function moveTo(shots, index, to) {
  if (to < 0 || to >= shots.length || to === index) return shots
  return shots.toSpliced(index, 1).toSpliced(to, 0, shots[index])
}
