// <source-sheet>: a dialog that finds a file for a place: in the library, as a frame of a clip, as a part, by an address.
// Its content is the server's, asked for when a place asks: an event `find`, with {cut: asset id} where one is to be cut.
//
// @attr address    where the list is asked for
// Inside: a <dialog> with [data-close] and an element whose id is "source-body". In that: buttons with data-take (an
// asset's id), and forms with data-makes: what they post is answered with {id, …}, or {error} to be shown in [data-refusal].

import { announce, one } from "studio/lib/dom.js"
import { make } from "studio/lib/files.js"

class SourceSheet extends HTMLElement {
  #leaving = new AbortController()
  #place // id of the place that asked; the place itself may be drawn anew meanwhile
  #opener

  // Lifecycle
  connectedCallback() {
    document.addEventListener("find", (event) => this.#open(event), { signal: this.#leaving.signal })
    this.addEventListener("click", ({ target }) => this.#onClick(target))
    this.addEventListener("submit", (event) => this.#onSubmit(event))
    this.addEventListener("htmx:afterSwap", ({ detail }) => detail.target.id === "source-body" && this.#fresh())
    this.#dialog.addEventListener("close", () => this.#closed())
  }
  disconnectedCallback() { this.#leaving.abort() }
  get #dialog() { return one("dialog", this) }
  get #body() { return one("#source-body", this) }

  // Opening and closing
  #open({ target, detail }) {
    this.#place = target.id
    this.#opener = document.activeElement
    const asked = new URLSearchParams({ place: target.id, name: target.field.name, media: target.getAttribute("media"), shown: this.#shown })
    for (const asset of beside(target)) asked.append("beside", asset)
    this.#body.replaceChildren()
    this.#dialog.showModal()
    const cut = detail?.cut ? `${detail.cut}/` : ""
    htmx.ajax("GET", `${this.getAttribute("address")}${cut}?${asked}`, { target: this.#body, swap: "innerHTML" })
  }
  get #shown() { return one("#compose [name=shown]")?.value ?? "" }
  #fresh() {
    one("dialog > header h2", this).textContent = one("[data-title]", this.#body)?.dataset.title ?? "Choose a file"
    one("[autofocus]", this.#body)?.focus()
  }
  #closed() {
    this.#body.replaceChildren() // a clip is not loaded on
    const place = document.getElementById(this.#place)
    ;(this.#opener?.isConnected ? this.#opener : place?.querySelector("button, input:not([type=hidden])"))?.focus()
  }

  // Events
  #onClick(target) {
    const taken = target.closest("[data-take]")
    if (target === this.#dialog || target.closest("[data-close]")) this.#dialog.close()
    if (taken) this.#take(taken.dataset.take)
  }
  async #onSubmit(event) {
    const form = event.target
    if (!("makes" in form.dataset)) return form.matches("[data-narrows]") && event.preventDefault()
    event.preventDefault()
    if (form.classList.contains("htmx-request")) return
    form.classList.add("htmx-request")
    const refusal = one("[data-refusal]", form)
    refusal.textContent = ""
    try {
      const asset = await make(form.action, new FormData(form))
      if (this.#dialog.open && form.isConnected) this.#take(asset.id)
    } catch (error) {
      refusal.textContent = error.message
    } finally {
      form.classList.remove("htmx-request")
    }
  }
  #take(id) {
    const place = document.getElementById(this.#place)
    this.#dialog.close()
    if (!place) return
    place.say("")
    place.take([id])
    announce("File put in")
  }
}

/** The ids of the pictures in the other places of a rail. */
function beside(place) {
  const others = place.closest("swap-frames")?.querySelectorAll("frame-picker > input[type=hidden]") ?? []
  return [...others].filter((field) => field !== place.field && field.value).map(({ value }) => JSON.parse(value).asset).filter(Boolean)
}

customElements.define("source-sheet", SourceSheet)
