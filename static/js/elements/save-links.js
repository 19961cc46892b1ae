/**
 * Links to files that are made when they are asked for: one press makes one, says meanwhile that it does, and says a
 * refusal in its own words. They are links all the same.
 */
import { announce, notify } from "studio/lib/dom.js"

const NAMED = /filename\*=utf-8''([^;]+)|filename="([^"]+)"/i

/** What the file is called, by the answer's header. */
function nameIn(answer) {
  const [, encoded, plain] = NAMED.exec(answer.headers.get("content-disposition") ?? "") ?? []
  return encoded ? decodeURIComponent(encoded) : plain
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

class SaveLinks extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[download]")
      if (!link) return
      event.preventDefault()
      this.#make(link)
    })
  }

  async #make(link) {
    if (link.ariaBusy === "true") return
    link.ariaBusy = "true"
    announce("Making the file")
    const answer = await fetch(link.href).catch(() => null)
    if (answer?.ok) save(await answer.blob(), nameIn(answer))
    else notify(await said(answer))
    link.ariaBusy = "false"
  }
}

async function said(answer) {
  if (!answer) return "The studio did not answer. Try again."
  return (await answer.json().catch(() => ({}))).error ?? "The file could not be made. Try again."
}

customElements.define("save-links", SaveLinks)
