/**
 * Tells a person who is looking elsewhere that a job of theirs is over: the tab's title counts what was not seen yet, and,
 * where they want it, the browser notifies them and a quiet sound is heard. Everything that is said comes from the server.
 *
 *   <tell-me id="told" hidden notifies sounds> <a data-told="7f3a ready" data-ends="ready" href="/jobs/7f3a/">Harbour: ready.</a>
 *
 * The socket puts the links in. What one tab has told, another of the same browser does not tell again.
 *
 * One with `data-shows` is also shown at the foot of the room.
 *
 * @attr notifies  by the browser; it was asked for with a press (tell-choices.js), and never is here
 * @attr sounds    by a sound
 */
import { all, icon } from "studio/lib/dom.js"
import { ring } from "studio/lib/tones.js"

const KEPT = "told" // in localStorage: the keys of what was told last
const REMEMBERED = 50

class TellMe extends HTMLElement {
  #heard = new Set()
  #unseen = 0
  #watch = new MutationObserver(() => this.#tell())

  connectedCallback() {
    this.#watch.observe(this, { childList: true })
    document.addEventListener("visibilitychange", this.#look)
    this.#tell()
  }

  disconnectedCallback() {
    this.#watch.disconnect()
    document.removeEventListener("visibilitychange", this.#look)
  }

  #look = () => {
    if (!document.hidden) this.#count(0)
  }

  #tell() {
    const news = all("[data-told]", this).filter(({ dataset }) => !this.#heard.has(dataset.told))
    for (const each of news) this.#heard.add(each.dataset.told)
    if (document.hidden) this.#count(this.#unseen + news.length)
    for (const each of news) if ("shows" in each.dataset) show(each)
    const untold = news.filter(isUntold)
    if (document.hidden || !document.hasFocus()) for (const each of untold) this.#notify(each)
    if (untold.length && this.hasAttribute("sounds")) ring(untold.at(-1).dataset.ends)
  }

  #count(unseen) {
    this.#unseen = unseen
    const plain = document.title.replace(/^\(\d+\) /, "")
    document.title = unseen ? `(${unseen}) ${plain}` : plain
  }

  #notify({ dataset, textContent, href }) {
    if (!this.hasAttribute("notifies") || globalThis.Notification?.permission !== "granted") return
    const said = new Notification(textContent, { tag: dataset.told, silent: true })
    said.onclick = () => {
      window.focus()
      location.assign(href)
    }
  }
}

/** A word at the foot of the room, that leads to what it is about; a newer one takes its place. */
function show(link) {
  const word = document.createElement("p")
  Object.assign(word, { className: "notice notice--told", role: "status" })
  word.innerHTML = `${icon("at")}<a></a><button class="button button--icon button--small" type="button" aria-label="Close this message">${icon("close")}</button>`
  Object.assign(word.querySelector("a"), { href: link.href, textContent: link.textContent })
  word.querySelector("button").onclick = () => word.remove()
  for (const old of all(".notice--told")) old.remove()
  document.body.append(word)
}

/** Whether no tab of this browser has told it; from now on one has. */
function isUntold({ dataset: { told } }) {
  const kept = (localStorage.getItem(KEPT) ?? "").split("\n")
  if (kept.includes(told)) return false
  localStorage.setItem(KEPT, [told, ...kept].slice(0, REMEMBERED).join("\n"))
  return true
}

customElements.define("tell-me", TellMe)
