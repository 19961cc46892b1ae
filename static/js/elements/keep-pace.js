// <keep-pace list="…">: from one file of a list to the next, speed and loop of the player stay as they are. They are
// remembered for this tab and this list only.
//
// @attr list  the list's id

import { one } from "studio/lib/dom.js"

const KEPT = "pace" // in sessionStorage: {list, speed, loops}

class KeepPace extends HTMLElement {
  #leaving

  async connectedCallback() {
    const { signal } = (this.#leaving = new AbortController())
    addEventListener("pagehide", () => this.#keep(), { signal })
    await customElements.whenDefined("clip-player")
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null"), player = this.#player
    if (signal.aborted || !player || kept?.list !== this.#list) return
    player.speed = kept.speed
    player.loops = kept.loops
  }

  disconnectedCallback() { this.#leaving.abort() }

  get #list() { return this.getAttribute("list") }
  get #player() { return one("clip-player")?.transport }

  #keep() {
    const { speed, loops } = this.#player ?? {}
    if (speed) sessionStorage.setItem(KEPT, JSON.stringify({ list: this.#list, speed, loops }))
  }
}

customElements.define("keep-pace", KeepPace)
