// A recording as numbers: how long and how loud it is, and as a WAV file. Nothing here knows the page or the microphone.
// Samples are -1 to 1, one channel; levels are dB below full scale, which is 0.

const SILENCE = -120 // dB: what digital silence counts as
const LOUD = 0.99 // a sample from here on is cut off
const WINDOW_S = 0.05

/** An amplitude as dB. */
export const decibels = (amplitude) => (amplitude > 0 ? Math.max(20 * Math.log10(amplitude), SILENCE) : SILENCE)

/** All channels of an AudioBuffer as one. */
export function mono(buffer) {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, number) => buffer.getChannelData(number))
  return channels.length === 1 ? channels[0] : channels[0].map((_, at) => channels.reduce((sum, each) => sum + each[at], 0) / channels.length)
}

/** {seconds, peak, floor, voice, cut}: the loudest sample, how loud the quiet and the loud tenth are, the part cut off. */
export function measured(samples, rate) {
  let loudest = 0, cut = 0
  for (const sample of samples) {
    const size = Math.abs(sample)
    if (size > loudest) loudest = size
    if (size >= LOUD) cut += 1
  }
  const levels = windows(samples, Math.round(rate * WINDOW_S)).sort((a, b) => a - b)
  const at = (part) => levels[Math.floor(part * (levels.length - 1))] ?? SILENCE
  return { seconds: samples.length / rate, peak: decibels(loudest), floor: at(0.1), voice: at(0.9), cut: cut / samples.length }
}

/** How loud each stretch of so many samples is, in dB. */
function windows(samples, size) {
  const levels = []
  for (let from = 0; from + size <= samples.length; from += size) {
    let power = 0
    for (let at = from; at < from + size; at += 1) power += samples[at] ** 2
    levels.push(decibels(Math.sqrt(power / size)))
  }
  return levels
}

/** The samples as the bytes of a WAV file: one channel, 16 bits. */
export function wav(samples, rate) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const word = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  word(0, "RIFF"); view.setUint32(4, 36 + samples.length * 2, true); word(8, "WAVEfmt ")
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true)
  view.setUint32(24, rate, true); view.setUint32(28, rate * 2, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true)
  word(36, "data"); view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, at) => view.setInt16(44 + at * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true))
  return new Blob([view], { type: "audio/wav" })
}

const QUIET = -30, CLEAR = 12, CUT = 0.001 // dB at the loudest; dB between voice and noise; part of the samples

/** What is to be said of a recording: [tone, sentence]. "bad": it cannot be a voice of `shortest` to `longest` seconds. */
export function judged({ seconds, peak, floor, voice, cut }, shortest, longest) {
  const long = `${seconds.toFixed(1)} s`
  if (seconds < shortest) return ["bad", `${long}: too short. At least ${shortest} s of one voice are needed.`]
  if (seconds > longest + 0.5) return ["bad", `${long}: too long. At most ${longest} s are taken.`]
  if (peak < QUIET) return ["bad", `${long}, but nearly silent: ${peak.toFixed(0)} dB at its loudest. Go closer to the microphone.`]
  if (cut > CUT) return ["warn", `${long}, but too loud in places: it is distorted there. Go a little further away.`]
  if (voice - floor < CLEAR) return ["warn", `${long}, but there is much noise behind the voice. A quieter room would help.`]
  return ["ok", `${long}, ${peak.toFixed(0)} dB at its loudest, and clear.`]
}
