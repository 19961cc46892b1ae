/**
 * A moment as the clock on the wall shows it: `<local-time datetime="2026-11-20T10:15:00+00:00">20 Nov 2026, 10:15 UTC</local-time>`.
 *
 * @attr datetime  ISO 8601. The server's text stands where this does not run.
 */
const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" })

class LocalTime extends HTMLElement {
  connectedCallback() {
    this.textContent = format.format(new Date(this.getAttribute("datetime")))
  }
}

customElements.define("local-time", LocalTime)
