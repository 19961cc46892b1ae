// <security-key> stands around allauth's scripts for passkeys and says why a key did not work; they only log it.
// It draws nothing. What it hears: "allauth.error" on the document. @fires notify, with {words}.

const WORDS = {
  NotAllowedError: "The key was not used: that was cancelled, or took too long. Press again to retry.",
  InvalidStateError: "This key is already on your account.",
  SecurityError: "Keys work at localhost and over https only: open the studio at such an address.",
  TypeError: "Keys work at localhost and over https only: open the studio at such an address.",
}
const OTHER = "The key did not work. Try again, or sign in another way."

class SecurityKey extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", this)
  }

  disconnectedCallback() {
    document.removeEventListener("allauth.error", this)
  }

  handleEvent(event) {
    event.preventDefault()
    const words = WORDS[event.detail.exception.name] ?? OTHER
    this.dispatchEvent(new CustomEvent("notify", { bubbles: true, detail: { words } }))
  }
}

customElements.define("security-key", SecurityKey)
