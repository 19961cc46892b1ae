// A mention acts as one letter of its text: arrows walk over it, one Backspace takes all of it.

import { announce } from "studio/lib/dom.js"
import { endingAt, startingAt } from "studio/lib/mentions.js"
import { isPlain, type } from "studio/lib/typing.js"

/** For a textarea; `all()` gives what can be meant. */
export function actAsOne(text, all) {
  text.addEventListener("keydown", (event) => walk(event, text, all))
  text.addEventListener("beforeinput", (event) => remove(event, text, all))
}

function walk(event, text, all) {
  const step = { ArrowLeft: endingAt, ArrowRight: startingAt }[event.key]
  const mention = step && !event.defaultPrevented && isPlain(text, event) && step(text.value, text.selectionStart, all())
  if (!mention) return
  event.preventDefault()
  const to = step === endingAt ? mention.start : mention.end
  text.setSelectionRange(to, to)
}

function remove(event, text, all) {
  if (event.inputType !== "deleteContentBackward" || !isPlain(text, event)) return
  const mention = endingAt(text.value, text.selectionStart, all())
  if (!mention) return
  event.preventDefault()
  type(text, "", mention.start, mention.end)
  announce(`@${mention.name} is taken out of the text`)
}
