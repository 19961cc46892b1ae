// <item-fact>: one fact about one file of a tray, such as its role; kept in the tray's hidden input.
//
// @attr at        place of the file, counted from 0
// @attr key       the fact's name in the value: "role"
// @fires change   on the tray's hidden input, bubbling
// Inside: a <select> without a name.

class ItemFact extends HTMLElement {
  connectedCallback() {
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#take(event))
  }
  #take(event) {
    event.stopPropagation() // the hidden input speaks for us
    if (event.type === "input") return
    const field = this.closest("reference-tray").querySelector("input[type=hidden]")
    const at = Number(this.getAttribute("at"))
    const files = JSON.parse(field.value)
    field.value = JSON.stringify(files.with(at, { ...files[at], [this.getAttribute("key")]: event.target.value }))
    field.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

customElements.define("item-fact", ItemFact)
