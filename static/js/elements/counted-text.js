// <counted-text>: a textarea and, as one types, how much of its limit is used.
//
// @attr most   characters
// Inside: a <textarea> and an element with data-count.

class CountedText extends HTMLElement {
  connectedCallback() { this.addEventListener("input", () => this.#count()) }
  #count() {
    const used = this.querySelector("textarea").value.length
    const count = this.querySelector("[data-count]")
    const most = Number(this.getAttribute("most"))
    count.textContent = `${used.toLocaleString("en")} / ${most.toLocaleString("en")}`
    count.dataset.state = used > most ? "over" : "fine"
  }
}

customElements.define("counted-text", CountedText)
