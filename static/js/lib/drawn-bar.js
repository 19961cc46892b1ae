// The bar of what draws over the player: its keys, which studio/pages/keyboard.py lists, and which of its buttons are pressed.

import { all, one } from "studio/lib/dom.js"

const SINGLE = {
  p: { draw: "tool", tool: "pen" }, w: { draw: "tool", tool: "arrow" }, b: { draw: "tool", tool: "box" }, t: { draw: "tool", tool: "text" },
  x: { draw: "tool", tool: "eraser" }, h: { draw: "tool", tool: "hand" },
  ...Object.fromEntries([1, 2, 3, 4].map((number) => [number, { draw: "colour", tool: number }])),
}
const HELD = { z: ["undo", "redo"], y: ["redo", "redo"] } // without Shift, and with it

/** What a press does: {draw, tool}, or undefined. */
export function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (altKey) return undefined
  const held = (ctrlKey || metaKey) && HELD[key.toLowerCase()]
  if (ctrlKey || metaKey) return held && { draw: held[Number(shiftKey)] }
  return SINGLE[key.toLowerCase()]
}

/** `on`: {act: whether its button is pressed}; `tool`: the one that is taken; `drawn`: what can be undone. */
export function showBar(bar, { on, tool, drawn }) {
  for (const button of all("[data-draw][aria-pressed]")) button.ariaPressed = String(button.dataset.tool ? button.dataset.tool === tool : on[button.dataset.draw])
  one("[data-draw=undo]", bar).disabled = !drawn.canUndo
  one("[data-draw=redo]", bar).disabled = !drawn.canRedo
}
