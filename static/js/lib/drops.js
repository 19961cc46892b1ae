// Files that are dropped or pasted beside every place of the composer, or chosen by its [data-adds]: the server says where
// they could go, and a person chooses. A place of another task switches to it; what was typed goes along.

import { attach } from "studio/lib/attach.js"
import { notify } from "studio/lib/dom.js"
import { assetOf, filesOf, isRecipe, isWelcome, make, upload } from "studio/lib/files.js"
import { closeSheet, openSheet } from "studio/lib/sheets.js"

const TEXT = "textarea, input:not([type=file], [type=radio], [type=checkbox], [type=range]), [contenteditable]"

/**
 * Listens on the desk, whose attributes `upload`, `drops` and `restoring` are the addresses. `choose({task, via})` switches.
 * Returns how to stop.
 */
export function takeDrops(desk, form, choose) {
  const off = new AbortController()
  const on = (target, type, hear, capture = false) => target.addEventListener(type, hear, { signal: off.signal, capture })
  on(desk, "dragover", (event) => !event.defaultPrevented && isOurs(event) && event.preventDefault())
  on(desk, "drop", (event) => {
    if (event.defaultPrevented || !isOurs(event)) return
    event.preventDefault()
    offer(desk, form(), filesOf(event.dataTransfer)[0], assetOf(event.dataTransfer))
  })
  for (const type of ["input", "change"]) on(desk, type, (event) => chosen(event, desk, form()), true)
  on(window, "paste", (event) => { // the last to hear it: every place was asked before
    const [file] = filesOf(event.clipboardData)
    if (!file || event.defaultPrevented || (event.target.closest?.(TEXT) && event.clipboardData.types.includes("text/plain"))) return
    event.preventDefault()
    offer(desk, form(), file)
  })
  on(document, "click", ({ target }) => {
    const button = target.closest("[data-give]")
    if (button) give(button.dataset, form(), choose)
  })
  return () => off.abort()
}

const isOurs = ({ dataTransfer, target }) => isWelcome(dataTransfer) && (dataTransfer.types.includes("Files") || !target.closest?.(TEXT))

/** A file of a field that is none of the form's: nothing is saved for it. */
function chosen(event, desk, form) {
  const field = event.target
  if (!field.matches?.("[data-adds]")) return
  event.stopPropagation()
  if (event.type === "input") return
  offer(desk, form, field.files[0])
  field.value = ""
}

async function offer(desk, form, file, known) {
  if (!file && !known) return
  try {
    if (file) notify(`${file.name || "The file"} is on its way…`, "plain")
    const token = form.elements.csrfmiddlewaretoken.value
    if (isRecipe(file)) return await restore(desk, file, token)
    const asset = known ?? (await upload(file, { url: desk.getAttribute("upload"), token, progress: () => {} })).id
    notify("")
    await openSheet(`${desk.getAttribute("drops")}?${new URLSearchParams({ asset, shown: form.elements.shown.value })}`)
  } catch (refusal) {
    notify(refusal.message)
  }
}

/** A recipe alone goes to no place: the composer opens with it. */
async function restore(desk, file, token) {
  const body = new FormData()
  body.append("file", file)
  body.append("csrfmiddlewaretoken", token)
  location.assign((await make(desk.getAttribute("restoring"), body)).url)
}

/** Into its place where the page has one; else among what is kept, which the other task then takes. */
function give({ give: asset, name, task, via, list }, form, choose) {
  const place = document.getElementById(`id_${name}`)
  const refusal = place && attach(place, { asset })
  if (!place) {
    const kept = JSON.parse(form.elements.kept.value || "{}")
    const all = list === undefined ? { asset } : [...(kept[name] ?? []), { asset }]
    form.elements.kept.value = JSON.stringify({ ...kept, [name]: all })
  }
  closeSheet()
  if (refusal) notify(refusal)
  else if (task !== form.elements.task.value) choose({ task, via })
}
