// Sheets: what the server shows in a dialog over the page. Nothing of it is fetched until somebody opens it.
//
// A link with data-sheet is the sheet's address; without scripts it leads to a page with the same content. Inside,
// [data-close] closes and [data-first] gets the focus. `sheet-opened` is fired on the dialog whenever new content came.

import { all, one } from "studio/lib/dom.js"

/** Opens what is at `address`. The page asks, and no link of a form: its request would wait in the row of the form's. */
export async function openSheet(address) {
  const sheet = one("dialog#sheet[open]") ?? made()
  await htmx.ajax("GET", address, { target: sheet, source: document.body, swap: "innerHTML" })
  if (!sheet.childElementCount || sheet.open) return
  sheet.showModal()
  ;(one("[data-first]", sheet) ?? one("#sheet-title", sheet))?.focus()
}

/** Closes it, if one is open. */
export const closeSheet = () => one("dialog#sheet")?.close()

function made() {
  one("dialog#sheet")?.remove() // one that is closing
  const sheet = document.createElement("dialog")
  const facts = { id: "sheet", class: "sheet", "aria-labelledby": "sheet-title", "hx-target": "closest .sheet", "hx-swap": "innerHTML" }
  for (const [name, value] of Object.entries(facts)) sheet.setAttribute(name, value)
  sheet.addEventListener("click", ({ target }) => (target === sheet || target.closest("[data-close]")) && sheet.close())
  sheet.addEventListener("close", () => sheet.remove())
  sheet.addEventListener("htmx:afterSwap", () => htmx.process(sheet)) // it would do so a moment later; Enter may come before
  sheet.addEventListener("htmx:afterSettle", ({ target }) => target === sheet && renewed(sheet))
  document.body.append(sheet)
  htmx.process(sheet)
  return sheet
}

/** What a person was at is gone after a change: what was done has the focus, or what is wrong. */
function renewed(sheet) {
  sheet.dispatchEvent(new CustomEvent("sheet-opened", { bubbles: true }))
  if (!sheet.open || sheet.contains(document.activeElement) && document.activeElement !== sheet) return
  const [wrong] = all("[aria-invalid=true]", sheet)
  ;(wrong ?? one(".sheet__said button", sheet) ?? one("#sheet-title", sheet))?.focus()
}

/** Links with data-sheet open it. */
export function openSheets() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    openSheet(link.getAttribute("href"))
  })
}
