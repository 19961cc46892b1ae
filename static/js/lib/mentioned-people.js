// `@Bob Baker` in a note: where one begins to be typed. Names have letters of any script, and spaces.

const BEGUN = /(?<![\p{L}\p{N}_.@-])@([\p{L}\p{N}'’._-]*(?: [\p{L}\p{N}'’._-]+){0,3} ?)$/u

/** What is being typed after an @ before the caret: {start, words}, or null. */
export function begun(text, caret) {
  const match = text.slice(0, caret).match(BEGUN)
  return match && { start: match.index, words: match[1] }
}

/** Those whom a name can mean; a guest cannot be called to what is internal. */
export const callable = (people, isInternal) =>
  people.map((each) => (isInternal && each.words === "Guest" ? { ...each, fault: "does not see internal notes" } : each))
