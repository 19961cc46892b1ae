// <range-field>: a native slider that shows where it stands.
//
// @attr words   ends of the scale for assistive technology: "creative literal"
// @attr unit    printed after the value: "s"
// Inside: <input type="range"> and <output>.

class RangeField extends HTMLElement {
  #watch = new MutationObserver(() => this.#paint())

  connectedCallback() {
    this.addEventListener("input", () => this.#paint())
    this.#watch.observe(this, { subtree: true, attributes: true, attributeFilter: ["value", "min", "max"] })
    this.#paint()
  }
  disconnectedCallback() { this.#watch.disconnect() }
  #paint() {
    const range = this.querySelector("input")
    if (!range) return // another control stands here now
    const { value, min, max, step } = range
    const places = (step.split(".")[1] ?? "").length
    const words = `${Number(value).toFixed(places)}${this.getAttribute("unit") ?? ""}`
    range.style.setProperty("--from", "0%")
    range.style.setProperty("--fill", `${((value - min) / (max - min)) * 100}%`)
    this.querySelector("output").textContent = words
    const [low, high] = (this.getAttribute("words") ?? "").split(" ")
    range.ariaValueText = high ? `${words}, between ${low} and ${high}` : words
  }
}

customElements.define("range-field", RangeField)
