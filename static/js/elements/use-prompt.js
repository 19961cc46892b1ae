// <use-prompt>: words that the server gives back to the composer's prompt. Inside: a <textarea> with them.
// @attr add     at the end, instead of in place of what is there
// @fires use-prompt {text, add}   on the document

class UsePrompt extends HTMLElement {
  connectedCallback() {
    const detail = { text: this.querySelector("textarea").value, add: this.hasAttribute("add") }
    document.dispatchEvent(new CustomEvent("use-prompt", { detail }))
    this.remove()
  }
}

customElements.define("use-prompt", UsePrompt)
