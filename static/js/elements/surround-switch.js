/**
 * The grey around a picture that is being judged: four buttons `[data-surround]`, remembered in this browser.
 */
import { all } from "studio/lib/dom.js"

const KEPT = "surround" // in localStorage

class SurroundSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => target.dataset.surround && this.#choose(target.dataset.surround))
    this.#choose(localStorage.getItem(KEPT) ?? document.documentElement.dataset.surround)
  }

  #choose(surround) {
    localStorage.setItem(KEPT, surround)
    document.documentElement.dataset.surround = surround
    for (const button of all("button", this)) button.setAttribute("aria-pressed", button.dataset.surround === surround)
  }
}

customElements.define("surround-switch", SurroundSwitch)
