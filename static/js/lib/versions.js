// A late answer must not eat letters: a form's answer older than its last keystroke is dropped, a newer request follows anyway.

const versions = new WeakMap()

/** The form whose value an event changed: a field's own form, or an element's public `form`. */
const formOf = (target) => target.form ?? target.closest?.("form")

function remember({ target }) {
  const form = formOf(target)
  if (form) versions.set(form, (versions.get(form) ?? 0) + 1)
}

/** Starts counting keystrokes and dropping what is late. Works where the form itself is the htmx element. */
export function dropLateAnswers() {
  document.addEventListener("input", remember, true)
  document.addEventListener("change", remember, true)
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches?.("form[data-versioned]")) detail.requestConfig.version = versions.get(detail.elt)
  })
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const asked = detail.requestConfig
    if (!asked?.elt?.matches?.("form[data-versioned]")) return
    if (versions.get(asked.elt) !== asked.version) detail.shouldSwap = false
  })
}
