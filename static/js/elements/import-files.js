/**
 * Brings files into the library: a form of one field for files and one for folders, with dropping, pasting, progress and
 * a list that grows as the studio says what became of each. Files go one after another; to stop leaves what was taken.
 *
 * @listens import-given  on the document, files that were dropped elsewhere on the page; detail is [{file, path}]
 */
import { all, one } from "studio/lib/dom.js"
import { ofField, ofTransfer, together } from "studio/lib/given-files.js"

class ImportFiles extends HTMLElement {
  #waiting = []
  #going = null
  #leaving

  // Lifecycle
  connectedCallback() {
    const options = { signal: (this.#leaving = new AbortController()).signal }
    one("[data-plain]", this).hidden = true
    this.addEventListener("change", ({ target }) => this.#chosen(target), options)
    this.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault(), options)
    this.addEventListener("drop", (event) => this.#given(event, event.dataTransfer), options)
    this.addEventListener("click", ({ target }) => target.closest("[data-stop]") && this.#stop(), options)
    document.addEventListener("paste", (event) => this.#given(event, event.clipboardData), options)
    document.addEventListener("import-given", ({ detail }) => this.#take(detail), options)
    this.#count()
  }
  disconnectedCallback() {
    this.#leaving.abort()
    this.#stop()
  }

  // Events
  #chosen(field) {
    if (field.type !== "file") return
    this.#take(ofField(field))
    field.value = ""
  }
  async #given(event, transfer) {
    if (event.defaultPrevented || !transfer?.types.includes("Files")) return
    event.preventDefault()
    this.#take(await ofTransfer(transfer))
  }
  #take(given) {
    this.#waiting.push(...together(given))
    if (!this.#going) this.#send()
  }
  #stop() {
    this.#waiting = []
    this.#going?.abort()
  }

  // Sending
  async #send() {
    const bar = one("progress", this)
    one("[data-going]", this).hidden = false
    for (let group; (group = this.#waiting.shift());) {
      bar.removeAttribute("value")
      await this.#sendOne(group, bar)
    }
    one("[data-going]", this).hidden = true
  }
  #sendOne(group, bar) {
    const { promise, resolve } = withResolvers()
    const request = (this.#going = new XMLHttpRequest())
    const body = new FormData(one("form", this))
    body.delete("files")
    for (const { file } of group) body.append("files", file)
    body.append("paths", JSON.stringify(group.map(({ path }) => path)))
    let read = 0
    const rows = () => { // whole lines alone
      const end = request.status === 200 ? request.responseText.lastIndexOf("\n") + 1 : 0
      if (end > read) this.#show(request.responseText.slice(read, end))
      read = Math.max(read, end)
    }
    request.open("POST", one("form", this).action)
    request.setRequestHeader("X-Answer", "rows")
    request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total }
    request.upload.onload = () => bar.removeAttribute("value")
    request.onprogress = rows
    request.onloadend = () => {
      rows()
      this.#going = null
      if (request.status !== 200) this.#lost(group[0], request)
      resolve()
    }
    request.send(body)
    return promise
  }

  // Showing
  #show(html) {
    one("[data-list]", this).insertAdjacentHTML("beforeend", html)
    this.#count()
  }
  #lost({ path }, { responseText }) {
    const row = one("[data-lost]", this).content.cloneNode(true)
    one("[data-name]", row).textContent = path
    const told = said(responseText)
    if (told) one("[data-words]", row).textContent = told
    one("[data-list]", this).append(row)
    this.#count()
  }
  #count() {
    for (const place of all("[data-count]", this)) place.textContent = all(`[data-list] > [data-state=${place.dataset.count}]`, this).length.toLocaleString("en")
    one("[data-sum]", this).hidden = !one("[data-list]", this).childElementCount
  }
}

/** The sentence of a refusal as JSON, or nothing. */
function said(text) {
  try { return JSON.parse(text).error } catch { return "" }
}

function withResolvers() {
  let resolve
  const promise = new Promise((yes) => { resolve = yes })
  return { promise, resolve }
}

customElements.define("import-files", ImportFiles)
