// The entry: loads an element's file when its tag appears, and keeps htmx, morph and theme in order.

import { announce, notify } from "studio/lib/dom.js"
import { closeMenus } from "studio/lib/menus.js"
import { isNews, takeLiveMessages } from "studio/lib/live.js"
import { keepTheme } from "studio/lib/theme.js"
import { dropLateAnswers } from "studio/lib/answers.js"
import { watchConnection } from "studio/lib/connection.js"
import { openSheets } from "studio/lib/sheets.js"
import { hearShortcuts } from "studio/lib/shortcuts.js"

const PAUSES = [1, 2, 4, 8, 15, 30] // seconds between two tries to fetch a script: the studio may be starting again

const asked = new Set()

/** Imports studio/elements/<tag>.js for every tag below `root` that nobody has defined yet. */
function loadElements(root) {
  for (const { localName } of root.querySelectorAll(":not(:defined)")) {
    if (asked.has(localName)) continue
    asked.add(localName)
    load(localName)
  }
}

/** Tries again while the file cannot be fetched; what is wrong in it is thrown at once, what does not come at last. */
async function load(tag) {
  for (const pause of PAUSES) {
    try {
      return await import(`studio/elements/${tag}.js`)
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault
      await new Promise((done) => setTimeout(done, pause * 1000))
    }
  }
  return import(`studio/elements/${tag}.js`)
}

// Morph guard: what a person is holding, or what is playing, stays as it is; so do sizes that scripts have set (the
// server sends no style attribute: CSP) and menus that are open.
Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, fresh) => old.dataset?.morph !== "skip" && isNews(old, fresh)
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name) => name !== "style" && name !== "open"

document.addEventListener("htmx:load", ({ detail }) => loadElements(detail.elt.parentNode ?? document))
document.addEventListener("htmx:oobAfterSwap", () => loadElements(document))
document.addEventListener("announce", ({ detail }) => announce(detail))
document.addEventListener("notify", ({ detail }) => notify(detail.words))
document.addEventListener("click", ({ target }) => target.closest("#notice [data-close]") && notify(""))

loadElements(document)
dropLateAnswers()
keepTheme()
closeMenus()
takeLiveMessages()
watchConnection()
openSheets()
hearShortcuts()
