// Two quiet sounds, made here: one that rises for what is ready, one that falls for what has failed.

const TONES = { ready: [660, 880], failed: [330, 247] } // Hz, one after the other
const LONG = 0.16 // s, each
const LOUD = 0.06 // of 1
const LATE = 1000 // ms: a browser that lets no sound out before a press is not to let it out long afterwards

let speaker = null

/** Lets one sound be heard; nothing where the browser does not allow it now. */
export async function ring(kind) {
  const asked = performance.now()
  speaker ??= new AudioContext()
  await speaker.resume()
  if (performance.now() - asked < LATE) TONES[kind].forEach((hertz, place) => tone(hertz, speaker.currentTime + place * LONG))
}

function tone(hertz, at) {
  const [voice, level] = [speaker.createOscillator(), speaker.createGain()]
  voice.frequency.value = hertz
  level.gain.setValueAtTime(0.0001, at)
  level.gain.exponentialRampToValueAtTime(LOUD, at + 0.03)
  level.gain.exponentialRampToValueAtTime(0.0001, at + LONG)
  voice.connect(level).connect(speaker.destination)
  voice.start(at)
  voice.stop(at + LONG)
}
