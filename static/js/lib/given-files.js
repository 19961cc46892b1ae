// Files with the folders they came in, however they were given: chosen, dropped or pasted.

/** `[{file, path}]` of a field for files or folders. */
export const ofField = (field) => [...field.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }))

/**
 * The same of a drop or a paste, folders walked through. What is dropped is only there while the event is: everything of
 * it is taken hold of before the first wait.
 */
export async function ofTransfer(transfer) {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file")
  const held = items.map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }))
  const found = []
  for (const { entry, file } of held) {
    if (entry?.isDirectory) found.push(...await walked(entry))
    else if (file) found.push({ file, path: file.name || "pasted.png" })
  }
  return found
}

/** What cannot be read, be it a folder or a file in it, is an empty file of its name: it is refused by that name. */
async function walked(folder) {
  const reader = folder.createReader(), found = []
  let some
  do { // a reader gives a hundred at a time
    some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])))
    for (const entry of some) found.push(...entry.isDirectory ? await walked(entry) : [await read(entry)])
  } while (some.length)
  return found
}

const read = (entry) => new Promise((resolve) => {
  const path = entry.fullPath.replace(/^\//, "")
  entry.file((file) => resolve({ file, path }), () => resolve({ file: new File([], entry.name), path }))
})

const stem = (path) => path.replace(/(\.recipe)?\.[^./]*$/i, "")

/** In groups that go together: a clip with the recipe beside it. Recipes without a clip come last. */
export function together(given) {
  const recipes = new Map()
  for (const each of given) if (/\.json$/i.test(each.path)) recipes.set(stem(each.path), [...(recipes.get(stem(each.path)) ?? []), each])
  const groups = []
  for (const each of given) {
    if (/\.json$/i.test(each.path)) continue
    groups.push([each, ...(recipes.get(stem(each.path)) ?? [])])
    recipes.delete(stem(each.path))
  }
  return [...groups, ...recipes.values()]
}
