// Arithmetic of a storyboard. A shot is {prompt, duration} with whole seconds; nothing here knows the page.
// limits: {most: shots, longest: seconds together, shortest: seconds each}
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

function withSeconds(shots, changes) {
  return shots.map((shot, index) => index in changes ? { ...shot, duration: changes[index] } : shot)
}

/** Sets one shot's seconds; the free seconds pay for it. */
export function setSeconds(shots, index, seconds, limits) {
  const most = shots[index].duration + Math.max(0, free(shots, limits))
  const wanted = clamp(Math.round(seconds) || limits.shortest, limits.shortest, Math.max(limits.shortest, most))
  return wanted === shots[index].duration ? shots : withSeconds(shots, { [index]: wanted })
}

/** Moves the cut after a shot by whole seconds: its neighbour pays; after the last shot the free seconds do. */
export function moveCut(shots, index, step, limits) {
  const next = shots[index + 1]
  if (!next) return setSeconds(shots, index, shots[index].duration + step, limits)
  const change = clamp(step, limits.shortest - shots[index].duration, next.duration - limits.shortest)
  if (!change) return shots
  return withSeconds(shots, { [index]: shots[index].duration + change, [index + 1]: next.duration - change })
}

/** Puts a shot in at `index`, from free seconds. */
export function insert(shots, index, shot, limits) {
  const room = free(shots, limits)
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

/** Takes a shot out; its seconds become free. */
export const remove = (shots, index) => shots.toSpliced(index, 1)

/** Exchanges a shot with the one `by` places further. */
export function move(shots, index, by) {
  const to = index + by
  if (to < 0 || to >= shots.length) return shots
  return shots.toSpliced(index, 1).toSpliced(to, 0, shots[index])
}
