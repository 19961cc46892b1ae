// What a storyboard may be, from the attributes of its element.

/** Seconds and characters; the look takes its own from every shot's. */
export function limitsOf(element, look) {
  const number = (name) => Number(element.getAttribute(name))
  const cost = look.trim() ? look.length + 1 : 0
  return {
    most: number("most"), longest: number("longest"), shortest: number("shortest"), across: number("across"),
    each: number("each") || Infinity, characters: number("characters") - cost,
  }
}
