// The studio's keys. The table is the server's (studio/pages/keyboard.py), with what this person has changed:
//   [{slug: "send", keys: "Control+Enter", does: "press", to: "#send", page: "create-desk", inside: ""}, …]
//   `does` is a word of DOING; without it an element hears its `usual` key by itself, and a changed one is translated.
//   `page`: only where the page has such an element; `inside`: only while the focus is in one.
//
// Listens before all others; what has the focus is asked before the page. Single keys act only when nobody types, and nothing acts while a dialog is open.

import { one } from "studio/lib/dom.js"
import { isFree, pressing, pressOf } from "studio/lib/keys.js"
import { openSheet } from "studio/lib/sheets.js"

const PATIENCE = 1200 // ms between two presses that are one shortcut

const DOING = {
  go: (to) => location.assign(to),
  sheet: (to) => openSheet(to),
  press: (to) => one(to)?.click(),
  focus: (to) => one(to)?.focus(),
  tell: (to, at) => (at ?? document).dispatchEvent(new CustomEvent("shortcut", { detail: to, bubbles: true })),
}
const NEEDS_ONE = ["press", "focus"]

let table = []
let begun = "" // the first of two presses
let timer = 0

/** Does what the shortcut called `slug` does, as the palette asks for it; false where this page cannot. */
export function run(slug) {
  const row = table.find((each) => each.slug === slug)
  return Boolean(row) && isHere(row) && act(row)
}

/** Whether this page can do it now. */
export const canRun = (slug) => table.some((row) => row.slug === slug && isHere(row) && isThere(row))

const isHere = ({ page }) => !page || Boolean(one(page))
const isThere = ({ does, to }) => !NEEDS_ONE.includes(does) || Boolean(one(to) && !one(to).disabled)
const isMeant = (row, target) => isHere(row) && (!row.inside || target.closest?.(row.inside))

function act(row, target) {
  if (!isThere(row)) return false
  DOING[row.does](row.to, target)
  return true
}

function forget() {
  clearTimeout(timer)
  begun = ""
}

function onKey(event) {
  const press = event.isTrusted && !event.isComposing && pressOf(event)
  if (!press || one("dialog:modal")) return
  if (!/^(Control|Alt)\+/.test(press) && !isFree(event)) return forget()
  const rows = table.filter((row) => isMeant(row, event.composedPath()[0]))
  const both = begun ? `${begun} ${press}` : null
  const fits = (wanted) => rows.find(({ keys, inside }) => inside && keys === wanted) ?? rows.find(({ keys }) => keys === wanted)
  const row = fits(both) ?? fits(press)
  forget()
  if (row) return row.usual === row.keys ? undefined : obey(row, event) // an element hears its own key by itself
  if (rows.some(({ keys }) => keys.startsWith(`${press} `))) return wait(press, event)
  if (rows.some(({ usual, keys }) => usual === press && keys !== press)) event.stopImmediatePropagation() // was changed
}

function wait(press, event) {
  event.stopImmediatePropagation()
  begun = press
  timer = setTimeout(forget, PATIENCE)
}

function obey(row, event) {
  const target = event.composedPath()[0]
  if (!row.does) target.dispatchEvent(pressing(row.usual))
  else if (!act(row, target)) return
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** Reads the table of this page, if it has one: somebody has to be signed in. */
export function hearShortcuts() {
  const data = one("#shortcuts")
  if (!data) return
  table = JSON.parse(data.textContent)
  addEventListener("keydown", onKey, true)
}
