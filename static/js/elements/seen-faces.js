// <seen-faces>: the faces that were seen in a clip. Choosing one gives it a lane, or leads to the lane that it has.
// Wraps the lanes' real fields: each [data-row] has a <select> whose name ends in `.face`, its options in the order of the
// faces; the last row has no <clear-row> as long as it is not begun.
//
// @attr for       id of the list of lanes
// @fires change   on the select of the lane, bubbling
// Inside, once somebody has looked: button[data-face="0"], counted from the left, each with [data-lane] and data-says.

import { all, announce, one } from "studio/lib/dom.js"

const chosen = (lane) => one("select", lane)
const isBegun = (lane) => Boolean(one("clear-row", lane))

class SeenFaces extends HTMLElement {
  #watch = new MutationObserver(() => this.#draw())

  // Lifecycle
  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.#choose(target.closest("[data-face]")))
    this.addEventListener("htmx:afterSwap", () => this.#draw())
    this.#watch.observe(this.#list, { subtree: true, childList: true, characterData: true })
    this.#list.addEventListener("change", () => this.#draw())
  }
  disconnectedCallback() { this.#watch.disconnect() }

  // Lanes
  get #list() { return document.getElementById(this.getAttribute("for")) }
  get #lanes() { return all("[data-row]", this.#list) }
  #laneOf(place) { return this.#lanes.find((lane) => isBegun(lane) && chosen(lane).selectedIndex === place) }

  // Events
  #choose(button) {
    if (!button) return
    const place = Number(button.dataset.face), own = this.#laneOf(place)
    if (own) return chosen(own).focus()
    const lane = this.#lanes.findLast((each) => !isBegun(each))
    if (!lane) return announce(this.getAttribute("full"))
    chosen(lane).selectedIndex = place
    chosen(lane).dispatchEvent(new Event("change", { bubbles: true }))
    one("input[type=file]", lane).focus()
    announce(button.dataset.says)
  }

  // Drawing
  #draw() {
    for (const button of all("[data-face]", this)) {
      const lane = this.#laneOf(Number(button.dataset.face))
      one("[data-lane]", button).textContent = lane ? one("b", lane).textContent : ""
    }
  }
}

customElements.define("seen-faces", SeenFaces)
