// <record-voice>: a voice from the microphone, heard and judged before it is put into a place as a WAV file.
// What is recorded is kept in this browser until it is used: lib/kept-sound.js.
//
// @attr for        id of the <frame-picker> that takes it
// @attr upload     address that takes files
// @attr shortest   seconds
// @attr longest    seconds; it stops by itself then
// @attr whose      the person, so that nobody finds another one's recording
// @fires change   on the hidden input of the place, bubbling

import { announce, icon } from "studio/lib/dom.js"
import { attach } from "studio/lib/attach.js"
import { upload } from "studio/lib/files.js"
import { forget, keep, keptFor } from "studio/lib/kept-sound.js"
import { Microphone, canRecord, decoded } from "studio/lib/microphone.js"
import { frame, style } from "studio/lib/record-view.js"
import { judged, measured, mono, wav } from "studio/lib/wave.js"

const QUIET = -40, LOUD = -3, STEP = 100 // dB while one speaks; ms between looks at the level
const NOWHERE = "Recording needs an address with https, or localhost. Upload a recording instead."

class RecordVoice extends HTMLElement {
  #root = this.attachShadow({ mode: "open" })
  #microphone = null
  #pieces = []
  #made = 0
  #file = null
  #timer = 0

  // Lifecycle
  connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    this.#root.innerHTML = frame()
    this.#root.addEventListener("click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do))
    this.#show(canRecord() ? "idle" : "nowhere")
    if (canRecord()) this.#restore()
  }
  disconnectedCallback() {
    clearInterval(this.#timer)
    this.#microphone?.stop()
    URL.revokeObjectURL(this.#part("heard").src)
  }
  get #key() { return `${this.getAttribute("whose")} ${location.pathname}` }
  #number(name) { return Number(this.getAttribute(name)) }
  #part(name) { return this.#root.querySelector(`[data-part=${name}]`) }
  #do(action) {
    return { begin: () => this.#begin(), stop: () => this.#microphone.stop(), use: () => this.#use(), drop: () => this.#drop() }[action]?.()
  }

  // Recording
  async #begin() {
    this.#say("Asking for the microphone…")
    this.#pieces = []
    this.#made = Date.now()
    this.#microphone = new Microphone()
    try {
      await this.#microphone.begin((piece) => this.#take(piece), () => this.#ended())
    } catch (error) {
      return this.#say(error.message, "bad")
    }
    this.#show("recording")
    this.#say("Speak now: one voice, no music.")
    this.#part("stop").focus()
    this.#timer = setInterval(() => this.#look(), STEP)
  }
  #take(piece) {
    this.#pieces.push(piece)
    keep(this.#key, this.#made, this.#pieces).catch(() => {}) // a full disk must not stop the recording
  }
  #look() {
    const seconds = (Date.now() - this.#made) / 1000, level = this.#microphone.level
    this.#part("clock").textContent = `${seconds.toFixed(0)} of ${this.#number("longest")} s`
    this.#part("level").style.inlineSize = `${Math.max(0, Math.min(100, ((level + 60) / 60) * 100))}%`
    const words = level > LOUD ? "Too loud" : level < QUIET ? "Quiet" : "Good"
    this.#part("words").textContent = words
    this.#part("meter").dataset.tone = { "Too loud": "warn", Quiet: "plain", Good: "ok" }[words]
    if (seconds >= this.#number("longest")) this.#microphone.stop()
  }
  async #ended() {
    clearInterval(this.#timer)
    await this.#judge()
    this.#part("again").focus()
  }

  // What was recorded
  async #restore() {
    const kept = await keptFor(this.#key).catch(() => undefined)
    if (!kept?.pieces.length || this.#microphone || !this.isConnected) return
    this.#pieces = kept.pieces
    return this.#judge(`Recorded at ${new Date(kept.made).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })} and not used yet: `)
  }
  async #judge(before = "") {
    try {
      const buffer = await decoded(this.#pieces), samples = mono(buffer)
      const [tone, words] = judged(measured(samples, buffer.sampleRate), this.#number("shortest"), this.#number("longest"))
      this.#file = new File([wav(samples, buffer.sampleRate)], "Recorded voice.wav", { type: "audio/wav" })
      this.#part("heard").src = URL.createObjectURL(this.#file)
      this.#show("recorded")
      this.#part("use").hidden = tone === "bad"
      this.#say(before + words, tone)
    } catch {
      this.#show("idle")
      this.#say("Nothing was heard that can be played. Record it again.", "bad")
    }
  }
  async #use() {
    this.#part("use").disabled = true
    this.#say("Sending…")
    try {
      const token = this.closest("form").elements.csrfmiddlewaretoken.value
      const asset = await upload(this.#file, { url: this.getAttribute("upload"), token, progress: () => {} })
      attach(document.getElementById(this.getAttribute("for")), { asset: asset.id })
      await this.#drop()
      this.#say("It is put in as the recording.", "ok")
      announce("The recording is put in")
    } catch (error) {
      this.#say(`${error.message} The recording is kept here.`, "bad")
    }
    this.#part("use").disabled = false
  }
  async #drop() {
    this.#pieces = []
    await forget(this.#key).catch(() => {})
    this.#show(canRecord() ? "idle" : "nowhere")
    this.#say("")
    this.#part("begin").focus()
  }

  // Showing
  #show(state) {
    for (const part of this.#root.querySelectorAll("[data-in]")) part.hidden = !part.dataset.in.split(" ").includes(state)
    if (state === "nowhere") this.#say(NOWHERE)
  }
  #say(words, tone = "plain") {
    const said = this.#part("said")
    said.dataset.tone = tone
    said.textContent = words
  }
}

customElements.define("record-voice", RecordVoice)
