// Keys: when a single one may act, and how a press is called.

const TYPING = "textarea, select, [contenteditable], [role=textbox], dialog, input:not([type=range], [type=checkbox], [type=radio])"
const PRESSED_BY_SPACE = "button, a, summary, input:not([type=range])"

/** True when a single key may act: no text field has focus, no modifier is down, nobody has used the key yet. */
export function isFree(event) {
  const target = event.composedPath()[0]
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (target.closest?.(TYPING)) return false
  return event.key !== " " || !target.closest?.(PRESSED_BY_SPACE)
}

const SILENT = ["Control", "Alt", "Shift", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"]

/**
 * A press as studio/pages/keynames.py writes it: "Control+Enter", "Alt+ArrowUp", "x", "?"; "" while only modifiers are
 * down. Cmd counts as Control. With Ctrl or Alt, where the character may be another one, the key's own letter counts.
 */
export function pressOf(event) {
  if (SILENT.includes(event.key) || event.getModifierState?.("AltGraph")) return ""
  const held = [(event.ctrlKey || event.metaKey) && "Control", event.altKey && "Alt"].filter(Boolean)
  const letter = held.length && /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase()
  const key = letter || (event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key)
  if (event.shiftKey && (held.length || key.length > 1)) held.push("Shift")
  return [...held, key].join("+")
}

/** The event that says the same press: how an element that knows its own keys is told of a changed one. */
export function pressing(keys) {
  const parts = keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys === "+" ? ["+"] : keys.split("+")
  const key = parts.pop()
  const facts = { ctrlKey: parts.includes("Control"), altKey: parts.includes("Alt"), shiftKey: parts.includes("Shift") }
  return new KeyboardEvent("keydown", { ...facts, key: key === "Space" ? " " : key, bubbles: true, composed: true, cancelable: true })
}
