// <version-checks>: what earlier versions left open, asked about on this one. The server renders it; this goes to the
// moment of a note, and shows answers to those who may give one.
//
// @attr speaks  may answer
// Inside: [data-go] with a frame, [data-speakers], form[data-fresh-id]

import { all, one } from "studio/lib/dom.js"

class VersionChecks extends HTMLElement {
  #leaving
  #watching

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    this.addEventListener("click", ({ target }) => this.#go(target.closest("[data-go]")), { signal })
    this.addEventListener("keydown", (event) => this.#keys(event), { signal })
    this.addEventListener("htmx:configRequest", ({ detail }) => this.#name(detail), { signal })
    this.addEventListener("htmx:afterSwap", ({ detail }) => this.#answered(detail.elt), { signal })
    this.#watching = new MutationObserver(() => this.#show())
    this.#watching.observe(this, { childList: true, subtree: true })
    this.#show()
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#watching.disconnect()
  }

  #go(button) {
    if (button) one("clip-player")?.transport?.go(Number(button.dataset.go))
  }

  /** Enter alone would say "Fixed", which is more than one means by it: words wait for a button. */
  #keys(event) {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault()
  }

  /** An answer has an id from here on, so that one that is sent twice is one. */
  #name({ elt, parameters }) {
    const form = elt.closest("[data-fresh-id]")
    if (form) parameters.set("id", (form.dataset.named ??= crypto.randomUUID()))
  }

  /** The question that was answered has the focus again. */
  #answered(check) {
    if (check.matches?.(".ask") && !this.contains(document.activeElement)) one("[type=submit]", check)?.focus({ preventScroll: true })
  }

  #show() {
    for (const part of all("[data-speakers]", this)) part.hidden = !this.hasAttribute("speaks")
  }
}

customElements.define("version-checks", VersionChecks)
