// <mention-people>: a menu of the team's people at an @, in every textarea named `words` of the section that it stands in:
// the note's, and those of the answers, which come and go with the server's threads. The textarea keeps the focus and
// plain text; who is meant by it the server finds out (studio/review/mentions.py).
//
// @attr people   who can be named, as JSON: [{"name": "Bob Baker", "words": "", "kind": "person"}]
// @fires input   on the textarea, bubbling

import { announce, sheet } from "studio/lib/dom.js"
import { begun, callable } from "studio/lib/mentioned-people.js"
import { Menu } from "studio/lib/mentions-menu.js"
import { MENU } from "studio/lib/mentions-style.js"
import { type } from "studio/lib/typing.js"

const style = sheet(MENU)
const WALKS = ["ArrowLeft", "ArrowRight", "Home", "End"]
let made = 0

class MentionPeople extends HTMLElement {
  #menus = new WeakMap()
  #leaving = new AbortController()

  // Lifecycle
  connectedCallback() {
    const around = this.getRootNode()
    if (!around.adoptedStyleSheets.includes(style)) around.adoptedStyleSheets.push(style)
    this.#leaving = new AbortController()
    const { signal } = this.#leaving, room = this.parentElement
    room.addEventListener("input", ({ target }) => this.#follow(target), { signal })
    room.addEventListener("click", ({ target }) => this.#follow(target), { signal })
    room.addEventListener("keyup", ({ target, key }) => WALKS.includes(key) && this.#follow(target), { signal })
    room.addEventListener("keydown", (event) => event.isComposing || this.#menus.get(event.target)?.onKey(event), { signal, capture: true })
    room.addEventListener("focusout", ({ target }) => this.#menus.get(target)?.close(), { signal })
  }
  disconnectedCallback() { this.#leaving.abort() }

  // The menu
  #follow(text) {
    if (!text.matches("textarea[name=words]")) return
    const typed = text.selectionStart === text.selectionEnd && begun(text.value, text.selectionStart)
    if (!typed) return this.#menus.get(text)?.close()
    const menu = this.#menuOf(text)
    menu.offer(callable(JSON.parse(this.getAttribute("people") || "[]"), this.#isInternal(text)), typed)
    if (menu.isOpen) menu.placeAt(text)
  }
  #isInternal(text) {
    return text.form?.elements.is_internal?.checked ?? Boolean(text.closest("[data-internal]"))
  }
  /** Each textarea has a menu of its own; what the server has taken away takes its list with it. */
  #menuOf(text) {
    if (this.#menus.has(text)) return this.#menus.get(text)
    for (const old of this.querySelectorAll("ul")) if (!old.of?.deref()?.isConnected) old.remove()
    const list = Object.assign(document.createElement("ul"), { id: `people-${++made}`, className: "mentions", role: "listbox", popover: "manual", ariaLabel: "People" })
    list.of = new WeakRef(text)
    this.append(list)
    const menu = new Menu(text, list, ({ name }) => this.#put(text, name))
    text.setAttribute("aria-autocomplete", "list")
    this.#menus.set(text, menu)
    return menu
  }
  #put(text, name) {
    const at = text.selectionStart, from = begun(text.value, at)?.start ?? at
    type(text, `@${name} `, from, at)
    this.#menus.get(text).close()
    announce(`${name} is mentioned`)
  }
}

customElements.define("mention-people", MentionPeople)
