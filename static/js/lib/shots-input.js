// What is typed into the editor of a storyboard: the look, and the words and seconds of the current shot.

import { setSeconds } from "studio/lib/shots.js"
import { changeWords } from "studio/lib/shots-words.js"

const PARTS = {
  look: (strip, { value }, type) => {
    strip.board.changeLook(value)
    strip.tell(type)
  },
  prompt: (strip, { value }, type) => {
    const { shots, current: at } = strip.board
    strip.write(shots.with(at, { ...shots[at], prompt: value }), type, `words ${at}`)
  },
  seconds: (strip, { valueAsNumber }, type) => {
    if (type !== "change") return
    strip.write(setSeconds(strip.board.shots, strip.board.current, valueAsNumber, strip.limits()))
    strip.draw()
  },
}

/** `strip`: the element's board, and what may be done to it. The server's own fields speak for themselves. */
export function onInput(event, strip) {
  const { part, words } = event.target.dataset, act = PARTS[part]
  if (words) event.stopPropagation()
  if (words && event.type === "change") changeWords(strip, event.target)
  if (!act) return
  event.stopPropagation() // the textarea speaks for us
  act(strip, event.target, event.type)
}
