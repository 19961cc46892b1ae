// <version-menu>: the menu of versions by keys. Opened, the version that is shown has the focus; the arrows go from one
// line to the next, and do not leave for another file as they do elsewhere in the viewer.
// Inside: <details data-menu> with links

import { all, one } from "studio/lib/dom.js"

const STEPS = { ArrowDown: 1, ArrowUp: -1 }

class VersionMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("toggle", ({ target }) => target.open && one("a[aria-current], a", target)?.focus({ preventScroll: true }), true)
    this.addEventListener("keydown", (event) => this.#step(event))
  }

  #step(event) {
    const links = all(".menu a", this), at = links.indexOf(document.activeElement), by = STEPS[event.key]
    if (!by || at < 0) return
    event.preventDefault()
    event.stopPropagation()
    links[(at + by + links.length) % links.length].focus()
  }
}

customElements.define("version-menu", VersionMenu)
