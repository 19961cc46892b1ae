// What one can do with a shot of a storyboard, as data: its button, its key, its line in the menu, and what it does.
// does(shots, at, limits) -> a new list, or the same where nothing can change; goes(at, shots) -> which shot is current then

import * as story from "studio/lib/shots.js"

/** `key`: on a card, with nothing held down; `keys`: as aria-keyshortcuts has it; what has none is not in the menu. */
export const ACTS = {
  add: { does: (shots, at, limits) => story.insert(shots, shots.length, { prompt: "", duration: 3 }, limits), goes: (at, shots) => shots.length },
  split: { icon: "scissors", words: "Split this shot in two", key: "s", keys: "S", does: story.split },
  duplicate: { icon: "copy", words: "Duplicate this shot", key: "d", keys: "D", does: story.duplicate, goes: (at) => at + 1 },
  merge: { icon: "link", words: "Merge with the next shot", key: "m", keys: "M", does: story.merge },
  left: { icon: "left", words: "Move this shot earlier", keys: "Alt+ArrowLeft", does: (shots, at) => story.moveTo(shots, at, at - 1), goes: (at) => at - 1 },
  right: { icon: "right", words: "Move this shot later", keys: "Alt+ArrowRight", does: (shots, at) => story.moveTo(shots, at, at + 1), goes: (at) => at + 1 },
  remove: { icon: "bin", words: "Remove this shot", key: "Delete", keys: "Delete", does: story.remove, goes: (at, shots) => Math.min(at, shots.length - 2) },
}

/** The act that a key on a card stands for. */
export const actOf = ({ key, altKey, ctrlKey, metaKey }) => {
  if (altKey) return { ArrowLeft: "left", ArrowRight: "right" }[key]
  if (ctrlKey || metaKey) return undefined
  return Object.keys(ACTS).find((name) => ACTS[name].key?.toLowerCase() === key.toLowerCase())
}

/** Whether it would change anything. */
export const can = (name, shots, at, limits) => ACTS[name].does(shots, at, limits) !== shots
