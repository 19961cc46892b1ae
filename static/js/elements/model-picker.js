/**
 * The picker of models: a dialog that opens from any `[data-opens=model-sheet]`, narrows down by words and chips, and
 * says what was chosen. Its list is the server's, asked for whenever it opens.
 *
 * @fires choose {task, model, via}   when a model was chosen
 */
import { all, announce, one } from "studio/lib/dom.js"

class ModelPicker extends HTMLElement {
  #leaving
  #wish // {model, via} that somebody has chosen since it was opened; a list that comes later keeps to it

  // Lifecycle

  connectedCallback() {
    this.#leaving = new AbortController()
    document.addEventListener("click", (event) => this.#onLink(event), { signal: this.#leaving.signal })
    this.addEventListener("click", ({ target }) => this.#onClick(target))
    this.addEventListener("input", () => this.#narrow())
    this.addEventListener("change", ({ target }) => target.name === "pick" && this.#wishFor(target))
    this.addEventListener("keydown", (event) => this.#onKey(event))
    this.addEventListener("submit", () => this.#use())
    this.addEventListener("htmx:afterSwap", () => this.#fresh())
  }

  disconnectedCallback() { this.#leaving.abort() }

  get #dialog() { return one("dialog", this) }
  get #list() { return one("#picker-list", this) }
  get #rows() { return all("tr[data-able]", this) }
  get #picked() { return one("[name=pick]:checked", this) }

  // Opening and closing

  #onLink(event) {
    const link = event.target.closest("[data-opens=model-sheet]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.#wish = null
    this.#dialog.showModal()
    one("[data-find]", this).select()
    this.#list.dispatchEvent(new CustomEvent("opened"))
  }

  #onClick(target) {
    const chip = target.closest("[data-chip]")
    const fare = target.closest(".models__fare")
    if (target === this.#dialog || target.closest("[data-close]")) this.#dialog.close()
    if (chip) {
      chip.ariaPressed = String(chip.ariaPressed !== "true")
      this.#narrow()
    }
    if (fare) {
      const radio = one("[name=pick]", fare.closest("tr"))
      radio.checked = true
      this.#wishFor(radio, fare)
    }
  }

  /** Enter in the search goes to the first model that is left, and chooses nothing yet. */
  #onKey(event) {
    if (event.key !== "Enter" || !event.target.matches("[data-find]")) return
    event.preventDefault()
    const first = this.#rows.find((row) => !row.hidden)
    if (first) one("[name=pick]", first).focus()
  }

  // The list

  /** A list has come: what is chosen in it is shown, and what was looked for still holds. */
  #fresh() {
    one("[data-words]", this).textContent = one("table", this.#list).dataset.job
    this.#narrow()
    const wished = this.#wish && one(`[name=pick][value="${this.#wish.model}"]`, this)
    if (wished) wished.checked = true
    const picked = this.#picked
    this.#choose(picked, (wished && one(`.models__fare[data-via="${this.#wish.via}"]`, wished.closest("tr"))) ?? picked)
    picked?.closest("tr").scrollIntoView({ block: "nearest" })
  }

  #wishFor(radio, fare) {
    this.#wish = { model: radio.value, via: fare?.dataset.via }
    this.#choose(radio, fare)
  }

  #narrow() {
    const words = one("[data-find]", this).value.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const wanted = all("[data-chip][aria-pressed=true]", this).map(({ dataset }) => dataset.chip)
    for (const row of this.#rows) {
      const text = row.textContent.toLocaleLowerCase()
      const able = row.dataset.able.split(" ")
      row.hidden = !words.every((word) => text.includes(word)) || !wanted.every((chip) => able.includes(chip))
    }
    for (const family of all(".models tbody", this)) family.hidden = !one("tr[data-able]:not([hidden])", family)
    const left = this.#rows.filter((row) => !row.hidden).length
    one(".models__none", this)?.toggleAttribute("hidden", left > 0)
    if (words.length || wanted.length) announce(`${left} model${left === 1 ? "" : "s"}`)
  }

  /** A model, through the provider that is asked now unless `fare` names another. */
  #choose(radio, fare = radio) {
    const button = one("[data-choose]", this)
    button.disabled = !radio
    button.textContent = fare?.dataset.use ?? "Choose a model"
    button.dataset.via = fare?.dataset.via ?? ""
    for (const other of all(".models__fare", this)) {
      const isOurs = Boolean(radio?.closest("tr").contains(other))
      other.tabIndex = isOurs ? 0 : -1
      other.ariaPressed = String(isOurs && other.dataset.via === fare.dataset.via)
    }
  }

  #use() {
    const picked = this.#picked
    if (!picked) return
    const detail = { task: one("table", this.#list).dataset.task, model: picked.value, via: one("[data-choose]", this).dataset.via }
    this.dispatchEvent(new CustomEvent("choose", { detail, bubbles: true }))
  }
}

customElements.define("model-picker", ModelPicker)
