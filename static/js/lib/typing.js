// Writing into a textarea as a person would: the browser's own undo knows it, and the form hears of it.

/** Puts `words` in place of what stands from `from` to `to`; the caret is behind them. */
export function type(text, words, from, to) {
  text.focus()
  text.setSelectionRange(from, to)
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return
  text.setRangeText(words, from, to, "end")
  text.dispatchEvent(new Event("input", { bubbles: true }))
}

/** `words`, with a space before them where they would touch what stands before `at`. */
export const apart = (text, at, words) => (at > 0 && !/\s$/.test(text.value.slice(0, at)) ? ` ${words}` : words)

/** Whether nothing is selected and no modifier is down: a plain step of the caret. */
export const isPlain = (text, event) =>
  text.selectionStart === text.selectionEnd && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing
