const longestSide = 2000
const quality = 0.86

/** A photo no larger than anybody looks at it, and without the place it was taken at; what cannot be read goes as it is. */
export async function shrinkPicture(file: File): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file)
    const factor = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * factor))
    canvas.height = Math.max(1, Math.round(bitmap.height * factor))
    drawOnWhite(canvas, bitmap)
    bitmap.close()
    const shrunk = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    return shrunk ?? file
  } catch {
    // The server looks at every picture again and says what is wrong with it.
    return file
  }
}

/** JPEG knows nothing transparent and would make it black. */
function drawOnWhite(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
}
