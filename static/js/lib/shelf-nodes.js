// The nodes of the library's grid: read from what the server sent, and put into the page or taken out of it.

import { all, one } from "studio/lib/dom.js"

/** Runs of `nodes`, which are `.day` and `.tiles` in the order of the page (see lib/shelf.js). */
export function runsIn(nodes, page) {
  const runs = []
  let day = null
  for (const node of nodes) {
    if (node.matches(".day")) day = node
    if (!node.matches(".tiles")) continue
    const run = { day, row: node, page }
    run.items = all(".tile", node).map((tile) => itemOf(tile, run))
    runs.push(run)
    day = null
  }
  return runs
}

export const itemOf = (node, run) => ({ id: node.id, ratio: Number(node.dataset.ratio), node, run })

/** A page as the server draws it now: its nodes. Throws when it does not come. */
export async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`)
  const parsed = document.createElement("template")
  parsed.innerHTML = await answer.text()
  return [...document.importNode(parsed.content, true).children]
}

/** Makes `wanted` the children of `parent` that match `selector`, in this order; none is moved that need not be. */
export function place(parent, wanted, selector) {
  const keep = new Set(wanted)
  for (const child of [...parent.children]) if (child.matches(selector) && !keep.has(child)) child.remove()
  let at = parent.firstElementChild
  for (const node of wanted) {
    while (at && !keep.has(at)) at = at.nextElementSibling
    if (at === node) at = at.nextElementSibling
    else parent.insertBefore(node, at)
  }
}

/** Puts a node where it stands. */
export function stand(node, { x = 0, y, width, height }) {
  node.style.translate = `${x}px ${y}px`
  if (width === undefined) return
  node.style.setProperty("--tile-width", `${width}px`)
  node.style.setProperty("--tile-height", `${height}px`)
}

/** What the style sheet says of the room there is: pixels. */
export function roomOf(grid) {
  const style = getComputedStyle(grid)
  const px = (name) => parseFloat(style.getPropertyValue(name)) || 0
  const edges = px("padding-left") + px("padding-right")
  return {
    width: grid.clientWidth - edges,
    height: px("--tile-row"),
    gap: px("--tile-gap"),
    rowGap: px("--tile-row-gap"),
    line: px("--tile-words"),
    day: px("--day-height"),
  }
}

/** The link of a tile whose node is here. */
export const linkOf = (item) => item?.node && one("a", item.node)
