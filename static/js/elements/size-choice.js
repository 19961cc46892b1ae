// <size-choice>: sizes as shapes, and the tier of pixels beside them. Radios named after the field are the value.
// Inside: [data-tier] groups of radios with data-ratio, of which one is shown, and button[data-to].

class SizeChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const to = target.closest("[data-to]")?.dataset.to
      if (to) this.#show(to)
    })
  }
  /** Shows a tier and takes the same shape there, else its first. */
  #show(name) {
    const ratio = this.querySelector("input:checked")?.dataset.ratio
    for (const tier of this.querySelectorAll("[data-tier]")) tier.hidden = tier.dataset.tier !== name
    for (const button of this.querySelectorAll("[data-to]")) button.ariaPressed = String(button.dataset.to === name)
    const shapes = [...this.querySelectorAll(`[data-tier="${name}"] input`)]
    const chosen = shapes.find((shape) => shape.dataset.ratio === ratio) ?? shapes.find((shape) => shape.value)
    if (chosen.checked) return
    chosen.checked = true
    chosen.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

customElements.define("size-choice", SizeChoice)
