// Intake: the base of elements that take files. It listens for choosing, dropping and pasting, sends the files, and
// shows progress and refusals in a shadow root, where a morph of the form cannot wipe them. An address of the web that is
// dropped or pasted is fetched by the studio, at the address for files with "address/" after it.

import { sheet } from "studio/lib/dom.js"
import { addressOf, assetOf, filesOf, isRecipe, isWelcome, make, upload } from "studio/lib/files.js"

const style = sheet(`
:host { display: block; position: relative; min-inline-size: 0; }
:host(:state(over)) ::slotted(:is(label, ul)) { outline: 2px solid var(--color-ink); outline-offset: 2px; }
.status { margin: 6px 0 0; font-size: var(--text-1); line-height: 1.4; color: var(--color-ink-2); overflow-wrap: anywhere; }
.status[data-tone="bad"] { color: var(--color-bad); }
.status:empty, progress[hidden] { display: none; }
progress { appearance: none; display: block; inline-size: 100%; block-size: 3px; margin-block-start: 4px; border: 0; border-radius: 2px; background: var(--color-control-hover); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--color-control-hover); }
progress::-webkit-progress-value { background: var(--color-run); }
progress::-moz-progress-bar { background: var(--color-run); }
`)

const editable = (target) => target.closest?.("textarea, input:not([type=file], [type=radio], [type=checkbox]), [contenteditable]")

/** Subclasses give `take(asset ids)`, `room` (how many more files there is place for) and, where one file may replace
 *  another, `capacity` (how many may come at once). */
export class Intake extends HTMLElement {
  #root = this.attachShadow({ mode: "open" })
  #internals = this.attachInternals()
  #onPaste = (event) => this.#paste(event)

  connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    this.#root.innerHTML = `<slot></slot><progress max="1" hidden aria-label="Uploading"></progress><p class="status" role="status"></p>`
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#chosen(event))
    this.addEventListener("dragover", (event) => this.#over(event))
    this.addEventListener("dragleave", () => this.#internals.states.delete("over"))
    this.addEventListener("drop", (event) => this.#drop(event))
    document.addEventListener("paste", this.#onPaste)
  }
  disconnectedCallback() { document.removeEventListener("paste", this.#onPaste) }

  /** The form's real value. */
  get field() { return this.querySelector("input[type=hidden]") }

  /** Writes the value as JSON and lets the form know. */
  write(value) {
    this.field.value = value === null ? "" : JSON.stringify(value)
    this.field.dispatchEvent(new Event("change", { bubbles: true }))
  }

  /** A sentence below the element; a refusal stays until the next file. */
  say(words, tone = "plain") {
    const status = this.#root.querySelector(".status")
    status.dataset.tone = tone
    status.textContent = words
  }

  get capacity() { return this.room }

  /** Whether a file alone is not enough: it is handed on to whoever asks for the rest. */
  get isClosed() { return this.hasAttribute("closed") }
  handOn(id) { this.dispatchEvent(new CustomEvent("given", { detail: id, bubbles: true })) }

  // Events
  #chosen(event) {
    if (event.target.type !== "file") return
    event.stopPropagation() // the hidden input speaks for us
    if (event.type === "input") return
    this.#send([...event.target.files])
    event.target.value = ""
  }
  #over(event) {
    if (!isWelcome(event.dataTransfer)) return
    event.preventDefault()
    this.#internals.states.add("over")
  }
  #drop(event) {
    this.#internals.states.delete("over")
    const files = filesOf(event.dataTransfer)
    if (isRecipe(files[0])) return // the desk opens it
    event.preventDefault()
    const asset = assetOf(event.dataTransfer)
    const address = addressOf(event.dataTransfer)
    if (files.length) this.#send(files)
    else if (asset && this.capacity) this.take([asset])
    else if (address && this.capacity) this.#fetch(address)
  }
  #paste(event) {
    const files = filesOf(event.clipboardData)
    const address = files.length ? null : addressOf(event.clipboardData)
    if (!(files.length || address) || isRecipe(files[0]) || event.defaultPrevented || this.capacity < 1) return
    const isHere = event.composedPath().includes(this) && !editable(event.target)
    if (!isHere && (editable(event.target) || !this.#isFirstFree())) return
    event.preventDefault()
    if (address) this.#fetch(address)
    else this.#send(files)
  }
  /** A paste outside of any text goes to the first element on the page that has room. */
  #isFirstFree() {
    const focused = document.activeElement?.closest("frame-picker, reference-tray")
    return !focused && [...document.querySelectorAll("frame-picker, reference-tray")].find((other) => other.room > 0) === this
  }

  /** Asks for a dialog in which a file can be found. */
  find(detail) { this.dispatchEvent(new CustomEvent("find", { bubbles: true, detail })) }

  // Sending: one after the other, in order
  async #fetch(address) {
    const body = new FormData()
    body.append("url", address)
    body.append("csrfmiddlewaretoken", this.field.form.elements.csrfmiddlewaretoken.value)
    this.say(`Fetching ${address.slice(0, 60)}…`)
    try {
      const asset = await make(`${this.getAttribute("upload")}address/`, body)
      this.say("")
      this.take([asset.id])
    } catch (refusal) {
      this.say(refusal.message, "bad")
    }
  }
  async #send(files) {
    const bar = this.#root.querySelector("progress")
    const taken = []
    this.say("")
    this.dataset.morph = "skip" // a draft that is saved meanwhile must not take the progress away
    try {
      for (const file of files.slice(0, this.capacity)) taken.push(await this.#sendOne(file, bar))
      if (files.length > taken.length) this.say(`${files.length - taken.length} more were left out: there is no room for them.`)
    } catch (refusal) {
      this.say(refusal.message, "bad")
    } finally {
      bar.hidden = true
      delete this.dataset.morph
    }
    if (taken.length) this.take(taken)
  }
  async #sendOne(file, bar) {
    bar.hidden = false
    bar.value = 0
    const token = this.field.form.elements.csrfmiddlewaretoken.value
    const asset = await upload(file, { url: this.getAttribute("upload"), token, progress: (part) => { bar.value = part } })
    return asset.id
  }
}
