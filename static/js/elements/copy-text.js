/**
 * A button that copies a text on the page and says so. Gone where the browser does not allow it (http on another host).
 *
 * @attr from  the id of what is copied
 */
import { announce } from "studio/lib/dom.js"

class CopyText extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard
    this.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(this.getAttribute("from")).innerText)
      announce("Copied")
    })
  }
}

customElements.define("copy-text", CopyText)
