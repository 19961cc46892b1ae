// <create-desk>: the composer as one desk. The form and the panes are the server's; this makes links inside it changes
// of the form, and panes tabs on a phone.
//
// @fires job-ready   on document.body, when one of the jobs in the results has become ready and nothing is playing, or
//                    the one on the stage is over
// @fires job-seen    on document.body, when a film that is being drawn can be watched; detail is the job's id
// @attr upload, drops, restoring   addresses: where a file goes, what says which places could take it, and what opens a
//                    recipe that is a file (studio/lib/drops.js)
// Links with data-set-<name> set the form's field of that name; without JavaScript they are plain addresses.

import { all, one } from "studio/lib/dom.js"
import { takeDrops } from "studio/lib/drops.js"

const GOING_ON = ["queued", "sending", "running", "fetching"]

const SENDS = ["send", "send-first", "send-yes", "send-apart", "send-apart-yes"]

class CreateDesk extends HTMLElement {
  #watch = new MutationObserver((changes) => this.#hear(changes))
  #stopDrops = () => {}
  #opensSent = false

  // Lifecycle
  connectedCallback() {
    this.addEventListener("click", (event) => this.#onClick(event))
    this.addEventListener("keydown", (event) => this.#onKey(event))
    for (const type of ["input", "change"]) this.addEventListener(type, () => this.#countKeystroke(), true)
    this.addEventListener("change", ({ target }) => target.id === "sent-open" && this.#toSent(target.checked))
    this.addEventListener("htmx:afterRequest", ({ detail }) => SENDS.includes(detail.elt.id) && detail.successful && this.#renewKey())
    this.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt === this.#form || this.#askForAll())
    document.addEventListener("htmx:oobAfterSwap", this.#onDrawn)
    this.#watch.observe(one("#jobs", this), { subtree: true, childList: true, attributeFilter: ["data-state"], attributeOldValue: true })
    this.addEventListener("preview", ({ target }) => this.#watchOnStage(target.closest(".job")))
    this.addEventListener("htmx:configRequest", ({ detail }) => this.#askForJob(detail))
    this.addEventListener("choose", ({ detail }) => this.#set(detail))
    this.#stopDrops = takeDrops(this, () => this.#form, (wanted) => this.#set(wanted))
    this.#showCurrentTask()
    this.#showErrors() // they may have come before this file
  }
  disconnectedCallback() {
    this.#watch.disconnect()
    this.#stopDrops()
    document.removeEventListener("htmx:oobAfterSwap", this.#onDrawn)
  }
  get #form() { return one("#compose", this) }

  // Events
  #onClick(event) {
    const link = event.target.closest("a[data-set-task], a[data-set-model]")
    const tab = event.target.closest("[role=tab]")
    if (tab) this.#showPane(tab.dataset.pane)
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const { setTask: task, setModel: model, setVia: via } = link.dataset
    this.#set({ task, model, via })
  }
  #set({ task, model, via }) {
    const { elements } = this.#form
    if (model) elements.model.value = model
    if (via) this.#through(via)
    elements.task.value = task
    elements.task.dispatchEvent(new Event("change", { bubbles: true }))
  }
  /** The provider; one that the table does not show yet is said by a field of its own, which the answer takes away. */
  #through(via) {
    const shown = one(`input[name=via][value="${via}"]`, this.#form)
    if (shown) shown.checked = true
    else one("#inputs", this).append(Object.assign(document.createElement("input"), { type: "hidden", name: "via", value: via }))
  }
  #onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step || !event.target.matches("[role=tab]")) return
    const tabs = all("[role=tab]", this)
    const next = tabs.at((tabs.indexOf(event.target) + step) % tabs.length)
    this.#showPane(next.dataset.pane)
    next.focus()
  }
  /** Saves are told apart by how far the typing had got. */
  #countKeystroke() { this.#form.elements.count.value = Number(this.#form.elements.count.value) + 1 }

  /** What another answer has drawn, the server does not know of (studio/pages/parts.py). */
  #askForAll() { this.#form.elements.has.value = "" }

  /** One press of the button is one job: the next press has its own key. What plays makes room for what comes. */
  #renewKey() {
    one("#stage-view video", this)?.pause()
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    this.#form.elements.key.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
    if (this.#hasTabs) this.#showPane("results")
  }

  // Panes
  /** On a phone one pane is shown at a time. */
  get #hasTabs() { return getComputedStyle(one(".pane-tabs", this)).display !== "none" }
  #showPane(name) {
    one(".create", this).dataset.pane = name
    for (const tab of all("[role=tab]", this)) {
      tab.ariaSelected = String(tab.dataset.pane === name)
      tab.tabIndex = tab.dataset.pane === name ? 0 : -1
    }
  }
  /** A long row of tasks starts at the one that is open. */
  #showCurrentTask() {
    const row = one(".tasks", this)
    const link = one(".tasks__list [aria-current]", row)
    if (link) row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2
  }
  #onDrawn = ({ detail }) => ({ inputs: () => this.#showErrors(), sent: () => this.#showSent() })[detail.target.id]?.()
  #showErrors() {
    const summary = one("[data-focus]", this)
    if (!summary) return
    this.#showPane("inputs")
    summary.focus()
  }

  /** What will be sent stands below the stage: one who opens it is led there, and back again. */
  #toSent(isOpen) {
    this.#opensSent = isOpen
    if (this.#hasTabs) this.#showPane(isOpen ? "stage" : "inputs")
  }
  #showSent() {
    if (this.#opensSent) one("#sent", this).scrollIntoView({ block: "start" })
    this.#opensSent = false
  }

  // Results
  #hear(changes) {
    const moved = changes.filter(({ target, type, oldValue }) => type === "attributes" && target.dataset.state !== oldValue).map(({ target }) => target)
    const onStage = one("#stage-view live-preview:not([kept])", this)?.dataset.job
    const isOver = moved.some(({ id, dataset }) => id === `job-${onStage}` && !GOING_ON.includes(dataset.state))
    const isReady = !onStage && !this.#isPlaying && moved.some(({ dataset }) => dataset.state === "ready")
    if (isOver || isReady) document.body.dispatchEvent(new CustomEvent("job-ready"))
  }
  get #isPlaying() {
    const video = one("#stage-view video", this)
    return Boolean(video && !video.paused)
  }
  /** A film that plays in the results while it is drawn is shown large, too. */
  #watchOnStage(job) {
    if (job && !this.#isPlaying) document.body.dispatchEvent(new CustomEvent("job-seen", { detail: job.id.replace("job-", "") }))
  }
  #askForJob({ elt, parameters, triggeringEvent }) {
    if (elt.id === "stage-view" && triggeringEvent?.type === "job-seen") parameters.job = triggeringEvent.detail
  }
}

customElements.define("create-desk", CreateDesk)
