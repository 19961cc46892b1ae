// Drawings that play in a loop beside what they stand for: an element in the state "paused" has them stand still.

import { announce } from "studio/lib/dom.js"

/** Stops them, or lets them play again. `internals` are the element's own. */
export function pauseOrPlay({ states }) {
  const isPaused = !states.has("paused")
  states[isPaused ? "add" : "delete"]("paused")
  announce(isPaused ? "The drawings stand still" : "The drawings play")
}
