// Small words for the page: find, announce to screen readers, say at the foot of the room.

/** One node. */
export const one = (selector, root = document) => root.querySelector(selector)

/** All nodes, as an array. */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)]

/** Says `words` politely to assistive technology. */
export function announce(words) {
  one("#announcer").textContent = words
}

/** Shows `words` at the foot of the room until closed; an empty string takes it away. */
export function notify(words, tone = "bad") {
  const notice = one("#notice")
  notice.hidden = !words
  notice.dataset.tone = tone
  one("[data-words]", notice).textContent = words
}

/** A style sheet for a shadow root, from a string: allowed under the strict CSP. */
export function sheet(css) {
  const made = new CSSStyleSheet()
  made.replaceSync(css)
  return made
}

/** An icon from the sprite, whose hashed address the page gives in <meta name="sprite">. */
export function icon(name, size = "") {
  const sprite = one("meta[name=sprite]").content
  return `<svg class="icon ${size}" aria-hidden="true" focusable="false"><use href="${sprite}#${name}"/></svg>`
}
