// The menu of names at an @: a listbox in the top layer that a textarea points into while it keeps the focus.

import { announce, icon } from "studio/lib/dom.js"
import { fitting } from "studio/lib/mentions.js"

const MOST = 16 // lines; more names are found by typing
const KINDS = { image: "image", video: "film", voice: "sound", element: "elements", person: "user" } // icons
const GAP = 6 // px between the text and the menu

export class Menu {
  #text
  #list
  #choose
  #shown = []
  #at = 0
  #left = null // where an @ begins whose menu was closed on purpose
  #watch = new MutationObserver(() => this.#point())

  /** `choose(meant)` is called with the chosen thing, or with {upload: true}. */
  constructor(text, list, choose) {
    this.#text = text
    this.#list = list
    this.#choose = choose
    list.addEventListener("pointerdown", (event) => event.preventDefault()) // the text keeps the focus
    list.addEventListener("click", ({ target }) => this.#take([...list.children].indexOf(target.closest("[role=option]"))))
    addEventListener("scroll", () => this.isOpen && this.#anchor && this.placeAt(this.#anchor), { capture: true, passive: true })
  }
  #anchor = null

  get isOpen() { return this.#list.matches(":popover-open") }
  /** The tray that takes one more picture, or null. */
  get picturePlace() {
    const tray = document.getElementById("id_reference_images")
    return tray?.room > 0 ? tray : null
  }

  /** Shows what fits what is typed after an @: {start, words}. */
  offer(all, { start, words }) {
    if (this.#left === start) return
    this.#left = null
    const fits = fitting(all, words).slice(0, MOST)
    this.#shown = this.picturePlace && !words ? [...fits, { upload: true }] : fits
    if (!this.#shown.length) return this.close()
    const was = this.isOpen
    this.#at = Math.max(0, this.#shown.findIndex(({ fault }) => !fault))
    this.#list.replaceChildren(...this.#shown.map((meant, index) => option(meant, `${this.#list.id}-${index}`)))
    if (!was) this.#text.parentElement.scrollIntoView({ block: "nearest" })
    if (!was) this.#list.showPopover()
    this.#watch.observe(this.#text, { attributeFilter: ["aria-activedescendant"] })
    this.#point()
    if (!was) announce(`${fits.length} names. Arrow keys choose, Enter takes one, Escape closes.`)
  }
  close() {
    this.#watch.disconnect()
    this.#text.removeAttribute("aria-activedescendant")
    this.#text.removeAttribute("aria-controls")
    if (this.isOpen) this.#list.hidePopover()
  }
  /** Below the place of the @, or above it where there is no room. */
  placeAt(anchor) {
    this.#anchor = anchor
    const box = anchor.getBoundingClientRect(), view = visualViewport, list = this.#list
    const below = view.height - box.bottom - 2 * GAP, above = box.top - 2 * GAP
    const high = list.scrollHeight, wide = list.offsetWidth
    const isBelow = below >= Math.min(high, 200) || below > above, most = Math.max(96, Math.min(isBelow ? below : above, 340))
    list.style.maxBlockSize = `${most}px`
    list.style.insetInlineStart = `${Math.max(GAP, Math.min(box.left, view.width - wide - GAP))}px`
    list.style.insetBlockStart = `${isBelow ? box.bottom + GAP : box.top - Math.min(high, most) - GAP}px`
  }
  /** Whether the key was for the menu. */
  onKey(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step && !["Enter", "Tab", "Escape"].includes(event.key)) return false
    event.preventDefault()
    event.stopPropagation()
    if (step) this.#move(step)
    else if (event.key === "Escape") this.#leave()
    else this.#take(this.#at)
    return true
  }

  #leave() {
    this.#left = this.#text.value.lastIndexOf("@", this.#text.selectionStart - 1)
    this.close()
  }
  #move(step) {
    this.#at = (this.#at + step + this.#shown.length) % this.#shown.length
    this.#point()
  }
  #take(index) {
    const meant = this.#shown[index]
    if (!meant) return
    if (meant.fault) return announce(`${meant.name} cannot be mentioned: ${meant.fault}`)
    this.close()
    this.#choose(meant)
  }
  /** The server's answers know nothing of the menu: what they take off the textarea is put back. */
  #point() {
    const current = this.#list.children[this.#at]
    const isPointedAt = current?.ariaSelected === "true" && this.#text.getAttribute("aria-activedescendant") === current.id
    if (!current || isPointedAt) return // lines that are drawn anew have the ids of those before
    for (const each of this.#list.children) each.ariaSelected = String(each === current)
    this.#text.setAttribute("aria-controls", this.#list.id)
    this.#text.setAttribute("aria-activedescendant", current.id)
    current.scrollIntoView({ block: "nearest" })
  }
}

function option(meant, id) {
  const item = document.createElement("li")
  Object.assign(item, { id, role: "option", ariaDisabled: meant.fault ? "true" : null })
  if (meant.upload) {
    item.innerHTML = `${icon("upload")}<b>Upload a picture…</b>`
    return item
  }
  item.innerHTML = `${meant.picture ? `<img alt="">` : icon(KINDS[meant.kind])}<b></b><small></small>`
  if (meant.picture) item.querySelector("img").src = meant.picture
  item.querySelector("b").textContent = `@${meant.name}`
  item.querySelector("small").textContent = meant.fault || (meant.into ? `put in: ${meant.words}` : meant.words || (meant.kind === "person" ? "" : "attached"))
  return item
}
