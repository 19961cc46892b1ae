// The menu of a shot: everything one can do with it, with its keys. Opens at a button or where the pointer was.

import { icon } from "studio/lib/dom.js"
import { ACTS, can } from "studio/lib/shots-acts.js"

const READ = { "Alt+ArrowLeft": "Alt ←", "Alt+ArrowRight": "Alt →" }

/** The menu as HTML; a top-layer popover that Escape and a click elsewhere close. */
export const menu = () => `
<div class="menu" popover role="menu" data-part="menu" aria-label="This shot">
  ${Object.entries(ACTS).filter(([, { keys }]) => keys).map(([name, { icon: picture, words, keys }]) => `
  <button type="button" role="menuitem" data-act="${name}" aria-keyshortcuts="${keys}">${icon(picture)}<span>${words}</span><kbd aria-hidden="true">${READ[keys] ?? keys}</kbd></button>`).join("")}
</div>`

/** Opens the menu for the current shot beside `place`, a rectangle of the window. */
export function openMenu(node, place, shots, at, limits) {
  for (const item of node.children) item.ariaDisabled = String(!can(item.dataset.act, shots, at, limits))
  node.showPopover()
  const { offsetWidth: width, offsetHeight: height } = node
  node.style.left = `${Math.max(8, Math.min(place.right - width, innerWidth - width - 8))}px`
  node.style.top = `${place.bottom + height + 8 < innerHeight ? place.bottom + 4 : Math.max(8, place.top - height - 4)}px`
  node.querySelector("[aria-disabled=false]")?.focus()
}

/** Arrow keys, Home and End inside the menu. */
export function onMenuKey(event) {
  const items = [...event.target.parentElement.children]
  const at = items.indexOf(event.target)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1, Tab: null }[event.key]
  if (to === undefined) return
  if (to === null) return event.target.parentElement.hidePopover()
  event.preventDefault()
  items.at(to % items.length).focus()
}

/** The right button, or the key for it, on a card: its menu, beside the pointer or the card. */
export function onContextMenu(event, strip) {
  const item = event.target.closest(".shot")
  if (!item) return
  event.preventDefault()
  strip.choose(strip.cards().indexOf(item))
  strip.openMenu(event.clientX || event.clientY ? new DOMRect(event.clientX, event.clientY, 0, 0) : item.getBoundingClientRect())
}
