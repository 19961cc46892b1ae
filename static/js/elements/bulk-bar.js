/**
 * What is done to the files that are chosen in the grid: its buttons are htmx's, with the files added to what they send.
 * Hears `chosen` and `act` of the grid; says `unchoose` and `choose-all` to the document.
 *
 * @attr data-count    how many the list finds, in words: "1,284"
 * @attr data-query    the list's address, sent when all of them are meant
 * @attr data-compare  the page that compares 2 to 4
 * @attr data-chain    the page that plays 2 to 20 clips in a row
 *
 * Inside: [data-compare-link], [data-chain-link], [data-join], and [data-arrange=<where>], told to the grid as `arrange`
 */
import { all, one } from "studio/lib/dom.js"

const COMPARED = [2, 4], JOINED = [2, 20] // fewest and most
const within = ({ length }, [fewest, most]) => length >= fewest && length <= most
/** Of one that the page has forgotten nobody knows it; the studio looks. */
const isClip = (id) => (one("justified-grid")?.shelf.find(`asset-${id}`)?.node?.dataset.file ?? "video/").startsWith("video/")

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
    this.#offer(isAll ? [] : ids)
  }

  /** What needs so many of them, in the order in which they were chosen; what needs clips is no place for others. */
  #offer(ids) {
    const clips = ids.every(isClip)
    this.#allow("[data-compare-link]", within(ids, COMPARED), ["Compare", `Select ${COMPARED.join(" to ")} to compare them`], this.dataset.compare, ids)
    const can = within(ids, JOINED) && clips, why = `Select ${JOINED.join(" to ")} clips`
    this.#allow("[data-chain-link]", can, ["Play them one after another, as they were chosen", `${why} to play them in a row`], this.dataset.chain, ids)
    const join = one("[data-join]", this)
    if (join) Object.assign(join, { disabled: !can, title: can ? "One new clip of them, as they were chosen" : `${why} to join them` })
  }

  #allow(selector, can, [title, why], address, ids) {
    const link = one(selector, this)
    if (!link) return
    link.ariaDisabled = can ? null : "true"
    link.role = can ? null : "link"
    link.title = can ? title : why
    if (can) link.href = `${address}?ids=${ids.join(",")}`
    else link.removeAttribute("href")
  }

  #click(target) {
    if (target.closest("[data-close]")) document.dispatchEvent(new CustomEvent("unchoose"))
    const where = target.closest("[data-arrange]")?.dataset.arrange
    if (where) document.dispatchEvent(new CustomEvent("arrange", { detail: { where, ids: this.#chosen.ids } }))
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
