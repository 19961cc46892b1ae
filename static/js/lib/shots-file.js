// Lists and tables from elsewhere. Files are read as whatever wrote them may have coded them: UTF-8, Excel's UTF-16, or
// Windows' old Western one.

const CODES = [["utf-16le", [0xff, 0xfe]], ["utf-16be", [0xfe, 0xff]]]

/** A list or a table from a chosen file goes through the same field, and button, as one that is pasted. */
export async function readFile(chooser, field, button) {
  if (chooser.type !== "file" || !chooser.files.length) return
  field.value = await textOf(chooser.files[0])
  chooser.value = ""
  button.click()
}

/** A list that is pasted where nobody types is read at once; whether it was one. */
export function readPaste(event, field, button) {
  const text = event.clipboardData?.getData("text/plain") ?? ""
  if (!text.trim().includes("\n") || event.composedPath()[0].matches?.("textarea, input")) return false
  event.preventDefault()
  field.value = text
  button.click()
  return true
}

async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const marked = CODES.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))
  if (marked) return new TextDecoder(marked[0]).decode(bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}
