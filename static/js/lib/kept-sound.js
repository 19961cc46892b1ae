// What is being recorded, kept in this browser piece by piece, so that a reload in the middle loses nothing.

const ROOM = "sounds" // of the database, and of what it holds: {whose, made, pieces: [Blob]}

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

async function room(mode) {
  const opening = indexedDB.open("dailies", 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(ROOM, { keyPath: "whose" })
  return (await asked(opening)).transaction(ROOM, mode).objectStore(ROOM)
}

/** What was recorded for `whose` and not used yet: {made, pieces}, or undefined. */
export const keptFor = async (whose) => asked((await room("readonly")).get(whose))

/** Keeps all pieces so far. `made` is when it began, in ms. */
export const keep = async (whose, made, pieces) => asked((await room("readwrite")).put({ whose, made, pieces }))

/** It was used, or is not wanted. */
export const forget = async (whose) => asked((await room("readwrite")).delete(whose))
