// A form that saves itself while one types: no answer may eat letters, and nothing is asked twice.
//
// An answer is taken only while the form still holds what was asked about; otherwise a newer question follows anyway.
// Fields with data-own are the server's book-keeping and no words of a person.
// What could not be sent because the studio was out of reach is sent again until it is.

const RETRY = 3000 // ms
const asked = new WeakMap() // form -> what was asked about last
const waiting = new WeakSet() // forms that are to be sent again
const SELF_SAVING = "form[data-self-saving]"

/** What a person has set in the form, as text to compare. */
function words(form) {
  const fields = [...form.elements].filter((field) => field.name && !("own" in field.dataset))
  const chosen = fields.filter((field) => !/^(radio|checkbox)$/.test(field.type) || field.checked)
  return JSON.stringify(chosen.map(({ name, value }) => [name, value]))
}

function sendAgainSoon(form) {
  if (waiting.has(form)) return
  waiting.add(form)
  setTimeout(() => {
    waiting.delete(form)
    form.dispatchEvent(new Event("change"))
  }, RETRY)
}

/** For every form with data-self-saving; it must be the htmx element itself. */
export function dropLateAnswers() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt
    if (!form.matches?.(SELF_SAVING)) return
    const now = words(form)
    if (asked.get(form) === now) return event.preventDefault()
    asked.set(form, now)
    event.detail.requestConfig.words = now
  })
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const form = detail.requestConfig?.elt
    if (form?.matches?.(SELF_SAVING) && words(form) !== detail.requestConfig.words) detail.shouldSwap = false
  })
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ detail }) => asked.delete(detail.elt))
  }
  document.addEventListener("htmx:sendError", ({ detail }) => detail.elt.matches?.(SELF_SAVING) && sendAgainSoon(detail.elt))
}
