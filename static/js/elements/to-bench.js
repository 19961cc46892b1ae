// <to-bench>: the line in the column of inputs that leads to a bench on the stage.
// Inside: <button data-bench="bench-effect">, the id of a <details>. On a phone the stage is a pane of its own.

import { one } from "studio/lib/dom.js"

class ToBench extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const bench = document.getElementById(target.closest("[data-bench]")?.dataset.bench)
      if (!bench) return
      one("[role=tab][data-pane=stage]")?.click()
      bench.open = true
      bench.querySelector("summary").focus()
      bench.scrollIntoView({ block: "nearest" })
    })
  }
}

customElements.define("to-bench", ToBench)
