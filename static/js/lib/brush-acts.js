// What the buttons and keys of <motion-brush> do. Each may return a sentence that is announced.

import { boxOf, paintDraft } from "studio/lib/brush-draft.js"
import { nameOf, rectangleOf } from "studio/lib/brush-view.js"
import { WHOLE } from "studio/lib/brush-zoom.js"
import { boundsOf, middleOf } from "studio/lib/masks.js"
import { findObject } from "studio/lib/objects.js"
import { longer, movedTo, straight, turned, within } from "studio/lib/paths.js"
import { play } from "studio/lib/pointer.js"

/** `brush` is the element. */
export function actsOf(brush) {
  const layer = (at = brush.current) => brush.layers.all[Number(at)]
  const middle = ({ mask }) => (mask ? middleOf(mask) : [brush.layers.width / 2, brush.layers.height / 2])
  const setPath = (path, at = brush.current) => brush.setPath(path, Number(at))
  const step = (way, words) => { brush.layers[way](); brush.changed(); return words }
  return {
    tool: ({ tool }) => brush.take(tool),
    size: ({ by }) => { const size = brush.find("size"); size.value = Number(size.value) + Number(by); return `Size ${size.value}` },
    undo: () => step("undo", "Undone"),
    redo: () => step("redo", "Done again"),
    clear: ({ at }) => { brush.layers.clear(Number(at)); brush.changed(); return "Area removed" },
    only: ({ at = brush.current }) => { brush.only = brush.only === Number(at) ? null : Number(at); brush.draw(); return brush.only === null ? "All areas are shown" : `Only ${nameOf(brush.only)} is shown` },
    copy: ({ at }) => copy(brush, Number(at)),
    flip: ({ at }) => setPath(turned(layer(at).path, brush.layers), at),
    inside: ({ at }) => setPath(movedTo(middle(layer(at)), layer(at).path, brush.layers), at),
    less: ({ at }) => setPath(layer().path.toSpliced(at, 1)),
    point: () => setPath(longer(layer().path, middle(layer()), brush.layers)),
    way: ({ turn }) => setPath(straight(layer().path[0] ?? middle(layer()), Number(turn), Number(brush.find("far").value), brush.layers)),
    rect: () => { const draft = rectangleOf(brush.root); brush.paint((pen) => paintDraft(pen, draft), boxOf(draft)); return "Rectangle added" },
    find: () => object(brush, boxOf(rectangleOf(brush.root))),
    object: ({ box }) => object(brush, box),
    zoom: ({ by }) => brush.zoom(Number(by)),
    whole: () => brush.look(WHOLE),
    rehearse: () => play(brush.number("seconds") / 2, (part) => { brush.part = part; brush.look(brush.view) }, () => { brush.part = undefined; brush.draw() }),
    rescale: () => { brush.layers.rescale(brush.foreign); brush.foreign = null; brush.changed(); return "Areas and paths fit the new picture" },
    empty: () => { brush.layers.remember(); brush.layers.all.forEach((_, at) => { brush.layers.all[at] = { mask: null, path: [], saved: null } }); brush.foreign = null; brush.changed(); return "Areas removed" },
  }
}

/** The same area and path once more with the next free brush, beside the first one, where there is place. */
function copy(brush, at) {
  const { mask, path } = brush.layers.all[at], to = brush.layers.free
  if (!mask || to < 1) return "All brushes are in use. Remove one first."
  const { x, width } = boundsOf(mask), room = x + 2 * width <= brush.layers.width ? width : -Math.min(width, x)
  const before = brush.current
  brush.current = to
  brush.paint((pen) => pen.drawImage(mask, Math.round(room), 0), { x: 0, y: 0, ...brush.layers.size })
  brush.layers.all[to].path = path.map(([px, py]) => within([px + room, py], brush.layers.width, brush.layers.height))
  brush.changed()
  brush.root.querySelector(`.swatch[data-brush="${to}"] input`).click()
  return `${nameOf(before)} copied to ${nameOf(to)}`
}

/** What stands in a box, or at a click, found by the studio and painted into the current layer. */
async function object(brush, box) {
  brush.say("Looking for the object…")
  try {
    const mask = await findObject(brush.getAttribute("objects"), brush.where.token, box)
    brush.say("")
    brush.paint((pen) => pen.drawImage(mask, 0, 0), { x: 0, y: 0, ...brush.layers.size })
  } catch (refusal) {
    brush.say(refusal.message, "bad")
  }
}
