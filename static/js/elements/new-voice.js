// <new-voice>: a link to the form of a new voice. A recording that is given to the place goes into that form: a voice is
// kept with the name of who agreed, and a file alone does not say who.
//
// @attr for   id of the <reference-tray> or <frame-picker> that takes the voice
// Inside: a link.

class NewVoice extends HTMLElement {
  #leaving = new AbortController()
  connectedCallback() {
    document.addEventListener("given", ({ target, detail }) => target.id === this.getAttribute("for") && this.#open(detail), { signal: this.#leaving.signal })
  }
  disconnectedCallback() { this.#leaving.abort() }
  #open(asset) {
    const link = this.querySelector("a"), plain = link.getAttribute("href")
    link.setAttribute("href", `${plain}&recording=${asset}`)
    link.click()
    link.setAttribute("href", plain)
  }
}

customElements.define("new-voice", NewVoice)
