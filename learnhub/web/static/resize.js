// Makes pictures smaller on this device, before they are sent: a photo as a whole, and narrower copies for small screens.
const EDGE = 1600, WORTH = 300000, WIDTHS = [480, 960], QUALITY = 0.82;
const PHOTO = /^image\/(jpeg|png|webp)$/;

const opened = (file) => (file && PHOTO.test(file.type) ? createImageBitmap(file).catch(() => null) : null);

async function drawn(picture, width, name, kind) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.max(1, Math.round((picture.height * width) / picture.width));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, kind, QUALITY));
  if (!blob || blob.type !== kind) return null;
  return new File([blob], name.replace(/\.[^.]*$/, "") + (kind === "image/jpeg" ? ".jpg" : ".webp"), { type: kind });
}

const kindOf = (file) => (file.type === "image/jpeg" ? "image/jpeg" : "image/webp"); // both of the others may be transparent

// The photo with 1,600 points on its longer side, where that saves a fifth; else null.
export async function small(file) {
  const picture = file.size < WORTH ? null : await opened(file);
  if (!picture) return null;
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const made = await drawn(picture, Math.round(picture.width * scale), file.name, kindOf(file));
  return made && made.size <= file.size * 0.8 ? made : null;
}

// Copies of the widths that pages offer to small screens, as far as each saves a fifth.
export async function copies(file) {
  const picture = await opened(file);
  const widths = picture ? WIDTHS.filter((width) => width * 1.5 <= picture.width) : [];
  const made = await Promise.all(widths.map((width) => drawn(picture, width, file.name, kindOf(file))));
  return made.filter((copy) => copy && copy.size <= file.size * 0.8);
}
