// Makes a large photo smaller on this device, before it is sent, if the person wants it. Without it the file goes as it is.
const input = document.getElementById("file"), box = document.getElementById("shrink");
const EDGE = 1600, WORTH = 300000;
let small = null;

const size = (count) => (count < 1e6 ? `${Math.max(1, Math.round(count / 1000))} KB` : `${(count / 1e6).toFixed(1)} MB`);

async function made(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const kind = file.type === "image/jpeg" ? "image/jpeg" : "image/webp"; // both of the others may be transparent
  const blob = await new Promise((done) => canvas.toBlob(done, kind, 0.82));
  if (!blob || blob.type !== kind || blob.size > file.size * 0.8) return null;
  const ending = kind === "image/jpeg" ? "jpg" : "webp";
  return new File([blob], file.name.replace(/\.[^.]*$/, "") + "." + ending, { type: kind });
}

input.addEventListener("change", async () => {
  const file = input.files[0];
  small = null;
  box.hidden = true;
  if (!file || file.size < WORTH || !/^image\/(jpeg|png|webp)$/.test(file.type)) return;
  const found = await made(file);
  if (!found || input.files[0] !== file) return;
  small = found;
  box.querySelector("span").textContent = box.dataset.words.replace("{new}", size(small.size)).replace("{old}", size(file.size));
  box.hidden = false;
});

input.form.addEventListener("submit", () => {
  if (!small || !box.querySelector("input").checked) return;
  const files = new DataTransfer();
  files.items.add(small);
  input.files = files.files;
});
