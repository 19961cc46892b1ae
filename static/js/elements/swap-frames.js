// <swap-frames>: the rail of frames, the first and the last of them pickers. Buttons with data-do="swap", "copy-on" and
// "copy-back" exchange what they hold; input[data-loop], a switch without a name, makes the last repeat the first.
// Buttons with data-crop (an address), data-ratio and data-of (id of a picker) put the cropped picture in its place.

import { all, announce, one } from "studio/lib/dom.js"
import { make } from "studio/lib/files.js"

const ACTS = {
  swap: ([first, last]) => { [first.value, last.value] = [last.value, first.value]; return "Start and end swapped" },
  "copy-on": ([first, last]) => { last.value = first.value; return "Start copied to the end" },
  "copy-back": ([first, last]) => { first.value = last.value; return "End copied to the start" },
}

class SwapFrames extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const act = ACTS[target.closest("[data-do]")?.dataset.do]
      const crop = target.closest("[data-crop]")
      if (act) this.#do(act)
      if (crop) this.#crop(crop)
    })
    for (const type of ["input", "change"]) this.addEventListener(type, (event) => this.#on(event))
  }
  get #fields() {
    const fields = all("frame-picker > input[type=hidden]", this)
    return [fields[0], fields.at(-1)]
  }
  get #loop() { return one("[data-loop]", this) }

  // Events
  #do(act) {
    announce(act(this.#fields))
    this.#changed()
  }
  #on(event) {
    const [first, last] = this.#fields
    if (event.target === this.#loop) {
      event.stopPropagation() // the fields speak for it
      if (event.type === "input") return
      last.value = this.#loop.checked ? first.value : ""
      announce(this.#loop.checked ? "The end repeats the start" : "The end is free")
      this.#changed()
    } else if (this.#loop?.checked && event.target === first) last.value = first.value
  }
  #changed() { this.#fields[0].dispatchEvent(new Event("change", { bubbles: true })) }

  async #crop(button) {
    const picker = document.getElementById(button.dataset.of)
    const body = new FormData()
    body.append("ratio", button.dataset.ratio)
    body.append("csrfmiddlewaretoken", picker.field.form.elements.csrfmiddlewaretoken.value)
    button.disabled = true
    try {
      const asset = await make(button.dataset.crop, body)
      picker.take([asset.id])
      announce(`Cropped to ${asset.width} by ${asset.height} pixels`)
    } catch (refusal) {
      picker.say(refusal.message, "bad")
    } finally {
      button.disabled = false
    }
  }
}

customElements.define("swap-frames", SwapFrames)
