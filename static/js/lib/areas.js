// The value of a motion brush, and the layers that it is: {"static_mask": media or null, "brushes": [{"mask", "path"}]}.

import { upload } from "studio/lib/files.js"

/** The JSON as `[layer, mask, path]`; layer 0 is held still. What is no such value counts as empty. */
function areasOf(json) {
  const { static_mask: held, brushes = [] } = json.startsWith("{") ? JSON.parse(json) : {}
  return [[0, held, []], ...brushes.map(({ mask, path }, at) => [at + 1, mask, path])].filter(([, mask]) => mask)
}

/**
 * Fills the layers from the JSON; `addresses` says where the files of its masks are, by asset id. Resolves with the size
 * {width, height} that they were painted in where that is another one, else with null.
 */
export async function fill(layers, json, addresses) {
  layers.all = layers.all.map(() => ({ mask: null, path: [], saved: null }))
  const areas = areasOf(json).filter(([at]) => layers.all[at])
  for (const [at, saved, path] of areas) layers.all[at] = { mask: null, path, saved }
  const sizes = await Promise.all(areas.map(async ([at, saved, path]) => {
    const picture = Object.assign(new Image(), { src: addresses[saved.asset] ?? "" })
    const loaded = await picture.decode().then(() => true, () => false) // a mask that cannot be shown is kept as it is
    if (loaded && layers.all[at].saved === saved) layers.take(at, picture, saved, path)
    return loaded ? { width: picture.naturalWidth, height: picture.naturalHeight } : layers.size
  }))
  return sizes.find(({ width, height }) => width !== layers.width || height !== layers.height) ?? null
}

/** The layers whose masks are kept, as JSON; empty text where there are none. */
function jsonOf([still, ...layers]) {
  const brushes = layers.filter(({ saved }) => saved).map(({ saved, path }) => ({ mask: saved, path }))
  return brushes.length || still.saved ? JSON.stringify({ static_mask: still.saved, brushes }) : ""
}

/**
 * The value with all masks kept: those that are new are sent first, one after the other. Null where one was painted on
 * meanwhile: a later call says it. Rejects as `upload` does.
 */
export async function kept(layers, { url, token }) {
  for (const [at, layer] of layers.all.entries()) {
    if (!layer.mask || layer.saved) continue
    const file = await layers.file(at, at ? `motion-brush-${at}.png` : "hold-still.png")
    const { id } = await upload(file, { url, token, progress: () => {} })
    if (layers.all[at] !== layer) return null
    layer.saved = { asset: id }
  }
  return jsonOf(layers.all)
}
