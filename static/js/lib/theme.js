// Dark or light: changed at once in the page, kept by the server for the person.

const root = document.documentElement

/** What is on screen now; `auto` follows the device. */
function shown() {
  if (root.dataset.theme !== "auto") return root.dataset.theme
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"
}

/** Every form with data-theme-switch toggles without a reload; without JavaScript it posts and comes back. */
export function keepTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-switch]")
    if (!form) return
    event.preventDefault()
    root.dataset.theme = shown() === "light" ? "dark" : "light"
    const body = new FormData(form)
    body.set("theme", root.dataset.theme)
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } })
  })
}
