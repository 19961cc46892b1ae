// What <shot-list> shows, as HTML strings and small updates. Values go in as text, never as HTML.

import { icon } from "studio/lib/dom.js"
import { duplicate, free, split, starts, total } from "studio/lib/shots.js"

const STEPS = [1, 2, 3, 5, 10] // seconds between marks of the ruler: the first that divides evenly into at most 8

/** The frame of the interface; parts are found by [data-part], actions by [data-do]. */
export const frame = () => `
<div class="head">
  <h2>Shots</h2>
  <span class="total" data-part="total" role="status"></span>
  <slot name="director"></slot>
  <div class="end" role="group" aria-label="This shot">
    ${tool("split", "scissors", "Split this shot in two")}
    ${tool("duplicate", "copy", "Duplicate this shot")}
    ${tool("remove", "bin", "Remove this shot")}
  </div>
</div>
<div class="none" data-part="none">
  <p>One prompt, one take. Cut it into shots to say what each one shows and how long it lasts.</p>
  <button class="button button--fill" type="button" data-do="begin">${icon("scissors")}Cut into shots</button>
</div>
<div data-part="board">
  <div class="strip" data-part="strip">
    <div class="ruler" data-part="ruler" aria-hidden="true"></div>
    <ol class="track" data-part="track" aria-label="Shots in order; Alt with an arrow moves one"></ol>
  </div>
  <div class="edit">
    <div class="prompt">
      <textarea data-part="prompt" rows="2" placeholder="What is seen, how the camera moves"></textarea>
      <div class="bar"><span data-part="hint">One main move per shot</span><span class="count" data-part="count"></span></div>
    </div>
    <div class="facts">
      <label for="seconds">Seconds</label><input id="seconds" data-part="seconds" type="number" inputmode="numeric" step="1">
      <span id="place">Place</span>
      <div class="pair" role="group" aria-labelledby="place">
        ${tool("left", "left", "Move this shot earlier")}${tool("right", "right", "Move this shot later")}
      </div>
    </div>
  </div>
</div>`

const tool = (action, name, label) =>
  `<button class="button button--icon" type="button" data-do="${action}" aria-label="${label}" title="${label}">${icon(name)}</button>`

/** One card of the strip, with the edge after it. */
function card() {
  const item = document.createElement("li")
  item.className = "shot"
  item.innerHTML = `<button class="card" type="button"><span class="label"><b></b> <span></span></span> <span class="words"></span></button>
<span class="edge" role="separator" tabindex="0" aria-orientation="vertical"></span>`
  return item
}

/** The dashed rest of the strip: add a shot. */
function rest() {
  const item = document.createElement("li")
  item.className = "rest"
  item.innerHTML = `<button class="add" type="button" data-do="add">${icon("plus")}<span></span></button>`
  return item
}

/** Fills a card from its shot. `limits.characters` marks a prompt that is too long. */
function fill(item, shots, index, current, limits, picture) {
  const { prompt, duration } = shots[index]
  const begins = starts(shots)[index]
  item.style.setProperty("--seconds", duration)
  item.ariaCurrent = index === current ? "true" : "false"
  item.dataset.state = prompt.length > limits.characters ? "bad" : "fine"
  const [face, edge] = item.children
  face.ariaLabel = `${index + 1} ${duration} s ${prompt || "no prompt yet"}, shot ${index + 1} of ${shots.length}`
  face.querySelector("b").textContent = index + 1
  face.querySelector(".label span").textContent = `${duration} s`
  face.querySelector(".words").textContent = prompt
  place(face, index === 0 ? picture : null)
  const next = shots[index + 1]
  edge.ariaLabel = next ? `Cut between shot ${index + 1} and ${index + 2}` : `End of shot ${index + 1}`
  edge.ariaValueMin = begins + limits.shortest
  edge.ariaValueNow = begins + duration
  edge.ariaValueMax = next ? begins + duration + next.duration - limits.shortest : begins + duration + Math.max(0, free(shots, limits))
  edge.ariaValueText = `at ${begins + duration} seconds`
}

function place(face, source) {
  const picture = face.querySelector("img")
  if (picture?.getAttribute("src") === (source ?? null)) return
  picture?.remove()
  if (source) face.prepend(Object.assign(new Image(), { src: source, alt: "" }))
}

/** `12 / 15 s`, said as over when it is. */
function fillTotal(node, shots, limits) {
  const seconds = total(shots)
  node.dataset.state = seconds > limits.longest ? "over" : "fine"
  node.innerHTML = `<b>${seconds}</b> <span class="muted">/ ${limits.longest} s</span>`
}

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

/** The strip: total, ruler, one card a shot, and the dashed rest. */
export function drawStrip(root, shots, current, limits, picture) {
  const track = part(root, "track")
  const longest = Math.max(limits.longest, total(shots))
  const spare = track.querySelector(".rest") ?? track.appendChild(rest())
  while (track.children.length - 1 > shots.length) spare.previousElementSibling.remove()
  while (track.children.length - 1 < shots.length) track.insertBefore(card(), spare)
  shots.forEach((_, index) => fill(track.children[index], shots, index, current, limits, picture))
  spare.hidden = free(shots, limits) < limits.shortest || shots.length >= limits.most
  spare.querySelector("span").textContent = `${free(shots, limits)} s free`
  spare.querySelector("button").ariaLabel = `${free(shots, limits)} s free: add a shot`
  part(root, "strip").style.setProperty("--longest", longest)
  fillRuler(part(root, "ruler"), longest)
  fillTotal(part(root, "total"), shots, limits)
}

/** The prompt, seconds and place of the current shot; tools that cannot act are off. */
export function drawEditor(root, shots, current, limits) {
  const { prompt, duration } = shots[current]
  const field = part(root, "prompt")
  const count = part(root, "count")
  if (field.value !== prompt) field.value = prompt
  field.ariaLabel = `Prompt of shot ${current + 1}`
  count.textContent = `${prompt.length} / ${limits.characters}`
  count.dataset.state = prompt.length > limits.characters ? "over" : "fine"
  const longest = duration + Math.max(0, free(shots, limits))
  Object.assign(part(root, "seconds"), { min: limits.shortest, max: longest, value: duration })
  const off = {
    left: current === 0,
    right: current === shots.length - 1,
    split: split(shots, current, limits) === shots,
    duplicate: duplicate(shots, current, limits) === shots,
  }
  for (const [name, disabled] of Object.entries(off)) root.querySelector(`[data-do=${name}]`).disabled = disabled
}
