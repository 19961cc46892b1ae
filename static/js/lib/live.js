// What the socket brings: known things are morphed where they are, new ones are given a seat in their list.
//
// A pushed element says where it belongs when the page does not show it yet:
//   <li id="job-7f3a" data-version="12" data-home="jobs" data-at="1763633700.4" data-owner="3" hx-swap-oob="morph">
// A list that shows one person's work only says whose: <ul id="jobs" data-owner="3">; one project's, data-project="5".

import { one } from "studio/lib/dom.js"

const LONGEST_WAIT = 8000 // ms between two attempts to come back

/** False when `fresh` is older than what the page shows: an answer may be overtaken by a push. */
export const isNews = (shown, fresh) =>
  !(Number(fresh.dataset?.version) < Number(shown.dataset?.version))

function belongs(home, element) {
  return home && ["owner", "project"].every((whose) => (home.dataset[whose] ?? element.dataset[whose]) === element.dataset[whose])
}

/** Makes sure that the page has a place for a pushed element, newest first; false when it has none. */
function seat(element) {
  if (document.getElementById(element.id)) return true
  const home = document.getElementById(element.dataset.home)
  if (!belongs(home, element)) return false
  const empty = document.createElement(element.localName)
  empty.id = element.id
  home.insertBefore(empty, olderThan(element.dataset.at, home))
  if (element.dataset.at) empty.dataset.at = element.dataset.at
  return true
}

/** Before whom a new one sits: the first that is older; the first of all where nobody says when it came to be. */
function olderThan(at, home) {
  const others = [...home.children]
  return (at ? others.find(({ dataset }) => Number(dataset.at) < Number(at)) : others[0]) ?? null
}

/** The message without what this page does not show. */
function forThisPage(message) {
  const parsed = document.createElement("template")
  parsed.innerHTML = message
  for (const element of [...parsed.content.children]) if (!seat(element)) element.remove()
  return parsed.innerHTML
}

/** An answer may bring a card too, before or after the socket does: either way it has one place. */
function prepare(answer) {
  if (!answer.includes("data-home")) return answer
  const parsed = document.createElement("template")
  parsed.innerHTML = answer
  for (const element of parsed.content.querySelectorAll("[hx-swap-oob][data-home]")) seat(element)
  return answer
}

/** A push may take away the button that asked before its answer comes: then the card is as new as the answer, and
 *  htmx, which looks for its extensions from that button upwards, would no longer know how to morph. */
function dropOvertaken({ detail }) {
  if (detail.target.matches?.(".job") && !detail.requestConfig.elt.isConnected) detail.shouldSwap = false
}

/** The htmx extension `live`; a message of the socket is the one text that comes without a request. */
export function takeLiveMessages() {
  htmx.config.wsReconnectDelay = (retries) => Math.random() * Math.min(1000 * 2 ** retries, LONGEST_WAIT)
  document.addEventListener("htmx:beforeSwap", dropOvertaken)
  htmx.defineExtension("live", { transformResponse: (text, request) => (request ? prepare(text) : forThisPage(text)) })
}
