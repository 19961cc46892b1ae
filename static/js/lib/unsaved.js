// The last words of a form that saves itself, when its page goes before they are answered: sent on the way out, and kept
// in the tab, since the next page may have been drawn before they came. That page says them again in the name of the one
// that has gone (the server knows it by `page` and `count`), and is drawn anew where it shows the same draft.

const KEY = "unsaved"
const TOKEN = "csrfmiddlewaretoken"

const CHOICE = ["task", "model", "via"]

const here = () => location.pathname + location.search
const token = (form) => [TOKEN, form.elements[TOKEN].value]
const send = (form, texts) => fetch(form.getAttribute("hx-post"), { method: "POST", body: new URLSearchParams([...texts, token(form)]), keepalive: true })

/** What the form holds as pairs of name and text; no token, no file, which is uploaded by itself, nor what its page shows. */
const textsOf = (form) => [...new FormData(form)].filter(([name, value]) => ![TOKEN, "has"].includes(name) && typeof value === "string")

/** Puts the words of a page that goes away. */
export function put(form) {
  const left = { whose: form.dataset.whose, address: here(), draft: form.elements.draft.value, texts: textsOf(form) }
  try {
    sessionStorage.setItem(KEY, JSON.stringify(left))
  } catch {} // a full store: what is sent is all that can be done while the page goes
}

/** Sends them as well: this tab may be closed. */
export function leave(form) {
  put(form)
  send(form, textsOf(form)).catch(() => {})
}

/** What was put away, and whether this form shows the same draft; null where nothing was, or somebody else's. */
export function found(form) {
  const left = JSON.parse(sessionStorage.getItem(KEY) ?? "null")
  if (left && left.whose !== form.dataset.whose) return forget(), null
  return left && { ...left, isShown: left.address === here() || Boolean(left.draft && left.draft === form.elements.draft.value) }
}

/** Saves what was put away, and shows nothing of it: the form stands for another draft. */
export const saveAside = (form, { texts }) => send(form, texts).then(forget, () => {})

/** This page is that one from now on: what is typed before the answer comes is its next words, and no other window's. */
export function carryOn(form, { texts }) {
  const said = Object.fromEntries(texts)
  for (const name of ["page", "count"]) form.elements[name].value = said[name]
}

/** Whether this page was opened for a task or a model of its own: words of another come over to that one. */
const isOpenedFor = (address) => address !== here() && CHOICE.some((name) => new URLSearchParams(location.search).has(name))

/** As what a request of this form sends. */
export function asParameters(form, { texts, address }) {
  const data = new FormData(), own = new FormData(form), asked = isOpenedFor(address) ? CHOICE : []
  for (const [name, value] of [...texts, token(form)]) data.append(name, asked.includes(name) ? own.get(name) ?? value : value)
  return data
}

/** It is saved. */
export const forget = () => sessionStorage.removeItem(KEY)
