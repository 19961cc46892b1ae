/**
 * What is done to the files that are chosen in the grid: its buttons are htmx's, with the files added to what they send.
 * Hears `chosen` and `act` of the grid; says `unchoose` and `choose-all` to the document.
 *
 * @attr data-count    how many the list finds, in words: "1,284"
 * @attr data-query    the list's address, sent when all of them are meant
 * @attr data-compare  the page that compares 2 to 4
 */
import { all, one } from "studio/lib/dom.js"

const FEWEST = 2, MOST = 4 // that can be compared

class BulkBar extends HTMLElement {
  #chosen = { ids: [], isAll: false }
  #meant = null // what a key acts on, for one request
  #leaving

  connectedCallback() {
    const options = { signal: (this.#leaving = new AbortController()).signal }
    document.addEventListener("chosen", ({ detail }) => this.#show(detail), options)
    document.addEventListener("act", ({ detail }) => this.#act(detail), options)
    this.addEventListener("htmx:configRequest", ({ detail }) => this.#add(detail), options)
    this.addEventListener("htmx:afterRequest", (event) => this.#done(event.detail), options)
    this.addEventListener("click", ({ target }) => this.#click(target), options)
    this.addEventListener("formdata", ({ target, formData }) => "chosen" in target.dataset && this.#name(formData), options)
    this.addEventListener("submit", ({ target }) => "chosen" in target.dataset && this.#closeMenus(), options)
  }

  disconnectedCallback() { this.#leaving.abort() }

  #show(chosen) {
    this.#chosen = chosen
    const { ids, isAll } = chosen
    this.hidden = !ids.length && !isAll
    one("[data-words]", this).textContent = `${isAll ? this.dataset.count : ids.length.toLocaleString("en")} selected`
    one("[data-all]", this).hidden = isAll || ids.length < 2 || ids.length.toLocaleString("en") === this.dataset.count
    this.#offerToCompare(isAll ? [] : ids)
  }

  #offerToCompare(ids) {
    const link = one("[data-compare-link]", this)
    if (!link) return
    const can = ids.length >= FEWEST && ids.length <= MOST
    link.ariaDisabled = can ? null : "true"
    link.role = can ? null : "link"
    link.title = can ? "Compare" : `Select ${FEWEST} to ${MOST} to compare them`
    if (can) link.href = `${this.dataset.compare}?ids=${ids.join(",")}`
    else link.removeAttribute("href")
  }

  #click(target) {
    if (target.closest("[data-close]")) document.dispatchEvent(new CustomEvent("unchoose"))
    if (target.closest("[data-all]")) document.dispatchEvent(new CustomEvent("choose-all"))
  }

  /** A key: the same button, for these files. */
  #act({ name, value, ids, isAll }) {
    const button = all(`button[name="${name}"]`, this).find((each) => each.value === value)
    if (!button) return
    this.#meant = { ids, isAll }
    button.click()
    this.#meant = null
  }

  #add({ formData, verb }) {
    if (verb !== "post") return
    this.#name(formData)
    if (formData.has("query")) for (const tile of all(".tile")) formData.append("shown", tile.id.slice("asset-".length))
  }

  /** The files that are meant: also of a plain form with data-chosen, whose answer the browser saves. */
  #name(formData) {
    const { ids, isAll } = this.#meant ?? this.#chosen
    if (isAll) formData.set("query", this.dataset.query)
    else for (const id of ids) formData.append("ids", id)
  }

  #done({ successful, requestConfig }) {
    if (successful && requestConfig.verb === "post") this.#closeMenus()
  }
  #closeMenus() { for (const menu of all("details[open]", this)) menu.open = false }
}

customElements.define("bulk-bar", BulkBar)
