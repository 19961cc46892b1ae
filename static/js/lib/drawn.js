// What is being drawn with a note, frame by frame, as studio/review/shapes.py writes it, with undo. Plain data, no DOM.
//   [{frame: 36, shapes: [{kind: "arrow", colour: 1, points: [[0.2, 0.3], [0.6, 0.5]]}]}]; frame is null on a picture

const MOST_STEPS = 100

export class Drawn {
  #frames = []
  #past = []
  #next = []

  /** `limits` {frames, shapes, characters}: what one note may hold. */
  constructor(limits) { this.limits = limits }

  get json() { return this.#frames.length ? JSON.stringify(this.#frames) : "" }
  get frames() { return this.#frames }
  get canUndo() { return this.#past.length > 0 }
  get canRedo() { return this.#next.length > 0 }

  /** Takes what a field holds, unless it is what is here already. */
  read(json) {
    if (json === this.json) return
    this.#frames = json ? JSON.parse(json) : []
    this.#past = []
    this.#next = []
  }

  /** The shapes on a frame. */
  on(frame) { return this.#frames.find((each) => each.frame === frame)?.shapes ?? [] }

  // Changing: each answers with a sentence where it cannot be done, else with nothing
  add(frame, shape) { return this.#set(frame, [...this.on(frame), shape]) }
  change(frame, at, shape) { return this.#set(frame, this.on(frame).with(at, shape)) }
  erase(frame, at) { return this.#set(frame, this.on(frame).toSpliced(at, 1)) }
  undo() { this.#walk(this.#past, this.#next) }
  redo() { this.#walk(this.#next, this.#past) }

  #set(frame, shapes) {
    const others = this.#frames.filter((each) => each.frame !== frame)
    const frames = [...others, ...(shapes.length ? [{ frame, shapes }] : [])].sort((a, b) => a.frame - b.frame)
    const wrong = tooMuch(frames, shapes, this.limits)
    if (wrong) return wrong
    this.#past = [...this.#past, this.#frames].slice(-MOST_STEPS)
    this.#next = []
    this.#frames = frames
    return ""
  }
  #walk(from, to) {
    if (!from.length) return
    to.push(this.#frames)
    this.#frames = from.pop()
  }
}

function tooMuch(frames, shapes, limits) {
  if (frames.length > limits.frames) return `One note is drawn on up to ${limits.frames} frames. Send this one, then draw on with another.`
  if (shapes.length > limits.shapes) return `A frame has up to ${limits.shapes} shapes. Erase some, or send this note and draw on with another.`
  if (JSON.stringify(frames).length > limits.characters) return "No more fits into one note. Send it, then draw on with another."
  return ""
}
