/**
 * Files that are dropped or pasted anywhere on the library: opens the sheet of its link, which takes them.
 * What is dragged from the page itself is none of them: browsers give a dragged picture as a file, too.
 *
 * @fires import-given  on the document; detail is [{file, path}]
 */
import { one } from "studio/lib/dom.js"
import { ofTransfer } from "studio/lib/given-files.js"
import { openSheet } from "studio/lib/sheets.js"

class ImportGate extends HTMLElement {
  #isOurs = false
  #leaving

  connectedCallback() {
    const options = { signal: (this.#leaving = new AbortController()).signal }
    const on = (type, hear) => document.addEventListener(type, hear, options)
    on("dragstart", () => { this.#isOurs = true })
    on("dragend", () => { this.#isOurs = false })
    on("dragover", (event) => this.#takes(event, event.dataTransfer) && event.preventDefault())
    on("drop", (event) => this.#given(event, event.dataTransfer))
    on("paste", (event) => this.#given(event, event.clipboardData))
  }
  disconnectedCallback() { this.#leaving.abort() }

  #takes(event, transfer) {
    return !this.#isOurs && !event.defaultPrevented && transfer?.types.includes("Files") && !one("import-files")
  }
  async #given(event, transfer) {
    if (!this.#takes(event, transfer)) return
    event.preventDefault()
    const given = ofTransfer(transfer)
    const link = one("a", this)
    await openSheet(link.getAttribute("href"), link)
    await customElements.whenDefined("import-files")
    document.dispatchEvent(new CustomEvent("import-given", { detail: await given }))
  }
}

customElements.define("import-gate", ImportGate)
