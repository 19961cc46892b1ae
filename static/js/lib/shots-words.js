// Shot size and camera move as words of a shot's prompt: each is a sentence, chosen from a list, seen on its card, and
// shown as a chip that takes it out. The prompt holds the words, nothing else does.
//
// kinds: [{"kind": "size", "label": "Shot size", "words": [["Wide", "Wide shot."]]}]

import { announce, icon } from "studio/lib/dom.js"
import { without } from "studio/lib/sentences.js"

/** The vocabulary, as the server gives it to the element (studio/pages/camera_words.py). */
export const kindsOf = (element) => JSON.parse(element.getAttribute("words") || "[]")

/** What a prompt says of each kind: [{label, sentence}]. */
export const said = (prompt, kinds) =>
  kinds.flatMap(({ words }) => words.filter(([, sentence]) => prompt.includes(sentence)).map(([label, sentence]) => ({ label, sentence })))

/** The prompt with this sentence in place of others of its kind: such sentences go before all else, in the order of kinds. */
function withWords(prompt, kinds, chosen, sentence) {
  const held = (words) => words.map(([, each]) => each).filter((each) => prompt.includes(each))
  const lead = kinds.flatMap(({ kind, words }) => kind === chosen ? [sentence] : held(words))
  const rest = kinds.flatMap(({ words }) => words).reduce((text, [, each]) => without(text, each), prompt)
  return [...lead, rest.trim()].filter(Boolean).join(" ")
}

const list = ({ kind, label, words }) => `
<select class="select" data-words="${kind}" aria-label="${label} of this shot"><option value="">${label}…</option>${words.map(([each, sentence]) => `<option value="${sentence}">${each}</option>`).join("")}</select>`

const chip = ({ label, sentence }) => `
<button class="chip" type="button" data-without="${sentence}" title="${sentence}" aria-label="${label}: take it out of the prompt">${label}${icon("close")}</button>`

/** The lists once, and a chip for each sentence that the current shot holds. */
export function drawWords(root, prompt, kinds) {
  const row = root.querySelector("[data-part=words]"), chips = said(prompt, kinds).map(chip).join("")
  if (!row.lastElementChild.firstElementChild) row.lastElementChild.innerHTML = kinds.map(list).join("")
  if (row.firstElementChild.innerHTML !== chips) row.firstElementChild.innerHTML = chips
}

/** A sentence was chosen from a list, or its chip pressed; the list is free again at once. */
export function changeWords(strip, target) {
  const { shots, current: at } = strip.board, { prompt } = shots[at], out = target.dataset.without
  if (!out && !target.value) return
  const next = out ? without(prompt, out) : withWords(prompt, strip.kinds(), target.dataset.words, target.value)
  announce(out ? "Taken out of the prompt" : `In the prompt now: ${target.value}`)
  if (!out) target.value = ""
  strip.write(shots.with(at, { ...shots[at], prompt: next }))
}
