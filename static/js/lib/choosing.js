// The menu of models: prices are asked for when they are looked at, and words narrow it down.

import { all, one } from "studio/lib/dom.js"

/** Hides the items below `menu` that lack one of the words; shelves without items go too. */
export function narrow(menu, words) {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  for (const item of all(".menu__item", menu)) {
    const text = item.textContent.toLocaleLowerCase()
    item.hidden = !wanted.every((word) => text.includes(word))
  }
  const shelves = all(".menu__shelf", menu)
  for (const shelf of shelves) shelf.hidden = !one(".menu__item:not([hidden])", shelf)
  one(".menu__none", menu).hidden = shelves.some((shelf) => !shelf.hidden)
}

/** Wires the picker: a <details> with a search field and #picker-models. */
export function tendPicker(picker) {
  const models = () => one("#picker-models", picker)
  const search = () => one("[data-filter]", picker)
  const showCurrent = () => one("[aria-current]", models())?.scrollIntoView({ block: "nearest" })
  picker.addEventListener("toggle", () => {
    if (!picker.open) return
    search().value = ""
    narrow(picker, "")
    showCurrent()
    models().dispatchEvent(new CustomEvent("opened"))
  })
  picker.addEventListener("htmx:afterSwap", () => { narrow(picker, search().value); if (!search().value) showCurrent() })
  for (const type of ["input", "change"]) {
    search().addEventListener(type, (event) => { event.stopPropagation(); narrow(picker, search().value) })
  }
}
