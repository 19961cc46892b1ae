// A form that saves itself while one types: no answer may eat letters, and nothing is asked twice.
//
// An answer is taken only while the form still holds what was asked about; otherwise a newer question follows anyway.
// Fields with data-own are the server's book-keeping and no words of a person. One of them, `has`, says which parts of the
// page it has; an answer that was drawn for other parts than are there by now is asked for once more.
// What could not be sent because the studio was out of reach is sent again until it is; what was not answered when the
// page went is said again by the next page.

import { asParameters, carryOn, forget, found, leave, put, saveAside } from "studio/lib/unsaved.js"

const RETRY = 3000 // ms
const asked = new WeakMap() // form -> what was asked about last
const waiting = new WeakSet() // forms that are to be sent again
const touched = new WeakSet() // forms with words that are not answered
const left = new WeakMap() // form -> what the page before put away, until it is saved
const SELF_SAVING = "form[data-self-saving]"
const IN_STEP = "form[data-in-step]" // drawn anew as one types, and kept by the server alone: only late answers are dropped

/** What a person has set in the form, as text to compare. */
function words(form) {
  const fields = [...form.elements].filter((field) => field.name && !("own" in field.dataset))
  const chosen = fields.filter((field) => !/^(radio|checkbox)$/.test(field.type) || field.checked)
  return JSON.stringify(chosen.map(({ name, value }) => [name, value]))
}

function sendAgainSoon(form) {
  if (waiting.has(form)) return
  waiting.add(form)
  const again = () => waiting.delete(form) && form.dispatchEvent(new Event("change"))
  setTimeout(again, RETRY)
  addEventListener("online", again, { once: true })
}

/** Some controls take a word over when its field is left. */
function finishField(form) {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (form.contains(document.activeElement)) at.blur()
}

/** Hears what is typed, and sees to it that it outlives its page. */
function outlive(form) {
  for (const type of ["input", "change"]) {
    form.addEventListener(type, ({ target }) => target.name && target.form === form && !("own" in target.dataset) && touched.add(form), true)
  }
  addEventListener("beforeunload", () => { // an answer that comes from here on is not on the next page
    const wasTouched = touched.has(form), before = words(form)
    finishField(form)
    if (!wasTouched && words(form) === before) touched.delete(form) // a field that is only left says nothing new
    if (touched.has(form)) put(form)
  })
  addEventListener("pagehide", () => touched.has(form) && leave(form))
  const before = found(form)
  if (before && !before.isShown) return saveAside(form, before)
  if (!before) return
  left.set(form, before)
  carryOn(form, before)
  document.addEventListener("htmx:load", () => form.dispatchEvent(new Event("change")), { once: true })
}

/** Whether the answer is to what the form holds now: all of it is saved. */
function isUpToDate(form, { requestConfig, xhr }) {
  if (words(form) !== requestConfig.words) return false
  if (xhr.status < 400) touched.delete(form)
  return true
}

/** Everything, for the same words. */
function askAnew(form, detail) {
  detail.shouldSwap = false
  asked.delete(form)
  form.dispatchEvent(new Event("change"))
}

/** What the page before put away has been answered, be it with a no. */
function isAnswered({ elt, xhr }) {
  if (xhr.status && xhr.status < 500 && left.delete(elt)) forget()
}

/** For every form with data-self-saving; it must be the htmx element itself. */
export function dropLateAnswers() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt
    if (form.matches?.(IN_STEP)) event.detail.requestConfig.words = words(form)
    if (!form.matches?.(SELF_SAVING)) return
    const now = words(form)
    if (asked.get(form) === now) return event.preventDefault()
    asked.set(form, now)
    if (!left.has(form)) forget()
    Object.assign(event.detail.requestConfig, { words: now, has: form.elements.has?.value })
  })
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const form = detail.requestConfig?.elt
    if (form?.matches?.(IN_STEP) && words(form) !== detail.requestConfig.words) detail.shouldSwap = false
    if (!form?.matches?.(SELF_SAVING)) return
    if (!isUpToDate(form, detail)) detail.shouldSwap = false
    else if (form.elements.has && form.elements.has.value !== detail.requestConfig.has) askAnew(form, detail)
  })
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (left.has(detail.elt)) detail.parameters = asParameters(detail.elt, left.get(detail.elt))
  })
  document.addEventListener("htmx:afterRequest", ({ detail }) => isAnswered(detail))
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ detail }) => asked.delete(detail.elt))
  }
  document.addEventListener("htmx:sendError", ({ detail }) => detail.elt.matches?.(SELF_SAVING) && sendAgainSoon(detail.elt))
  document.querySelectorAll(SELF_SAVING).forEach(outlive)
}
