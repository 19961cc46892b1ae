// Single keys act only when nobody types, and never with Ctrl, Alt or Cmd: those are the browser's.

const TYPING = "textarea, select, [contenteditable], [role=textbox], dialog, input:not([type=range], [type=checkbox], [type=radio])"
const PRESSED_BY_SPACE = "button, a, summary, input"

/** True when a single key may act: no text field has focus, no modifier is down, nobody has used the key yet. */
export function isFree(event) {
  const target = event.composedPath()[0]
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (target.closest?.(TYPING)) return false
  return event.key !== " " || !target.closest?.(PRESSED_BY_SPACE)
}
