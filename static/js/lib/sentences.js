// Whole sentences in a text: one more, one less, the rest as it was typed.

/** The text with the sentence at its end; on a line of its own where what stands before has no end. */
export function withSentence(text, sentence) {
  const before = text.trimEnd()
  return before ? `${before}${/[.!?…"”]$/.test(before) ? " " : "\n"}${sentence}` : sentence
}

/** The text without the sentence, and without the blank that parted it from the one before. */
export function without(text, sentence) {
  const at = text.indexOf(sentence)
  if (at < 0) return text
  const [before, after] = [text.slice(0, at), text.slice(at + sentence.length)]
  return after.trim() ? before + after.replace(/^ /, "") : before.replace(/[ \n]$/, "") + after
}
