// Says when live updates stop and when the studio does not answer. htmx reconnects by itself; the server then sends the current state.

import { notify } from "studio/lib/dom.js"

const PATIENCE = 4000 // ms; a restart of the studio is shorter and needs no words
const FINAL = { // the server's own words for why it will not have the page back
  4401: "You are signed out. Reload the page to sign in again; the draft is kept.",
  4403: "You are not on this team any more. Reload the page to see what is yours.",
  4410: "This link has ended.",
}
const OURS = 4400 // closing codes from here on are the studio's, and htmx does not come back after them

let timer = 0
let lost = false
let unreachable = false

function closed({ detail }) {
  const code = detail.event?.code
  if (code >= OURS) return notify(FINAL[code] ?? "Live updates have ended. Reload the page to see what is new.", "warn")
  timer ||= setTimeout(() => {
    lost = true
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
    notify(`As of ${time}: live updates stopped, reconnecting. Running jobs are not affected.`, "warn")
  }, PATIENCE)
}

function opened() {
  clearTimeout(timer)
  timer = 0
  if (lost) notify("")
  lost = false
}

/** Said once, and again when a person acts: a form that tries by itself does not bring back what was closed. */
function notReached({ detail }) {
  if (unreachable && detail.elt.matches?.("form[data-self-saving]")) return
  unreachable = true
  notify("The studio could not be reached. What you typed stays here; it is saved when the connection is back.")
}

function reached({ detail }) {
  if (!unreachable || detail.failed !== false) return
  unreachable = false
  notify("")
}

/** Listens to htmx's socket and requests. */
export function watchConnection() {
  document.addEventListener("htmx:wsClose", closed)
  document.addEventListener("htmx:wsOpen", opened)
  document.addEventListener("htmx:sendError", notReached)
  document.addEventListener("htmx:afterRequest", reached)
  document.addEventListener("htmx:responseError", ({ detail }) => notify(`The studio answered with an error (${detail.xhr.status}). Nothing was sent to a provider by this.`))
}
