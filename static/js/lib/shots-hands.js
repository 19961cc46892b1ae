// What the pointer does on the strip: hold a cut and move it, take a card and put it elsewhere. A mouse takes a card at
// once; a finger after a moment, so that the strip and the page still scroll.

import * as story from "studio/lib/shots.js"

const FAR_PX = 6 // less than this is a click
const PATIENCE = 300 // ms until a finger takes a card
const BORDER_PX = 40 // so near to its end the strip scrolls on under a card that is carried
const SCROLLED_PX = 16 // with each move there

/** `strip`: the element's board, and what may be done to it. What is being held is not redrawn by the server. */
export function onPointer(event, strip) {
  const edge = event.target.closest(".edge"), item = event.target.closest(".shot")
  if (!item) return
  const unit = item.offsetWidth / strip.board.shots[strip.cards().indexOf(item)].duration
  const hold = () => { strip.element.dataset.morph = "skip" }
  const take = () => { hold(); strip.choose(strip.cards().indexOf(item)); item.classList.add("shot--taken") }
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
  scrollOn(strip.cards()[to].closest("[data-part=strip]"), x)
}

/** A strip that is longer than the screen goes on where a card is held at its end. */
function scrollOn(box, x) {
  const { left, right } = box.getBoundingClientRect()
  if (x < left + BORDER_PX) box.scrollLeft -= SCROLLED_PX
  if (x > right - BORDER_PX) box.scrollLeft += SCROLLED_PX
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

/**
 * Takes a card along: `place(x)` is told where the pointer is; `done(moved)` once it is let go. A finger that moves before
 * its moment is over scrolls; one that holds a card does not, and opens no menu.
 */
function takeCard(event, card, begin, place, done) {
  if (event.button) return
  const { clientX: x, clientY: y, pointerId } = event, isFinger = event.pointerType === "touch"
  const off = new AbortController()
  const on = (type, act, options) => window.addEventListener(type, act, { ...options, signal: off.signal })
  const own = (act) => (each) => { if (each.pointerId === pointerId) act(each) }
  let taken = false
  const take = () => { taken = true; begin() }
  const patience = isFinger && setTimeout(take, PATIENCE)
  const end = () => { clearTimeout(patience); off.abort(); done(taken) }
  const move = ({ clientX, clientY }) => {
    const isFar = Math.hypot(clientX - x, clientY - y) >= FAR_PX
    if (!taken && isFar && isFinger) return end()
    if (!taken && isFar) take()
    if (taken) place(clientX)
  }
  on("pointermove", own(move))
  for (const type of ["pointerup", "pointercancel"]) on(type, own(end))
  on("touchmove", (scroll) => taken && scroll.preventDefault(), { passive: false })
  on("contextmenu", (menu) => { if (isFinger && taken) { menu.preventDefault(); menu.stopPropagation() } }, { capture: true })
}

/** Which place among the cards `x` is at: the number of the other cards whose middle lies before it. */
function placeAt(items, taken, x) {
  return items.filter((item, at) => {
    const { left, width } = item.getBoundingClientRect()
    return at !== taken && left + width / 2 < x
  }).length
}
