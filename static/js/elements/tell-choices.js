/**
 * How one wants to be told: ticking the box of notifications asks the browser, and nothing else does; the sounds can be
 * heard beforehand.
 *
 *   <tell-choices><input type="checkbox" data-asks> <p data-when="denied" hidden>…</p> <button data-hear="ready">…
 *
 * `data-when` is what the browser answered: granted, denied, default (it was closed), or missing where it has none.
 */
import { all, one } from "studio/lib/dom.js"
import { ring } from "studio/lib/tones.js"

class TellChoices extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => target.matches("[data-asks]") && target.checked && this.#ask(target))
    this.addEventListener("click", ({ target }) => target.dataset.hear && ring(target.dataset.hear))
    if (one("[data-asks]", this).checked) this.#say(globalThis.Notification?.permission ?? "missing")
  }

  async #ask(box) {
    const answer = (await globalThis.Notification?.requestPermission()) ?? "missing"
    box.checked = answer === "granted"
    this.#say(answer)
  }

  #say(answer) {
    for (const words of all("[data-when]", this)) words.hidden = words.dataset.when !== answer
  }
}

customElements.define("tell-choices", TellChoices)
