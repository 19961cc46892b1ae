// (scope, many) => sentences: what in a part of the page cannot be pressed, and where focus or choice is not seen by
// anything but a colour. Called by looking.py; `many` is how many of one sort are looked at.
(scope, many) => {
  const faults = []

  const below = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? below(one.shadowRoot) : [])])
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0
  const all = [...(scope.shadowRoot ? below(scope.shadowRoot) : []), ...below(scope)].filter(isShown)
  const named = (one) => `${one.localName} ${one.ariaLabel ?? one.labels?.[0]?.innerText ?? one.innerText ?? ""}`.slice(0, 70)

  // What one sees of an element besides colours: its own lines, those of what it lies in or over, and drawn parts
  const LINES = ["outlineStyle", "outlineWidth", "borderStyle", "borderWidth", "fontWeight", "textDecorationLine"]
  const DRAWN = ["content", "transform", "borderWidth", "inset"]
  const say = (style, names) => names.map((name) => style[name]).join()
  const lookOf = (one) => [
    say(getComputedStyle(one), LINES),
    ...["::before", "::after"].map((part) => say(getComputedStyle(one, part), DRAWN)),
  ].join(";")
  const around = (one) => {
    const label = one.closest("label")
    return [one, one.nextElementSibling, label ?? one.parentElement, ...(label ? label.children : []), one.closest(".prompt, .search")]
  }
  const isClear = (one) => getComputedStyle(one).opacity === "0" // a field that lies unseen over what stands for it
  const look = (one) => around(one).filter((each) => each && !isClear(each)).map(lookOf).join("|")
  const changes = (one, act, undo) => {
    const before = look(one)
    act()
    const after = look(one)
    undo()
    return after !== before
  }

  // What a finger in the middle of it would press
  const topAt = (x, y) => {
    let at = document.elementFromPoint(x, y)
    for (let inner = at; inner; inner = at.shadowRoot?.elementFromPoint(x, y)) {
      if (inner === at && inner !== document.elementFromPoint(x, y)) break
      at = inner
      if (!at.shadowRoot) break
    }
    return at
  }
  const isPressed = (one) => {
    one.scrollIntoView({ block: "center", inline: "nearest" })
    const { x, y, width, height } = one.getBoundingClientRect(), at = topAt(x + width / 2, y + height / 2)
    return Boolean(at) && (one.contains(at) || at.closest("label")?.control === one || Boolean(one.closest("label")?.contains(at)))
  }

  const CAN = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"
  const sort = (one) => [one.localName, one.type, one.className, one.parentElement?.className].join()
  const first = (each) => each.filter((one, at) => each.slice(0, at).filter((other) => sort(other) === sort(one)).length < many)

  const leave = () => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    at?.blur()
  }
  for (const one of first(all.filter((each) => each.matches(CAN) && each.tabIndex >= 0 && !each.disabled))) {
    if (one.type !== "file" && !isPressed(one)) faults.push(`cannot be pressed: ${named(one)}`)
    leave()
    const isSeen = changes(one, () => one.focus({ preventScroll: true, focusVisible: true }), leave)
    if (!isSeen) faults.push(`focus is not seen: ${named(one)}`)
  }
  for (const one of first(all.filter((each) => each.matches("input:is([type=radio], [type=checkbox]):checked")))) {
    const style = getComputedStyle(one), isTheBrowsers = style.appearance !== "none" && style.opacity !== "0"
    const isSeen = changes(one, () => { one.checked = false }, () => { one.checked = true })
    if (!isTheBrowsers && !isSeen) faults.push(`choice is not seen: ${named(one)}`)
  }
  for (const name of ["aria-pressed", "aria-selected"]) {
    for (const one of first(all.filter((each) => each.getAttribute(name) === "true"))) {
      const isSeen = changes(one, () => one.setAttribute(name, "false"), () => one.setAttribute(name, "true"))
      if (!isSeen) faults.push(`choice is not seen: ${named(one)}`)
    }
  }
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} px wide`)
  return faults
}
