// What the pointer does on the strip: hold a cut and move it, take a card and put it elsewhere.

import * as story from "studio/lib/shots.js"

const FAR_PX = 6 // less than this is a click

/** `strip`: the element's board, and what may be done to it. What is being held is not redrawn by the server. */
export function onPointer(event, strip) {
  const edge = event.target.closest(".edge"), item = event.target.closest(".shot")
  if (!item) return
  const unit = item.offsetWidth / strip.board.shots[strip.cards().indexOf(item)].duration
  const hold = () => { strip.element.dataset.morph = "skip" }
  const take = () => { hold(); strip.choose(strip.cards().indexOf(item)) }
  if (!edge) return takeCard(event, item, take, (x) => carry(strip, x), (moved) => moved && letGo(strip))
  hold()
  holdEdge(event, edge, unit, (step) => moveCut(strip, edge, step, "cut"), () => letGo(strip))
}

/** Trades seconds between the shots beside a cut; false where there are none to trade. */
export function moveCut(strip, edge, step, doing = "") {
  const at = strip.cards().indexOf(edge.parentElement)
  return strip.write(story.moveCut(strip.board.shots, at, step, strip.limits()), "input", doing)
}

function carry(strip, x) {
  const { shots, current } = strip.board, to = placeAt(strip.cards(), current, x)
  strip.board.choose(to)
  if (!strip.write(story.moveTo(shots, current, to), "input", "carry")) strip.board.choose(current)
  strip.cards().forEach((card, place) => card.classList.toggle("shot--taken", place === to))
}

function letGo(strip) {
  for (const card of strip.cards()) card.classList.remove("shot--taken")
  delete strip.element.dataset.morph
  strip.board.rest()
  strip.settle()
}

/** Moves the cut that is held: `move(step)` in whole seconds says whether it moved; `unit` is one second in pixels. */
function holdEdge(event, edge, unit, move, done) {
  let from = event.clientX
  edge.setPointerCapture(event.pointerId)
  edge.onpointermove = ({ clientX }) => {
    const step = Math.round((clientX - from) / unit)
    if (step && move(step)) from += step * unit
  }
  edge.onpointerup = edge.onpointercancel = () => {
    edge.onpointermove = null
    done()
  }
}

/** Takes a card along: `place(x)` is told where the pointer is; `done(moved)` once it is let go. A finger scrolls instead. */
function takeCard(event, card, begin, place, done) {
  if (event.pointerType === "touch" || event.button) return
  const from = event.clientX
  let taken = false
  const onMove = ({ clientX }) => {
    if (!taken && Math.abs(clientX - from) < FAR_PX) return
    if (!taken) begin()
    taken = true
    place(clientX)
  }
  const onUp = () => {
    for (const type of ["pointerup", "pointercancel"]) window.removeEventListener(type, onUp)
    window.removeEventListener("pointermove", onMove)
    done(taken)
  }
  window.addEventListener("pointermove", onMove)
  for (const type of ["pointerup", "pointercancel"]) window.addEventListener(type, onUp)
}

/** Which place among the cards `x` is at: the number of the other cards whose middle lies before it. */
function placeAt(items, taken, x) {
  return items.filter((item, at) => {
    const { left, width } = item.getBoundingClientRect()
    return at !== taken && left + width / 2 < x
  }).length
}
