// Putting a value into a place, a tray or an empty row of the form, as if it was given there.

/**
 * Writes `value` where it belongs and lets the form know. `place` is a <frame-picker>, a <reference-tray>, or an
 * element around the fields of a row, whose names end in the parts of the value. Returns a refusal as a sentence, or "".
 */
export function attach(place, value) {
  const field = place.querySelector("input[type=hidden]")
  const write = { "frame-picker": replace, "reference-tray": add }[place.localName] ?? fill
  const refusal = write(field, value, place)
  if (!refusal) field.dispatchEvent(new Event("change", { bubbles: true }))
  return refusal
}

function replace(field, value) {
  field.value = JSON.stringify(value)
  return ""
}

function add(field, value, tray) {
  const files = JSON.parse(field.value || "[]")
  const same = ({ asset, handle }) => (value.asset ? asset === value.asset : handle === value.handle)
  if (files.length >= Number(tray.getAttribute("most"))) return "There is no room for more. Take one out first."
  if (files.some(same)) return "It is there already."
  const { name, ...nameless } = value
  const isTaken = files.some((file) => file.name === name)
  field.value = JSON.stringify([...files, isTaken ? nameless : value])
  return ""
}

function fill(field, value, row) {
  for (const [part, inner] of Object.entries(value)) {
    const input = row.querySelector(`[name$=".${part}"]`)
    if (input) input.value = typeof inner === "string" ? inner : JSON.stringify(inner)
  }
  return ""
}
