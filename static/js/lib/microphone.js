// One recording from the microphone: asked for, listened to, stopped.

import { decibels } from "studio/lib/wave.js"

const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } // the voice as it is
const PIECE = 500 // ms between pieces
const WHY = {
  NotAllowedError: "The browser was not allowed to use the microphone. Allow it for this page, or upload a recording.",
  NotFoundError: "There is no microphone here. Plug one in, or upload a recording.",
  NotReadableError: "The microphone is in use elsewhere. Close what uses it, or upload a recording.",
}

/** Whether this page may record at all: browsers allow it at https addresses and at localhost only. */
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.AudioContext)

export class Microphone {
  #stream
  #recorder
  #context = new AudioContext()
  #analyser = this.#context.createAnalyser()

  /** Begins. `piece(blob)` gets what is heard, bit by bit; `ended()` is called once. Rejects with an Error to show. */
  async begin(piece, ended) {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: PLAIN })
    } catch (error) {
      this.#context.close()
      throw new Error(WHY[error.name] ?? "The microphone could not be used. Upload a recording instead.")
    }
    this.#context.createMediaStreamSource(this.#stream).connect(this.#analyser)
    this.#recorder = new MediaRecorder(this.#stream)
    this.#recorder.ondataavailable = ({ data }) => data.size && piece(data)
    this.#recorder.onstop = () => { this.#release(); ended() }
    this.#recorder.start(PIECE)
  }
  /** How loud it is just now, in dB below full scale. */
  get level() {
    const samples = new Float32Array(this.#analyser.fftSize)
    this.#analyser.getFloatTimeDomainData(samples)
    return decibels(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0))
  }
  stop() { if (this.#recorder?.state === "recording") this.#recorder.stop() }
  #release() {
    for (const track of this.#stream.getTracks()) track.stop()
    this.#context.close()
  }
}

/** The pieces of a recording as an AudioBuffer. Rejects where they cannot be played. */
export async function decoded(pieces) {
  const context = new OfflineAudioContext(1, 1, 48000)
  return context.decodeAudioData(await new Blob(pieces, { type: pieces[0].type }).arrayBuffer())
}
