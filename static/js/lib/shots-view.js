// What <shot-list> shows of its shots, as small updates of its frame. Values go in as text, never as HTML.

import { icon } from "studio/lib/dom.js"
import { can } from "studio/lib/shots-acts.js"
import { free, most, starts, total } from "studio/lib/shots.js"
import { drawWords, said } from "studio/lib/shots-words.js"

const STEPS = [1, 2, 3, 5, 10] // seconds between marks of the ruler: the first that divides evenly into at most 8

/** One card of the strip, with the edge after it. */
function card() {
  const item = document.createElement("li")
  item.className = "shot"
  item.innerHTML = `<button class="card" type="button" aria-keyshortcuts="S D M Delete Alt+ArrowLeft Alt+ArrowRight"><span class="label"><b></b> <span class="tags"></span> <span class="length"></span></span> <span class="words"></span></button>
<span class="edge" role="separator" tabindex="0" aria-orientation="vertical"></span>`
  return item
}

/** The dashed rest of the strip: add a shot. */
function rest() {
  const item = document.createElement("li")
  item.className = "rest"
  item.innerHTML = `<button class="add" type="button" data-act="add">${icon("plus")}<span></span></button>`
  return item
}

/** Fills a card from its shot. `limits.characters` marks a prompt that is too long. */
function fill(item, { shots, current }, index, limits, picture, kinds) {
  const { prompt, duration } = shots[index]
  const begins = starts(shots)[index]
  item.style.setProperty("--seconds", duration)
  item.ariaCurrent = index === current ? "true" : "false"
  item.dataset.state = prompt.length > limits.characters ? "bad" : "fine"
  const [face, edge] = item.children
  const tags = said(prompt, kinds).map(({ label }) => label).join(" · ")
  face.ariaLabel = `${index + 1} ${tags && `${tags} `}${duration} s ${prompt || "no prompt yet"}, shot ${index + 1} of ${shots.length}`
  face.querySelector("b").textContent = index + 1
  face.querySelector(".length").textContent = `${duration} s`
  face.querySelector(".tags").textContent = tags
  face.querySelector(".words").textContent = prompt
  place(face, index === 0 ? picture : null)
  const next = shots[index + 1]
  edge.ariaLabel = next ? `Cut between shot ${index + 1} and ${index + 2}` : `End of shot ${index + 1}`
  edge.ariaValueMin = begins + limits.shortest
  edge.ariaValueNow = begins + duration
  edge.ariaValueMax = begins + (next ? Math.min(limits.each, duration + next.duration - limits.shortest) : most(shots, index, limits))
  edge.ariaValueText = `at ${begins + duration} seconds`
}

function place(face, source) {
  const picture = face.querySelector("img")
  if (picture?.getAttribute("src") === (source ?? null)) return
  picture?.remove()
  if (source) face.prepend(Object.assign(new Image(), { src: source, alt: "" }))
}

/** `12 / 15 s`, said as over when it is; `12 s` where each shot is a clip of its own. */
function fillTotal(node, shots, limits) {
  const seconds = total(shots)
  node.dataset.state = seconds > limits.longest ? "over" : "fine"
  node.innerHTML = `<b>${seconds}</b> <span class="muted">${limits.across ? "" : `/ ${limits.longest} `}s</span>`
}

/** Seconds that the strip is wide: all that may be, or where that is much, what there is and one more. */
const across = (shots, limits) => limits.across ? Math.max(limits.across, total(shots) + 3) : Math.max(limits.longest, total(shots))

/** Marks of the ruler up to `longest` seconds. */
function fillRuler(node, longest) {
  const step = STEPS.find((seconds) => longest / seconds <= 8 && longest % seconds === 0) ?? Math.ceil(longest / 6)
  const marks = Array.from({ length: Math.max(1, Math.floor((longest - step / 2) / step) + 1) }, (_, index) => index * step)
  node.replaceChildren(...[...marks, longest].map((second) => {
    const mark = document.createElement("span")
    mark.style.setProperty("--at", second)
    mark.textContent = second === longest ? `${second} s` : second
    return mark
  }))
}

const part = (root, name) => root.querySelector(`[data-part=${name}]`)

/** All of it, or the invitation where there is no shot yet. */
export function draw(root, board, limits, picture, kinds) {
  const some = board.shots.length > 0
  part(root, "none").hidden = some
  for (const name of ["board", "total", "tools"]) part(root, name).hidden = !some
  if (!some) return
  drawStrip(root, board, limits, picture, kinds)
  drawEditor(root, board, limits)
  drawWords(root, board.shots[board.current].prompt, kinds)
}

/** The strip: total, ruler, one card a shot, and the dashed rest. */
function drawStrip(root, board, limits, picture, kinds) {
  const { shots } = board
  const track = part(root, "track")
  const longest = across(shots, limits)
  const spare = track.querySelector(".rest") ?? track.appendChild(rest())
  while (track.children.length - 1 > shots.length) spare.previousElementSibling.remove()
  while (track.children.length - 1 < shots.length) track.insertBefore(card(), spare)
  shots.forEach((_, index) => fill(track.children[index], board, index, limits, picture, kinds))
  spare.hidden = free(shots, limits) < limits.shortest || shots.length >= limits.most
  const words = limits.across ? "" : `${free(shots, limits)} s free`
  spare.querySelector("span").textContent = words || "Add"
  spare.querySelector("button").ariaLabel = words ? `${words}: add a shot` : "Add a shot"
  part(root, "strip").style.setProperty("--longest", longest)
  fillRuler(part(root, "ruler"), longest)
  fillTotal(part(root, "total"), shots, limits)
}

/** The look, and the prompt, seconds and place of the current shot; tools that cannot act are off. */
function drawEditor(root, { shots, current, look, canUndo }, limits) {
  const { prompt, duration } = shots[current]
  const cost = look.trim() ? look.length + 1 : 0
  const count = part(root, "count")
  for (const [name, text] of [["prompt", prompt], ["look", look]]) if (part(root, name).value !== text) part(root, name).value = text
  part(root, "prompt").ariaLabel = `Prompt of shot ${current + 1}`
  root.querySelector("mention-text").draw()
  count.textContent = `${prompt.length + cost} / ${limits.characters + cost}`
  count.dataset.state = prompt.length > limits.characters ? "over" : "fine"
  part(root, "hint").textContent = cost ? `One main move per shot. The look takes ${cost}` : "One main move per shot"
  Object.assign(part(root, "seconds"), { min: limits.shortest, max: most(shots, current, limits), value: duration })
  for (const button of root.querySelectorAll(".button[data-act]")) button.disabled = !can(button.dataset.act, shots, current, limits)
  root.querySelector("[data-do=undo]").disabled = !canUndo
}
