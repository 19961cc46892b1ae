// The entry: loads an element's file when its tag appears, and keeps htmx, morph and theme in order.

import { announce, notify } from "studio/lib/dom.js"
import { keepTheme } from "studio/lib/theme.js"
import { dropLateAnswers } from "studio/lib/versions.js"
import { watchConnection } from "studio/lib/connection.js"

const tried = new Set()

/** Imports studio/elements/<tag>.js for every tag below `root` that nobody has defined yet. */
function loadElements(root) {
  for (const element of root.querySelectorAll(":not(:defined)")) {
    const tag = element.localName
    if (tried.has(tag)) continue
    tried.add(tag)
    import(`studio/elements/${tag}.js`)
  }
}

// Morph guard: what a person is holding, or what is playing, stays as it is.
Idiomorph.defaults.callbacks.beforeNodeMorphed = (old) => old.dataset?.morph !== "skip"

document.addEventListener("htmx:load", ({ detail }) => loadElements(detail.elt.parentNode ?? document))
document.addEventListener("htmx:oobAfterSwap", () => loadElements(document))
document.addEventListener("announce", ({ detail }) => announce(detail))
document.addEventListener("click", ({ target }) => target.closest("#notice [data-close]") && notify(""))
document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest("details[data-menu][open]")
  if (menu) { menu.open = false; menu.querySelector("summary").focus() }
})
document.addEventListener("pointerdown", ({ target }) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(target)) menu.open = false
})
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest?.("details[data-menu][open]")
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false
})

loadElements(document)
dropLateAnswers()
keepTheme()
watchConnection()
