/**
 * Notes beside a player. The server renders threads and the form; this fills in the frame when one begins to write, goes
 * to a note's frame, draws notes on the position bar, and keeps what was not sent yet. Pages hear the words `note`,
 * `note-before` and `note-after`.
 *
 * @attr person  the id of who looks: what only a note's writer can do is shown to nobody else
 * @attr speaks  may write; without it nothing can be done with a thread
 * Inside: #note-form with words, frame, to; .thread[data-frame][data-frames], [data-go], [data-own], [data-speakers]
 */
import { all, one } from "studio/lib/dom.js"

class ReviewNotes extends HTMLElement {
  #leaving
  #watching
  #resumes = false // the clip played when writing began

  connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    this.addEventListener("input", ({ target }) => this.#typed(target), { signal })
    this.addEventListener("click", ({ target }) => this.#go(target.closest("[data-go]")), { signal })
    this.addEventListener("keydown", (event) => this.#keys(event), { signal })
    this.addEventListener("htmx:configRequest", ({ detail }) => this.#name(detail), { signal })
    this.addEventListener("htmx:beforeSwap", ({ detail }) => detail.target.matches("#note-form") && detail.xhr.status === 200 && this.#sent(), { signal })
    this.addEventListener("htmx:afterSwap", ({ detail }) => detail.elt.matches("#note-form") && this.#words.focus({ preventScroll: true }), { signal })
    document.addEventListener("shortcut", ({ detail }) => this.#acts[detail]?.(), { signal })
    this.#watching = new MutationObserver(() => this.#show())
    this.#watching.observe(this, { childList: true, subtree: true })
    this.#restore()
    this.#show()
    customElements.whenDefined("clip-player").then(() => this.#show()) // its bar may come later than the notes
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#watching.disconnect()
  }

  get #player() { return one("clip-player")?.transport }
  get #words() { return one("#note-words", this) }
  get #kept() { return `note:${location.pathname}` }
  get #acts() {
    return {
      note: () => this.#begin(),
      "note-before": () => this.#step(-1),
      "note-after": () => this.#step(1),
    }
  }

  // Writing
  #begin() {
    if (!this.#words) return
    if (!this.#words.value) this.#mark()
    this.#words.focus()
  }

  #typed(field) {
    if (field.name === "drawings") return this.#keep()
    if (field !== this.#words) return
    if (field.value.length === 1 && !field.form.elements.frame?.value) this.#mark()
    this.#keep()
  }

  /** The clip stops where it is, and the note is about that frame or about what is played between two points. */
  #mark() {
    const player = this.#player, { frame, to } = this.#words.form.elements
    if (!player || !frame) return
    const now = player.frame
    this.#resumes = player.isMoving
    if (player.isMoving) { player.stop(); player.go(now) }
    frame.value = player.range?.from ?? now
    to.value = player.range?.to ?? ""
  }

  /** Escape leaves the words where they are, so that the player's keys are its own again. */
  #keys(event) {
    if (event.key === "Escape" && event.target === this.#words) return this.#words.blur()
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.form) return
    event.preventDefault()
    event.target.form.requestSubmit()
  }

  /** An answer has an id of its own from here on, so that one that is sent twice is one. */
  #name({ elt, parameters }) {
    const form = elt.closest("[data-fresh-id]")
    if (form) parameters.set("id", (form.dataset.named ??= crypto.randomUUID()))
  }

  #sent() {
    localStorage.removeItem(this.#kept)
    if (this.#resumes) this.#player?.play()
    this.#resumes = false
  }

  // What was not sent is there again after a reload
  #keep() {
    const { id, words, frame, to, drawings } = this.#words.form.elements
    if (!words.value && !drawings?.value) return localStorage.removeItem(this.#kept)
    localStorage.setItem(this.#kept, JSON.stringify({ id: id.value, words: words.value, frame: frame?.value, to: to?.value, drawings: drawings?.value }))
  }

  #restore() {
    const kept = JSON.parse(localStorage.getItem(this.#kept) ?? "null")
    if (!kept || !this.#words || this.#words.value) return
    for (const [name, value] of Object.entries(kept)) if (this.#words.form.elements[name]) this.#words.form.elements[name].value = value ?? ""
  }

  // Looking
  #go(button) { if (button) this.#player?.go(Number(button.dataset.go)) }

  #step(by) {
    const at = this.#player?.frame ?? 0, frames = this.#frames.map(({ from }) => from)
    const next = by < 0 ? frames.findLast((frame) => frame < at) : frames.find((frame) => frame > at)
    if (next !== undefined) this.#player?.go(next)
  }

  get #frames() {
    return all(".thread[data-frame]", this)
      .map(({ dataset }) => ({ from: Number(dataset.frame), frames: Number(dataset.frames), resolved: "resolved" in dataset }))
      .sort((a, b) => a.from - b.from)
  }

  #show() {
    for (const part of all("[data-own]", this)) part.hidden = part.dataset.own !== this.getAttribute("person")
    for (const part of all("[data-speakers]", this)) part.hidden = !this.hasAttribute("speaks")
    this.#draw(one("clip-player .scrub"))
  }

  /** Ticks on the position bar. Sizes are set by script, as CSP wants it. */
  #draw(bar) {
    if (!bar || !this.#player) return
    const whole = this.#player.last + 1
    const ticks = this.#frames.map(({ from, frames, resolved }) => {
      const tick = Object.assign(document.createElement("span"), { className: "scrub__note" })
      tick.toggleAttribute("data-resolved", resolved)
      tick.style.insetInlineStart = `${(from / whole) * 100}%`
      tick.style.inlineSize = `max(3px, ${(frames / whole) * 100}%)`
      return tick
    })
    for (const old of all(".scrub__note", bar)) old.remove()
    bar.append(...ticks)
  }
}

customElements.define("review-notes", ReviewNotes)
