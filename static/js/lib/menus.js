// Menus are <details data-menu>: closed by Escape, by a click elsewhere, and when the focus leaves them.

const OPEN = "details[data-menu][open]"

/** Closes menus as people expect it. */
export function closeMenus() {
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(OPEN)
    if (!menu) return
    event.preventDefault() // and does not lead back a page
    menu.open = false
    menu.querySelector("summary").focus()
  })
  document.addEventListener("pointerdown", ({ target }) => {
    for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(target)) menu.open = false
  })
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const menu = target.closest?.(OPEN)
    if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false
  })
}
