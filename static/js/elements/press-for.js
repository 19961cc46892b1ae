// <press-for>: a button that presses a switch elsewhere in the form, where what it stands beside waits for that.
//
// @attr for   id of the switch; it has the focus then, for the button goes with the server's answer

class PressFor extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => {
      const field = document.getElementById(this.getAttribute("for"))
      field.click()
      field.focus()
    })
  }
}

customElements.define("press-for", PressFor)
