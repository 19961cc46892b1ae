// What is being drawn with a note as a list: each shape with its numbers, so that all of it can be done without a pointer.
// Rows stay where they are while only their numbers change, so that nobody loses their place.

import { all, icon, one } from "studio/lib/dom.js"
import { numbersOf, standing, withNumber } from "studio/lib/drawn-shapes.js"

const first = (text) => text[0].toUpperCase() + text.slice(1)

export class DrawnList {
  #built = null

  /** `root`: <details data-drawn>; `desk`: {table, drawn, frame, colour, player, write(wrong)}. */
  constructor(root, desk, signal) {
    Object.assign(this, { root, desk, table: desk.table })
    root.addEventListener("click", ({ target }) => this.#press(target.closest("button")), { signal })
    root.addEventListener("change", ({ target }) => this.#set(target), { signal })
  }

  /** Shows what is drawn; also that nothing is, while somebody draws. */
  show(frames, isDrawing) {
    const rows = frames.flatMap(({ frame, shapes }) => shapes.map((shape, at) => ({ frame, at, shape })))
    this.root.hidden = !rows.length && !isDrawing
    const built = JSON.stringify(rows.map(({ frame, shape: { kind, colour } }) => [frame, kind, colour]))
    if (built !== this.#built) this.#build(rows, built)
    for (const [row, { shape }] of rows.entries()) this.#fill(one("[data-rows]", this.root).children[row], shape)
  }

  #build(rows, built) {
    this.#built = built
    one("[data-count]", this.root).textContent = rows.length ? `${rows.length} ${rows.length > 1 ? "shapes" : "shape"}` : "nothing yet"
    one("[data-rows]", this.root).replaceChildren(...rows.map((row) => this.#row(row)))
  }
  #row({ frame, at, shape }) {
    const { kinds, colours } = this.table, name = `${first(kinds[shape.kind].name)}, ${colours[shape.colour]}`
    const row = Object.assign(document.createElement("li"), { className: "drawn__row" })
    Object.assign(row.dataset, { frame: frame ?? "", at })
    row.innerHTML = `<span class="drawn__name"><span class="ink-key" data-colour="${shape.colour}" aria-hidden="true">${shape.colour}</span>${name}</span>`
    if (frame !== null) row.insertAdjacentHTML("beforeend", `<button class="thread__where" type="button" data-act="go" title="Go there">frame ${frame}</button>`)
    row.insertAdjacentHTML("beforeend", `<button class="button button--icon button--small" type="button" data-act="erase" aria-label="Erase: ${name}${frame === null ? "" : `, frame ${frame}`}" title="Erase">${icon("bin")}</button>`)
    const fields = Object.assign(document.createElement("span"), { className: "drawn__numbers" })
    fields.innerHTML = numbersOf(shape).map(({ label }) => `<label>${label} <input class="input input--number" type="number" min="0" max="100" step="0.1"></label>`).join("")
    if (shape.kind === "text") fields.insertAdjacentHTML("afterbegin", `<label class="drawn__words">Words <input class="input" data-words maxlength="${this.table.limits.letters}"></label>`)
    row.append(fields)
    return row
  }
  #fill(row, shape) {
    const numbers = numbersOf(shape)
    for (const [at, field] of all("input[type=number]", row).entries()) if (field.valueAsNumber !== numbers[at].value) field.value = numbers[at].value
    const words = one("[data-words]", row)
    if (words && words.value !== shape.words) words.value = shape.words
  }

  #press(button) {
    if (!button) return
    const { act, kind } = button.dataset, { drawn, frame, colour } = this.desk
    if (kind) this.desk.write(drawn.add(frame, standing(kind, colour, kind === "text" ? "Here" : "")))
    if (act) this.#acts[act](...placeOf(button))
  }
  #acts = {
    go: (frame) => { this.desk.player.stop(); this.desk.player.go(frame) },
    erase: (frame, at) => { this.desk.write(this.desk.drawn.erase(frame, at)); one("summary", this.root).focus() },
  }
  #set(field) {
    const [frame, at] = placeOf(field), { drawn } = this.desk, shape = drawn.on(frame)[at]
    const changed = "words" in field.dataset ? worded(shape, field.value) : numbered(shape, field)
    this.desk.write(changed ? drawn.change(frame, at, changed) : "Nothing would be left to see of it; it stays as it is.")
  }
}

function worded(shape, typed) {
  const words = typed.trim().replaceAll(/\s+/g, " ")
  return words && { ...shape, words }
}

function numbered(shape, field) {
  const at = all("input[type=number]", field.closest("li")).indexOf(field), value = field.valueAsNumber
  return Number.isFinite(value) ? withNumber(shape, { ...numbersOf(shape)[at], value }) : shape
}

function placeOf(part) {
  const { frame, at } = part.closest("li").dataset
  return [frame === "" ? null : Number(frame), Number(at)]
}
