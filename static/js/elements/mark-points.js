// <mark-points>: points on frames of a clip that say what is edited. A click in the picture writes a row of the table.
// Wraps real fields, one row a point: `selection.0.frame`, `.x`, `.y` in percent from the top left; the last row is empty.
//
// @attr frames, points   on how many frames, and how many on each
// @attr fps              of the clip: "24", "30000/1001"; frame n is shown from n / fps
// @attr masks            address that tells what the points mark on every frame
// Inside: the table; with a clip also <video>, an <svg> of 100 x 100 and a <canvas> over it, input[data-scrub], and
// button[data-preview] with [data-said] beside it.

import { announce } from "studio/lib/dom.js"
import { Marked } from "studio/lib/marked.js"

const number = (fps) => { const [over, under = 1] = (fps || "24").split("/").map(Number); return over / under }

class MarkPoints extends HTMLElement {
  #watch = new MutationObserver(() => this.#draw())
  #marked
  #shown = "" // the points that the masks were made for

  // Lifecycle
  connectedCallback() {
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#on(event))
    this.addEventListener("click", (event) => this.#onClick(event))
    this.addEventListener("focusin", ({ target }) => this.#show(target.closest("tr")))
    // `loadedmetadata` does not bubble; until then the poster shows another frame
    this.addEventListener("loadedmetadata", () => this.#seek(), true)
    if (this.querySelector("video")?.readyState) this.#seek()
    this.#watch.observe(this, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] })
    this.#draw()
  }
  disconnectedCallback() { this.#watch.disconnect() }

  // Rows
  get #rows() { return [...this.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]) }
  get #points() { return this.#rows.map((fields) => fields.map((field) => field.value)).filter((point) => point.every(Boolean)) }
  get #frame() { return this.querySelector("[data-scrub]")?.value ?? "0" }

  // Events
  #on(event) {
    if (event.target.matches("[data-scrub]")) { event.stopPropagation(); this.#seek() }
    this.#draw()
  }
  #onClick({ target, clientX, clientY }) {
    const row = target.closest("[data-remove]")?.closest("tr")
    if (row) return this.#set(row.querySelectorAll("input"), ["", "", ""])
    if (target.closest("[data-preview]")) return this.#preview(target.closest("[data-preview]"))
    const clip = target.closest(".marks__clip")
    if (!clip) return
    const box = clip.querySelector("svg").getBoundingClientRect()
    const percent = (at, from, length) => String(Math.round(Math.min(1, Math.max(0, (at - from) / length)) * 1000) / 10)
    this.#add([this.#frame, percent(clientX, box.left, box.width), percent(clientY, box.top, box.height)])
  }
  /** Which part the points mark, as far as this machine can tell. */
  async #preview(button) {
    if (button.ariaBusy === "true") return
    const points = JSON.stringify(this.#points)
    this.#marked = new Marked(Number(this.querySelector("[data-scrub]").max) + 1)
    button.ariaBusy = "true"
    this.#say("Following it through the clip…")
    try {
      await this.#marked.load(this.getAttribute("masks"), this.#selection, button.form.elements.csrfmiddlewaretoken.value)
      this.#shown = points
      this.#say("Marked as this machine sees it; the provider draws its own. Move through the frames to check.")
    } catch (refusal) {
      this.#say(refusal.message)
    } finally {
      button.ariaBusy = "false"
      this.#draw()
    }
  }
  #say(words) { this.querySelector("[data-said]").textContent = words }
  get #selection() {
    return this.#points.map(([frame, x, y]) => ({ frame: Number(frame), points: [[x / 100, y / 100]] }))
  }
  #add(point) {
    const here = this.#points.filter(([frame]) => frame === point[0]).length
    const frames = new Set([...this.#points.map(([frame]) => frame), point[0]]).size
    if (here >= Number(this.getAttribute("points"))) return announce(`Frame ${point[0]} has ${here} points; more are not taken.`)
    if (frames > Number(this.getAttribute("frames"))) return announce(`${frames - 1} frames have points; more are not taken.`)
    this.#set(this.#rows.at(-1), point)
    announce(`Point set on frame ${point[0]}, ${point[1]} percent from the left, ${point[2]} from the top`)
  }
  #set(fields, values) {
    fields.forEach((field, at) => { field.value = values[at] })
    fields[0].dispatchEvent(new Event("change", { bubbles: true }))
    this.#draw()
  }

  /** The frame of the row that is being written is shown. */
  #show(row) {
    const frame = row?.querySelector("input")?.value
    const scrub = this.querySelector("[data-scrub]")
    if (!frame || !scrub || scrub.value === frame) return
    scrub.value = frame
    this.#seek()
    this.#draw()
  }

  // Drawing
  #seek() {
    const video = this.querySelector("video")
    video.currentTime = (Number(this.#frame) + 0.5) / number(this.getAttribute("fps"))
  }
  #draw() {
    const board = this.querySelector(".marks__clip svg")
    if (!board) return
    const scrub = this.querySelector("[data-scrub]")
    scrub.style.setProperty("--from", "0%")
    scrub.style.setProperty("--fill", `${(scrub.value / scrub.max) * 100}%`)
    scrub.nextElementSibling.textContent = scrub.value
    const marks = this.#points.filter(([frame]) => frame === this.#frame)
    board.replaceChildren(...marks.map(([, x, y]) => {
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "path")
      dot.setAttribute("d", `M${x} ${y}h.001`)
      return dot
    }))
    this.querySelector("[data-preview]").disabled = !this.#points.length
    if (this.#marked?.isThere && JSON.stringify(this.#points) !== this.#shown) {
      this.#marked.forget()
      this.#say("The points have changed. Show it again.")
    }
    this.#marked?.draw(this.querySelector(".marks__clip canvas"), Number(scrub.value))
    this.#watch.takeRecords() // what was drawn here is no news
  }
}

customElements.define("mark-points", MarkPoints)
