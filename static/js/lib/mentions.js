// `@name` in a text: where the names stand, what they mean, what else could be meant. Nothing here knows the page.
// A meant thing is {name, place, kind, words, picture, sound, into, value, fault}: studio/pages/mentionable.py.

const NAME = /(?<![A-Za-z0-9._-])@([A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)/g
const BEGUN = /(?<![A-Za-z0-9._-])@([A-Za-z0-9_-]*)$/
const WRITTEN_OUT = /^(Image|Element|Video|Voice|Audio)\d+$/ // a provider's own words pass as they are

/** The mentions of a text, in order: [{name, start, end, meant}]; `meant` is undefined where nothing has the name. */
export function found(text, all) {
  const attached = all.filter(({ into, place }) => place && !into)
  const means = (name) => attached.find((each) => each.name === name) ?? attached.find(({ place }) => place === name)
  return [...text.matchAll(NAME)]
    .map(({ 1: name, index }) => ({ name, start: index, end: index + name.length + 1, meant: means(name) }))
    .filter(({ name, meant }) => meant || !WRITTEN_OUT.test(name))
}

/** What is being typed after an @ before the caret: {start, words}, or null. */
export function begun(text, caret) {
  const match = text.slice(0, caret).match(BEGUN)
  return match && { start: match.index, words: match[1] }
}

/** What could be meant by the beginning of a name: names that begin so, then those that hold it, in name or file. */
export function fitting(all, words) {
  const low = words.toLowerCase()
  const rank = ({ name, words: title }) => (name.toLowerCase().startsWith(low) ? 0 : `${name} ${title}`.toLowerCase().includes(low) ? 1 : 2)
  return all.map((each) => [rank(each), each]).filter(([at]) => at < 2).sort(([a], [b]) => a - b).map(([, each]) => each)
}

/** The attached thing whose name has most letters in common with this one from the start, or undefined: none has. */
export function nearest(name, all) {
  const shared = (other) => [...name.toLowerCase()].findIndex((letter, at) => letter !== other.toLowerCase()[at])
  const score = (other) => { const at = shared(other); return at < 0 ? name.length : at }
  const best = all.filter(({ place, into }) => place && !into).sort((a, b) => score(b.name) - score(a.name))[0]
  return best && score(best.name) > 0 ? best : undefined
}

/** The text with every mention of one name replaced by another. */
export const renamed = (text, from, to) =>
  found(text, []).filter(({ name }) => name === from).reduceRight((done, { start, end }) => `${done.slice(0, start)}@${to}${done.slice(end)}`, text)

/** The mention that ends or begins at a place of the text, or undefined. */
export const endingAt = (text, at, all) => found(text, all).find(({ end, meant }) => end === at && meant)
export const startingAt = (text, at, all) => found(text, all).find(({ start, meant }) => start === at && meant)
