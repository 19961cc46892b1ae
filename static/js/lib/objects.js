// Asks the studio where an object is: a click or a box in, a mask out.

const CLICK = 4 // pixels of the picture: a smaller box is a click

/** The object in `box` (pixels of the picture) as a canvas that covers it alone. Rejects with a sentence to show. */
export async function findObject(url, token, { x, y, width, height }) {
  const body = new FormData()
  const isClick = width < CLICK && height < CLICK
  for (const [name, value] of Object.entries(isClick ? { x, y } : { x, y, width, height })) body.append(name, Math.round(value))
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null)
  if (!answer) throw new Error("The studio could not be reached. Nothing was changed; try again when the connection is back.")
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? `The studio answered with an error (${answer.status}). Paint the area instead.`)
  return transparent(await createImageBitmap(await answer.blob()))
}

/** White becomes solid, black becomes nothing. */
function transparent(picture) {
  const made = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height }), pen = made.getContext("2d")
  pen.drawImage(picture, 0, 0)
  const pixels = pen.getImageData(0, 0, made.width, made.height)
  for (let at = 0; at < pixels.data.length; at += 4) pixels.data[at + 3] = pixels.data[at]
  pen.putImageData(pixels, 0, 0)
  return made
}
