// Strokes that are not at the studio yet when the page goes: kept in the tab, and taken up when the picture is there again.

const key = (picture) => `strokes on ${picture}`

/** Puts the layers away, masks as data addresses. */
export function put(picture, layers) {
  const all = layers.all.map(({ mask, path, saved }, at) => ({ path, saved, mask: mask && !saved ? layers.picture(at).toDataURL() : null }))
  try {
    sessionStorage.setItem(key(picture), JSON.stringify(all))
  } catch {} // a full store: nothing else can be done while the page goes
}

/** What was put away for this picture, once; null where nothing was. */
export function taken(picture) {
  const json = sessionStorage.getItem(key(picture))
  sessionStorage.removeItem(key(picture))
  return json && JSON.parse(json)
}

/** Puts it back on the layers; masks that were at the studio already stay as they came from there. */
export async function putBack(layers, all) {
  layers.remember()
  await Promise.all(all.map(async ({ mask, path, saved }, at) => {
    if (!layers.all[at] || (!mask && saved)) return layers.all[at] && layers.all[at].saved?.asset === saved?.asset && Object.assign(layers.all[at], { path })
    if (!mask) return (layers.all[at] = { mask: null, path, saved: null })
    const picture = Object.assign(new Image(), { src: mask })
    await picture.decode()
    layers.take(at, picture, null, path)
  }))
}
