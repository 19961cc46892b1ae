/**
 * Keeps the keyboard's place: when an answer has taken away what had the focus, the focus goes to the first wrong field
 * of what came, or else to its `[data-focus]`.
 */
class FocusAfter extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:afterSettle", ({ target }) => this.#mend(target))
  }
  #mend(came) {
    const here = document.activeElement
    if (here && here !== document.body && here.isConnected && here.offsetParent) return
    const next = came.querySelector("[aria-invalid=true]") ?? came.querySelector("[data-focus]")
    next?.focus()
  }
}

customElements.define("focus-after", FocusAfter)
