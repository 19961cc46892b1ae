// Dragging tiles of the library's grid out: the chosen ones, or the one under the pointer. Into a place of the composer
// by its address, as ever; to a project, a list or a collection (elements/drop-places.js); to another place of an open
// collection (grid-arranging.js); and out of the browser as the file itself, where the browser knows DownloadURL.

import { linkOf } from "studio/lib/shelf-nodes.js"

export const FILES = "application/x-dailies-files"

/** The ids of the files that are dragged here, as an array; empty where it is something else. */
export const filesIn = (transfer) => (transfer?.types.includes(FILES) ? transfer.getData(FILES).split(",").filter(Boolean) : [])

export class Dragging {
  #grid

  constructor(grid) { this.#grid = grid }

  listen(signal) {
    this.#grid.addEventListener("dragstart", (event) => this.#start(event), { signal })
    this.#grid.addEventListener("dragend", () => this.#end(), { signal })
  }

  #start(event) {
    const item = this.#grid.itemAt(event.target)
    if (!item || event.defaultPrevented || !event.target.closest(".tile__picture")) return
    const ids = this.#grid.choosing.with(item), { dataTransfer } = event
    dataTransfer.effectAllowed = "copyMove"
    dataTransfer.setData(FILES, ids.join(","))
    dataTransfer.setData("text/uri-list", linkOf(item).href)
    if (ids.length === 1) dataTransfer.setData("DownloadURL", `${item.node.dataset.file}:${new URL(linkOf(item).pathname, location.origin)}download/`)
    this.#grid.dispatchEvent(new CustomEvent("files-lifted", { detail: { ids }, bubbles: true }))
  }

  #end() { this.#grid.dispatchEvent(new CustomEvent("files-put-down", { bubbles: true })) }
}
