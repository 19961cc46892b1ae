// <mention-text>: a textarea in which @name means what is attached. Names stand out in the text, a menu opens at an @,
// and a row below says who is meant, whom nobody means, and what a name without anybody could be.
// Wraps the form's real <textarea>, which holds plain text: "@Mara opens the door".
//
// @attr names   what can be meant, as JSON: studio/pages/mentionable.py. Without it, that of the page's first prompt
// @fires input, change   on the textarea, bubbling
// Inside: a <textarea>, and an empty <ul role="listbox" popover="manual"> with an id.
// Hears `renamed` on the document, {from, to}: a name that is changed in a tray is changed here.

import { announce, sheet } from "studio/lib/dom.js"
import { attach } from "studio/lib/attach.js"
import { begun, found, renamed } from "studio/lib/mentions.js"
import { Menu } from "studio/lib/mentions-menu.js"
import { drawMirror, drawRow, fitMirror, frame, scrollMirror } from "studio/lib/mentions-view.js"
import { MENU, ROW } from "studio/lib/mentions-style.js"
import { apart, type } from "studio/lib/typing.js"
import { actAsOne } from "studio/lib/whole-names.js"

const row = sheet(ROW), menu = sheet(MENU)
const AFTER_A_CLICK = 200 // ms: what is being pressed in the row must not be drawn anew under the finger

class MentionText extends HTMLElement {
  static observedAttributes = ["names"]
  #root = this.attachShadow({ mode: "open" })
  #menu = null
  #awaited = null // the names that were known before a file was asked for
  #watch = new MutationObserver(() => this.draw())
  #resize = new ResizeObserver(() => { fitMirror(this.#root, this.#text); this.#placeMenu() })
  #onRenamed = ({ detail }) => this.#rename(detail)
  #onNamed = ({ target }) => target !== this && !this.hasAttribute("names") && this.draw()

  // Lifecycle
  connectedCallback() {
    const around = this.getRootNode()
    if (!around.adoptedStyleSheets.includes(menu)) around.adoptedStyleSheets.push(menu)
    this.#root.adoptedStyleSheets = [row]
    this.#root.innerHTML = frame()
    this.#menu = new Menu(this.#text, this.querySelector("[role=listbox]"), (meant) => this.#choose(meant))
    for (const kind of ["input", "click", "keyup"]) this.#text.addEventListener(kind, (event) => this.#follow(event))
    this.#text.addEventListener("keydown", (event) => event.isComposing || this.#menu.onKey(event))
    actAsOne(this.#text, () => this.#all)
    this.#text.addEventListener("blur", () => { this.#menu.close(); setTimeout(() => this.draw(), AFTER_A_CLICK) })
    this.#text.addEventListener("scroll", () => scrollMirror(this.#root, this.#text))
    this.#root.addEventListener("click", (event) => this.#onClick(event))
    document.addEventListener("renamed", this.#onRenamed)
    document.addEventListener("named", this.#onNamed)
    this.#watch.observe(this.#text, { childList: true, characterData: true, subtree: true })
    this.#resize.observe(this.#text)
    this.draw()
  }
  disconnectedCallback() {
    for (const each of [this.#watch, this.#resize]) each.disconnect()
    this.#menu.close()
    document.removeEventListener("renamed", this.#onRenamed)
    document.removeEventListener("named", this.#onNamed)
  }
  attributeChangedCallback() {
    if (!this.#menu) return
    setTimeout(() => this.#takeAwaited()) // the answer that names it has the text as it was before, too
    this.draw()
    document.dispatchEvent(new CustomEvent("named", { detail: null }))
  }

  get #text() { return this.querySelector("textarea") }
  get #all() {
    const from = this.hasAttribute("names") ? this : document.querySelector("mention-text[names]")
    return JSON.parse(from?.getAttribute("names") || "[]")
  }
  /** Draws what the textarea holds; whoever sets its value without an event calls this. */
  draw() {
    if (!this.isConnected || !this.#menu) return
    const text = this.#text.value, all = this.#all
    const at = this.#text.matches(":focus") ? begun(text, this.#text.selectionStart)?.start : undefined
    const mentions = found(text, all).filter(({ start, meant }) => meant || start !== at) // one that is being typed is not wrong yet
    drawMirror(this.#root, text, mentions, at)
    drawRow(this.#root, mentions, all, this.hasAttribute("names"))
  }
  #placeMenu() {
    if (this.#menu.isOpen) this.#menu.placeAt(this.#root.querySelector("[data-at]") ?? this.#text)
  }

  // The menu
  #follow(event) {
    if (event.type !== "keyup") this.draw()
    else if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return
    const typed = this.#text.selectionStart === this.#text.selectionEnd && begun(this.#text.value, this.#text.selectionStart)
    if (!typed) return this.#menu.close()
    this.draw()
    this.#menu.offer(this.#all, typed)
    this.#placeMenu()
  }
  #choose(meant) {
    if (meant.upload) return this.#awaitFile()
    this.#put(meant.name)
    this.#attach(meant)
  }
  #attach({ name, into, value }) {
    const place = into && document.getElementById(into), refusal = place ? attach(place, value) : ""
    announce(refusal || (place ? `${name} is attached and mentioned` : `${name} is mentioned`))
  }
  #awaitFile() {
    this.#awaited = new Set(this.#all.filter(({ place }) => place).map(({ name }) => name))
    this.#menu.picturePlace.querySelector("input[type=file]").click()
  }
  /** The file that was asked for has come, and has a name. */
  #takeAwaited() {
    const come = this.#awaited && this.#all.find(({ name, place, kind }) => place && kind === "image" && !this.#awaited.has(name))
    if (!come) return
    this.#awaited = null
    this.#put(come.name)
  }

  // Writing
  #write(words, from, to) {
    type(this.#text, words, from, to)
    this.#menu.close()
  }
  /** A mention where the caret is, in place of what is begun there. */
  #put(name) {
    const { value, selectionStart: at } = this.#text
    const from = begun(value, at)?.start ?? at
    this.#write(apart(this.#text, from, `@${name} `), from, at)
  }
  #rename({ from, to }) {
    const text = renamed(this.#text.value, from, to)
    if (text === this.#text.value) return
    this.#text.value = text
    this.#text.dispatchEvent(new Event("input", { bubbles: true }))
  }
  #onClick({ target }) {
    const { do: action, name, from } = target.closest("button")?.dataset ?? {}
    if (!action) return
    if (action === "open") this.#begin()
    if (action === "choose") this.#beginAt(found(this.#text.value, []).find((each) => each.name === name))
    if (action === "put") this.#put(name)
    if (action === "use") this.#rename({ from, to: name })
    if (action === "attach") this.#attach(this.#all.find((each) => each.name === name))
    this.#text.focus()
  }
  #begin() { this.#beginAt({ start: this.#text.selectionStart, end: this.#text.selectionEnd }) }
  #beginAt({ start, end }) {
    this.#write(apart(this.#text, start, "@"), start, end)
    this.#follow({ type: "input" })
  }
}

customElements.define("mention-text", MentionText)
