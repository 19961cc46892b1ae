// Files on their way in: what was dropped or pasted, and sending one to the studio.

const ASSET = /\/assets\/([0-9a-f-]{36})/

/** The files of a drop or a paste, as an array. */
export const filesOf = (transfer) => [...(transfer?.files ?? [])]

/** The id of one of the studio's own tiles that is dragged here, or null. */
export function assetOf(transfer) {
  const [, id] = (transfer?.getData("text/uri-list") || "").match(ASSET) ?? []
  return id ?? null
}

/** The address on the web that is dropped or pasted here, or null. */
export function addressOf(transfer) {
  const text = (transfer?.getData("text/uri-list") || transfer?.getData("text/plain") || "").trim()
  return /^https?:\/\/\S+$/.test(text) ? text : null
}

/** Whether a file is a recipe on its own. */
export const isRecipe = (file) => /\.json$/i.test(file?.name ?? "")

/** Whether a drag carries something that could be an input. */
export const isWelcome = (transfer) => ["Files", "text/uri-list"].some((type) => transfer?.types.includes(type))

/**
 * Sends one file to `url`. Resolves with {id, name, kind, width, height, duration_s, bytes, poster}; rejects with an
 * Error whose message is a sentence to show; `isLost` where the connection was. `progress` gets 0 to 1. `signal` aborts.
 */
export function upload(file, { url, token, progress, signal }) {
  const { promise, resolve, reject } = withResolvers()
  const request = new XMLHttpRequest()
  const body = new FormData()
  body.append("file", file, file.name || "pasted.png")
  request.open("POST", url)
  request.setRequestHeader("X-CSRFToken", token)
  request.responseType = "json"
  request.upload.onprogress = ({ loaded, total }) => progress(loaded / total)
  request.onerror = () => reject(Object.assign(new Error(`${file.name || "The file"} did not reach the studio. Try again when the connection is back.`), { isLost: true }))
  request.onload = () => {
    if (request.status < 300) resolve(request.response)
    else reject(new Error(request.response?.error ?? `The studio did not take ${file.name || "the file"} (answer ${request.status}). Nothing was kept.`))
  }
  signal?.addEventListener("abort", () => { request.abort(); reject(signal.reason) })
  request.send(body)
  return promise
}

/**
 * Has the studio make a file: posts `body` (FormData with the token) to `url`. Resolves as `upload` does; rejects with an
 * Error whose message is a sentence to show.
 */
export const make = async (url, body) => (await asked(url, body)).json()

/** The same for a picture that is made to be looked at and not kept: resolves with a Blob. */
export const sheetOf = async (url, body) => (await asked(url, body)).blob()

async function asked(url, body) {
  let answer
  try {
    answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } })
  } catch {
    throw new Error("The studio could not be reached. Try again when the connection is back.")
  }
  if (answer.ok) return answer
  const told = await answer.json().catch(() => ({}))
  throw new Error(told.error ?? `The studio answered with an error (${answer.status}). Nothing was kept.`)
}

function withResolvers() {
  let resolve, reject
  const promise = new Promise((yes, no) => { resolve = yes; reject = no })
  return { promise, resolve, reject }
}
