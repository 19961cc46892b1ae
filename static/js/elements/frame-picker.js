// <frame-picker>: one picture, chosen, dropped, pasted or dragged from the library. The server draws it; this sends it.
// Wraps the form's real value: <input type="hidden" name="first_frame" value='{"asset": "7f3a…"}'>
//
// @attr upload     address that takes files
// @fires change   on the hidden input, bubbling
// Buttons inside with data-do="remove" take the picture out.

import { announce } from "studio/lib/dom.js"
import { Intake } from "studio/lib/intake.js"

class FramePicker extends Intake {
  connectedCallback() {
    super.connectedCallback()
    this.addEventListener("click", ({ target }) => target.closest("[data-do=remove]") && this.#remove())
  }
  get room() { return this.field.value ? 0 : 1 }
  get capacity() { return 1 }
  take([id]) { this.write({ asset: id }) }
  #remove() {
    this.say("")
    this.write(null)
    this.querySelector("input[type=file]").focus()
    announce("Picture taken out")
  }
}

customElements.define("frame-picker", FramePicker)
