// How clips are compared, as it stands in the address and on the page. Nothing here plays.
//   ?ids=7f3a…,9c1b…&mode=wipe&at=46&with=2&hear=a&frame=76&offset=0,1&speed=0.5&loop=0

import { all, announce, notify, one } from "studio/lib/dom.js"

export const MODES = ["side", "wipe", "overlay", "flicker", "difference"]
const USUAL = { at: 50, with: 1, hear: "", frame: 0, offset: "", speed: 1, loop: 1, front: 0 }
const MUCH = { wipe: "Wipe", overlay: "How much of the other", difference: "Brighter" }

const number = (text, least, most, usual) => {
  const found = Number(text ?? usual)
  return Number.isFinite(found) ? Math.min(Math.max(found, least), most) : usual
}

/** What an address says. `mode` is the server's, who knows it already; `count` how many there are. */
export function stateIn(search, mode, count) {
  const asked = new URLSearchParams(search), offsets = (asked.get("offset") ?? "").split(",")
  return {
    mode,
    amount: number(asked.get("at"), 0, 100, 50),
    beside: number(asked.get("with"), 1, count - 1, 1),
    front: number(asked.get("front"), 0, count - 1, 0),
    hear: /^[a-d]$/.test(asked.get("hear")) ? asked.get("hear") : "",
    frame: Math.trunc(number(asked.get("frame"), 0, 1e6, 0)),
    offsets: Array.from({ length: count }, (_, side) => Math.trunc(number(offsets[side], -1e4, 1e4, 0))),
    speed: number(asked.get("speed"), 0.25, 4, 1),
    loops: asked.get("loop") !== "0",
  }
}

/** The same address, with this state; what is usual is left out. */
export function addressOf(search, { mode, amount, beside, front, hear, frame, offsets, speed, loops }) {
  const ids = new URLSearchParams(search).get("ids")
  const said = { at: amount, with: beside, front, hear, frame, speed, loop: Number(loops), offset: offsets.some(Boolean) ? offsets.join(",") : "" }
  const parts = Object.entries(said).filter(([name, value]) => value !== USUAL[name]).map(([name, value]) => `&${name}=${value}`)
  return `?ids=${ids}&mode=${mode}${parts.join("")}`
}

/** Draws the state: which boards are seen, how the upper one is, and what the controls say. */
export function layOut(room, boards, { mode, amount, beside, front, hear, offsets }, zoom) {
  room.dataset.mode = mode
  const upper = mode === "flicker" ? front : beside
  boards.forEach((board, side) => {
    const isAway = mode !== "side" && side !== upper && (side !== 0 || mode === "flicker")
    board.toggleAttribute("data-away", isAway) // still drawn: what is not is not counted by frames
    board.ariaHidden = String(isAway)
    board.toggleAttribute("data-upper", mode !== "side" && side === upper && side !== 0)
  })
  room.style.setProperty("--amount", amount)
  const slider = one("[data-much]", room), input = one("[data-amount]", room)
  slider.hidden = !(mode in MUCH)
  one("[data-much-words]", room).textContent = MUCH[mode] ?? ""
  input.value = amount
  input.style.setProperty("--fill", `${amount}%`)
  one("[data-flip]", room).hidden = mode !== "flicker"
  check(room, { mode, hear, with: beside })
  for (const place of all("[data-offset]", room)) place.textContent = signed(offsets[Number(place.dataset.offset)])
  one("[data-zoom]", room).textContent = zoom
}

const signed = (frames) => (frames > 0 ? `+${frames}` : String(frames).replace("-", "−"))

function check(room, chosen) {
  for (const [name, value] of Object.entries(chosen)) {
    for (const input of all(`input[name=${name}]`, room)) input.checked = input.value === String(value)
  }
}

/** The state of the same ones the other way round. */
export function turned(state) {
  const last = state.offsets.length - 1, at = "abcd".indexOf(state.hear)
  const others = last === 1 ? { front: 1 - state.front } : { front: 0, beside: 1 }
  return { ...state, ...others, offsets: [...state.offsets].reverse(), hear: at < 0 ? "" : "abcd"[last - at] }
}

/** Calls `move(percent)` while a pointer is dragged over a board and `isOn()`. */
export function draggedOver(boards, { isOn, move, signal }) {
  for (const board of boards) {
    board.addEventListener("pointermove", ({ buttons, clientX }) => {
      if (buttons !== 1 || !isOn()) return
      const { left, width } = board.getBoundingClientRect()
      move(Math.round(Math.min(Math.max((100 * (clientX - left)) / width, 0), 100)))
    }, { signal })
  }
}

/** Which one is kept: chosen first, then marked as picked and the others as rejected. */
export class Choice {
  #at = -1

  constructor(room) { this.room = room }

  step(by) {
    const last = all("[data-flagged]", this.room).length - 1
    this.#choose(this.#at < 0 ? (by < 0 ? 0 : last) : Math.min(Math.max(this.#at + by, 0), last))
  }
  #choose(side) {
    this.#at = side
    for (const button of all("[data-do=keep]", this.room)) button.toggleAttribute("data-chosen", Number(button.dataset.value) === side)
    announce(`${"ABCD"[side]} is chosen; Enter keeps it.`)
  }

  /** Once more takes all of it back. */
  async keep(side = this.#at) {
    if (side < 0) return
    this.#choose(side)
    const flags = all("[data-flagged]", this.room), ids = new URLSearchParams(location.search).get("ids").split(",")
    const isBack = flags[side].dataset.flagged === "pick"
    const acts = isBack ? [["", ids]] : [["pick", [ids[side]]], ["reject", ids.filter((_, at) => at !== side)]]
    for (const [flag, meant] of acts) if (!(await post(this.room.dataset.flagUrl, flag, meant))) return
    flags.forEach((flag, at) => { flag.dataset.flagged = isBack ? "" : at === side ? "pick" : "reject" })
    for (const button of all("[data-do=keep]", this.room)) button.setAttribute("aria-pressed", !isBack && Number(button.dataset.value) === side)
    announce(isBack ? "Nothing is marked any more." : `${"ABCD"[side]} is kept, the others are marked as rejected.`)
  }
}

async function post(address, flag, ids) {
  const body = new URLSearchParams([["flag", flag], ...ids.map((id) => ["ids", id])])
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) }
  const answer = await fetch(address, { method: "POST", body, headers }).catch(() => null)
  if (!answer?.ok) notify(answer?.status === 403 ? "Your role in this team looks at files and does not change them." : "It could not be marked. Try again.")
  return answer?.ok
}
