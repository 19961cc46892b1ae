// How long something has been going on: `<elapsed-time since="2026-11-20T10:15:00+00:00">0:12</elapsed-time>`.
//
// @attr since  when it began, ISO 8601. The server's text stands until the first full second.

const units = [3600, 60]

/** Seconds as a player shows them: 72 -> "1:12". */
function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / units[0]), Math.floor((seconds % units[0]) / units[1])]
  const rest = String(seconds % units[1]).padStart(2, "0")
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`
}

class ElapsedTime extends HTMLElement {
  #timer = 0

  connectedCallback() {
    this.#timer = setInterval(() => this.#tick(), 1000)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
  }

  #tick() {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(this.getAttribute("since"))) / 1000))
    this.textContent = clock(seconds)
  }
}
customElements.define("elapsed-time", ElapsedTime)
