// <attach-made>: what has just been made goes where it was made for, and the dialog that made it closes.
//
// @attr for       id of the place: see lib/attach.js
// @attr value     as JSON
// @attr named     how it is called
// @fires change   on the field that was written, bubbling

import { announce } from "studio/lib/dom.js"
import { attach } from "studio/lib/attach.js"

class AttachMade extends HTMLElement {
  connectedCallback() {
    const place = document.getElementById(this.getAttribute("for"))
    const refusal = place ? attach(place, JSON.parse(this.getAttribute("value"))) : ""
    this.closest("dialog")?.close()
    announce(refusal || `${this.getAttribute("named")} is kept and attached`)
    place?.querySelector("li:last-of-type [tabindex]")?.focus()
  }
}

customElements.define("attach-made", AttachMade)
