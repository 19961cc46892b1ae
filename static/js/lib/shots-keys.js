// What keys do on the strip: on a card, on a cut, in the menu.

import { actOf } from "studio/lib/shots-acts.js"
import { moveCut } from "studio/lib/shots-hands.js"
import { onMenuKey } from "studio/lib/shots-menu.js"

const STEPS = { ArrowLeft: -1, ArrowRight: 1 }

/** `strip`: the element's board, and what may be done to it. */
export function onKey(event, strip) {
  const { target } = event
  if (target.matches("[role=menuitem]")) onMenuKey(event)
  else if (isUndo(event)) answer(event, () => strip.undo())
  else if (target.matches(".edge")) onEdge(event, strip)
  else if (target.matches(".card")) onCard(event, strip)
}

const isUndo = ({ key, ctrlKey, metaKey, target }) => key.toLowerCase() === "z" && (ctrlKey || metaKey) && !target.matches("textarea, input")

function onEdge(event, strip) {
  const step = STEPS[event.key]
  if (step) answer(event, () => moveCut(strip, event.target, step))
}

function onCard(event, strip) {
  const act = actOf(event), step = STEPS[event.key]
  if (act) answer(event, () => strip.act(act, event.target))
  else if (step) answer(event, () => { strip.choose(strip.board.current + step); strip.focus() })
}

function answer(event, act) {
  event.preventDefault()
  act()
}
