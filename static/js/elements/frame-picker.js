// <frame-picker>: one file, chosen, dropped, pasted, dragged from the library or found there. The server draws it; this
// sends it. Wraps the form's real value: <input type="hidden" name="first_frame" value='{"asset": "7f3a…"}'>
//
// @attr upload     address that takes files
// @attr media      what it holds: image, video, audio
// @attr closed     takes no file by itself: what is given is handed on
// @fires change    on the hidden input, bubbling
// @fires given     with the file's asset as detail, where it is closed
// @fires find      bubbling, when a file is to be looked for; {cut: id} when the one that is held is to be cropped
// Buttons inside with data-do="remove" take the file out, "find" and "crop" ask for the dialog.

import { announce } from "studio/lib/dom.js"
import { Intake } from "studio/lib/intake.js"

class FramePicker extends Intake {
  connectedCallback() {
    super.connectedCallback()
    this.addEventListener("click", ({ target }) => {
      const act = target.closest("[data-do]")?.dataset.do
      if (act === "remove") this.#remove()
      if (act === "find") this.find()
      if (act === "crop") this.find({ cut: JSON.parse(this.field.value).asset })
    })
  }
  get room() { return this.field.value || this.isClosed ? 0 : 1 }
  get capacity() { return 1 }
  take([id]) { return this.isClosed ? this.handOn(id) : this.write({ asset: id }) }
  #remove() {
    this.say("")
    this.write(null)
    this.querySelector("input[type=file]").focus()
    announce("Picture taken out")
  }
}

customElements.define("frame-picker", FramePicker)
