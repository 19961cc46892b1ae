// Keys of the library's grid that lead on with the tile that has the focus, or with what is chosen: remix, use as an
// input, download, add to a list. Each is also a button of the bar or of the pane.

import { all, one } from "studio/lib/dom.js"
import { openSheet } from "studio/lib/sheets.js"

export class Ways {
  #grid

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    document.addEventListener("shortcut", ({ detail, target }) => this.#ways[detail]?.(this.#meant(target)), { signal })
  }

  #ways = {
    remix: ([id]) => id && location.assign(`/create/?remix=${id}`),
    "use-as": ([id]) => id && openSheet(`/assets/${id}/uses/`),
    download: (ids) => this.#download(ids),
    "to-list": (ids) => this.#toList(ids),
  }

  /** What is chosen, or else the tile itself. */
  #meant(target) {
    const item = this.#grid.itemAt(target) ?? this.#grid.itemAt(document.activeElement)
    return this.#grid.choosing.with(item, true)
  }

  #download(ids) {
    if (ids.length > 1) return one("bulk-bar form[data-zip]")?.requestSubmit()
    if (ids.length) Object.assign(document.createElement("a"), { href: `/assets/${ids[0]}/download/`, download: "" }).click()
  }

  /** The bar's menu of lists; the tile itself is chosen for it. */
  #toList(ids) {
    if (!ids.length) return
    this.#grid.choosing.these(ids)
    const menu = all("bulk-bar details[data-lists]")[0]
    if (!menu) return
    one("summary", menu).click()
    one("summary", menu).focus()
  }
}
