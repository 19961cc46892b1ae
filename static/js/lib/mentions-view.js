// What <mention-text> shows of a text: its names behind the letters, and the row below. Values go in as text.

import { icon } from "studio/lib/dom.js"
import { nearest } from "studio/lib/mentions.js"

const METRICS = [
  "fontFamily", "fontSize", "fontWeight", "fontStyle", "fontVariantNumeric", "fontKerning", "fontFeatureSettings", "letterSpacing",
  "wordSpacing", "lineHeight", "padding", "borderWidth", "textIndent", "tabSize", "wordBreak", "overflowWrap", "direction", "textAlign",
]

export const frame = () => `
<div class="box"><div class="mirror" aria-hidden="true"><div class="letters"></div></div><slot></slot></div>
<div class="row" role="group" aria-label="Names in the prompt" hidden></div>`

/** The text behind the textarea: invisible letters, visible marks. `at` is where an @ is being typed. */
export function drawMirror(root, text, mentions, at) {
  const pieces = []
  let from = 0
  const plain = (to) => {
    if (at !== undefined && at >= from && at < to) pieces.push(text.slice(from, at), anchor(), text.slice(at, to))
    else pieces.push(text.slice(from, to))
    from = to
  }
  for (const { start, end, meant } of mentions) {
    plain(start)
    if (at === start) pieces.push(anchor())
    const mark = document.createElement("mark")
    mark.className = meant ? "" : "missing"
    mark.textContent = text.slice(start, end)
    pieces.push(mark)
    from = end
  }
  plain(text.length)
  root.querySelector(".letters").replaceChildren(...pieces, "\n")
}

function anchor() {
  const made = document.createElement("span")
  made.dataset.at = ""
  return made
}

/** Gives the mirror the measures of the textarea: where its size changes, and not with every letter. */
export function fitMirror(root, text) {
  const letters = root.querySelector(".letters"), like = getComputedStyle(text), wide = text.clientWidth
  for (const name of METRICS) letters.style[name] = like[name]
  letters.style.inlineSize = `${wide}px`
  scrollMirror(root, text)
}

/** The mirror scrolls as the textarea does. */
export function scrollMirror(root, text) {
  root.querySelector(".letters").style.translate = `0 ${-text.scrollTop}px`
}

/** Who is meant, whom nobody means where this is the `whole` text, and which names mean nobody. */
export function drawRow(root, mentions, all, whole) {
  const row = root.querySelector(".row"), attached = all.filter(({ place, into }) => place && !into)
  const meant = [...new Set(mentions.filter(({ meant }) => meant).map(({ meant }) => meant))]
  const missing = [...new Set(mentions.filter(({ meant }) => !meant).map(({ name }) => name))]
  const silent = whole ? attached.filter((each) => !meant.includes(each)) : []
  const byPlace = meant.filter(({ name, place }) => name !== place && mentions.some((each) => each.name === place))
  const parts = [
    all.length ? `<button class="tool" type="button" data-do="open" aria-label="Mention somebody" title="Mention  @">${icon("at")}</button>` : "",
    ...meant.map((each) => `<span class="chip">${face(each)}<span>${said(each.name)}</span></span>`),
    ...byPlace.map(({ name, place }) => pair(fix("use", name, place, `${said(place)} changes when tiles move:`, `use ${said(name)}`))),
    ...silent.map((each) => `<button class="chip chip--silent" type="button" data-do="put" data-name="${quoted(each.name)}" title="Put it into the text">${face(each)}<span>${said(each.name)} <small>not mentioned</small></span></button>`),
    ...(all.length ? missing.map((name) => lost(name, all, attached)) : nobody(missing)),
  ]
  const html = parts.join("")
  if (row.dataset.html === html) return
  const focused = root.activeElement?.dataset.name
  row.dataset.html = html
  row.innerHTML = html
  row.hidden = !html
  if (focused) row.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus()
}

function lost(name, all, attached) {
  const words = wrong(name)
  const known = all.find((each) => each.name === name && each.into)
  const other = nearest(name, attached)
  if (known) return pair(words, fix("attach", name, name, "is not attached:", "attach it"))
  if (other) return pair(words, fix("use", other.name, name, "is nothing here:", `use ${said(other.name)}`))
  return pair(words, fix("choose", name, name, "is nothing here:", "choose another"))
}

/** Where nothing can be meant at all. */
const NOBODY = ["means nobody here: it is sent as it stands", "mean nobody here: they are sent as they stand"]
const nobody = (names) => (names.length ? [pair(...names.map(wrong), `<small>${NOBODY[Number(names.length > 1)]}</small>`)] : [])

const wrong = (name) => `<span class="chip chip--missing">${said(name)}</span>`

const pair = (...parts) => `<span class="pair">${parts.join(" ")}</span>`

const fix = (action, name, from, before, words) =>
  `<small>${before}</small> <button class="fix" type="button" data-do="${action}" data-name="${quoted(name)}" data-from="${quoted(from)}">${words}</button>`

const face = ({ picture, kind }) => (picture ? `<img src="${quoted(picture)}" alt="">` : icon({ voice: "sound", video: "film", element: "elements" }[kind] ?? "image"))
const said = (name) => `@${quoted(name)}`
const quoted = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
