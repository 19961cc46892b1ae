// <shot-list>: a storyboard as a strip of cards, as wide as they last.
// Wraps the form's real value: <textarea name="shots">[{"prompt": "Wide shot", "duration": 3}]</textarea>
//
// @attr most        how many shots
// @attr longest     seconds together
// @attr shortest    seconds each
// @attr each        seconds of one at most; without it all of them
// @attr across      where shots are clips of their own: seconds that the strip is wide at least
// @attr characters  of each shot's prompt, the look included
// @attr picture     address of the first frame, shown on the first card
// @attr words       shot sizes and camera moves as sentences, JSON: studio/lib/shots-words.js
// @slot director, list, none, turn, foot   the server's: who cuts, lists and tables, words and ways in, what is below
// @fires input, change   on the textarea, bubbling

import { announce } from "studio/lib/dom.js"
import { renamed } from "studio/lib/mentions.js"
import * as story from "studio/lib/shots.js"
import { ACTS } from "studio/lib/shots-acts.js"
import { readFile, readPaste } from "studio/lib/shots-file.js"
import { frame } from "studio/lib/shots-frame.js"
import { onPointer } from "studio/lib/shots-hands.js"
import { onInput } from "studio/lib/shots-input.js"
import { onKey } from "studio/lib/shots-keys.js"
import { limitsOf } from "studio/lib/shots-limits.js"
import { onContextMenu, openMenu } from "studio/lib/shots-menu.js"
import { draw } from "studio/lib/shots-view.js"
import { changeWords, kindsOf } from "studio/lib/shots-words.js"
import { style } from "studio/lib/shots-style.js"
import { Storyboard } from "studio/lib/storyboard.js"

class ShotList extends HTMLElement {
  static observedAttributes = ["most", "longest", "shortest", "each", "across", "characters", "picture"]
  #board = new Storyboard()
  #root = this.attachShadow({ mode: "open" })
  #watch = new MutationObserver(() => this.#read())

  // Lifecycle
  connectedCallback() {
    if (!this.#root.firstChild) this.#build() // once: a morph may put the element elsewhere
    document.addEventListener("renamed", this.#onRenamed)
    this.#watch.observe(this, { childList: true, subtree: true, characterData: true })
    this.#read(true)
    this.#openList(Boolean(this.#list?.value))
  }
  #build() {
    this.#root.adoptedStyleSheets = [style]
    this.#root.innerHTML = frame()
    const hear = { click: this.#onClick, keydown: this.#onKey, pointerdown: this.#onPointer, input: this.#onInput, change: this.#onInput, contextmenu: this.#onContextMenu }
    for (const [type, act] of Object.entries(hear)) this.#root.addEventListener(type, act)
    this.addEventListener("change", ({ target }) => readFile(target, this.#list, this.#reader))
    this.addEventListener("paste", (event) => readPaste(event, this.#list, this.#reader) && this.#openList(true))
  }
  disconnectedCallback() { this.#watch.disconnect(); document.removeEventListener("renamed", this.#onRenamed) }
  attributeChangedCallback() { if (this.isConnected && this.#root.firstChild) this.#draw() }

  // Form value
  get #twin() { return this.querySelector("textarea[name=shots]") }
  get #list() { return this.querySelector("textarea[name=shot_list]") }
  get #reader() { return this.querySelector("[data-reads-list]") }
  get #limits() { return limitsOf(this, this.#board.look) }
  #read(isFirst = false) {
    if (!this.#board.read(this.#twin.value, isFirst) && !isFirst) return
    if (!isFirst && !this.#list?.value) this.#openList(false)
    this.#draw()
  }
  #write(shots, type = "change", doing = "") {
    const isNew = this.#board.change(shots, doing)
    if (isNew) this.#tell(type)
    return isNew
  }
  #tell(type) {
    const own = this.querySelector("[name=shot_style][value=customize]")
    if (own && !story.parse(this.#twin.value).length) own.checked = true // the first shot: nobody else cuts from here on
    this.#twin.value = this.#board.json
    this.#draw()
    this.#twin.dispatchEvent(new Event(type, { bubbles: true }))
  }

  // Events
  /** What keys, pointers and fields do to it. */
  #strip = {
    element: this,
    board: this.#board,
    cards: () => this.#cards,
    kinds: () => kindsOf(this),
    limits: () => this.#limits,
    act: (name, from) => this.#act(name, from),
    choose: (index) => this.#choose(index),
    draw: () => this.#draw(),
    focus: () => this.#focusCard(),
    openMenu: (place) => this.#openMenu(place),
    settle: () => this.#twin.dispatchEvent(new Event("change", { bubbles: true })),
    tell: (type) => this.#tell(type),
    undo: () => this.#undo(),
    write: (...given) => this.#write(...given),
  }
  #onClick = ({ target }) => {
    const face = target.closest(".card")
    if (face) this.#choose(this.#cards.indexOf(face.parentElement))
    const { act, do: does } = target.closest("[data-act], [data-do]")?.dataset ?? {}
    const chip = target.closest("[data-without]")
    if (chip) { changeWords(this.#strip, chip); this.#part("prompt").focus() } // the chip is gone
    if (act) this.#act(act, target)
    if (does) this.#does[does]()
  }
  #does = {
    begin: () => { this.#write([story.opening(this.#twin.form.elements, this.#limits)]); this.#part("prompt").focus() },
    list: () => { this.#openList(this.#part("list").hidden); this.#part("list").hidden || this.#list.focus() },
    menu: () => this.#openMenu(this.#root.querySelector("[data-do=menu]").getBoundingClientRect()),
    undo: () => this.#undo(),
  }
  #act(name, from) {
    const isInMenu = from.closest("[role=menu]")
    if (isInMenu) this.#part("menu").hidePopover()
    if (!this.#board.act(ACTS[name], this.#limits)) return announce("That does not fit: no seconds, no shots or no place is left.")
    this.#tell("change")
    if (name === "add") this.#part("prompt").focus()
    else if (name === "remove" || isInMenu || from.matches(".card")) this.#focusCard()
    this.#say()
  }
  #undo() {
    if (this.#board.undo()) { this.#tell("change"); this.#say() }
  }
  #say() { announce(`${this.#board.shots.length} shots, ${story.total(this.#board.shots)} of ${this.#limits.longest} seconds`) }
  #onKey = (event) => onKey(event, this.#strip)
  #onPointer = (event) => onPointer(event, this.#strip)
  #onContextMenu = (event) => onContextMenu(event, this.#strip)
  #onInput = (event) => onInput(event, this.#strip)
  #openMenu(place) { openMenu(this.#part("menu"), place, this.#board.shots, this.#board.current, this.#limits) }
  /** Who has another name in a tray has it in every shot. */
  #onRenamed = ({ detail: { from, to } }) => this.#write(this.#board.shots.map((shot) => ({ ...shot, prompt: renamed(shot.prompt, from, to) })))
  #choose(index) {
    this.#board.choose(index)
    this.#draw()
  }
  #focusCard() { this.#cards[this.#board.current]?.querySelector(".card")?.focus() }
  #openList(isOpen) {
    this.#part("list").hidden = !isOpen
    this.#part("opener").ariaExpanded = String(isOpen)
  }

  // Drawing
  #part(name) { return this.#root.querySelector(`[data-part=${name}]`) }
  get #cards() { return [...this.#root.querySelectorAll(".shot")] }
  #draw() { draw(this.#root, this.#board, this.#limits, this.getAttribute("picture"), kindsOf(this)) }
}

customElements.define("shot-list", ShotList)
