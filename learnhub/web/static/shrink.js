// Offers to make a large photo smaller before it is sent, and sends narrower copies with it. Without it the file goes as it is.
const input = document.getElementById("file"), box = document.getElementById("shrink");
const more = Object.assign(document.createElement("input"), { type: "file", name: "copies", multiple: true, hidden: true });
let small = null, narrow = new Map();
input.form.append(more);

const units = { ar: ["كيلوبايت", "ميغابايت"], fr: ["ko", "Mo"], ru: ["КБ", "МБ"] }[document.documentElement.lang] ?? ["KB", "MB"];
const size = (count) =>
  count < 1e6 ? `${Math.max(1, Math.round(count / 1000))} ${units[0]}` : `${(count / 1e6).toFixed(1)} ${units[1]}`;

input.addEventListener("change", async () => {
  const file = input.files[0];
  small = null;
  narrow = new Map();
  box.hidden = true;
  if (!file) return;
  const resize = await import(new URL(box.dataset.resize, location));
  const found = await resize.small(file);
  for (const one of [file, found]) if (one) narrow.set(one, await resize.copies(one));
  if (!found || input.files[0] !== file) return;
  small = found;
  box.querySelector("span").textContent = box.dataset.words.replace("{new}", size(small.size)).replace("{old}", size(file.size));
  box.hidden = false;
});

function put(field, list) {
  const files = new DataTransfer();
  list.forEach((file) => files.items.add(file));
  field.files = files.files;
}

input.form.addEventListener("submit", () => {
  const chosen = small && box.querySelector("input").checked ? small : input.files[0];
  put(more, narrow.get(chosen) || []);
  if (chosen && chosen !== input.files[0]) put(input, [chosen]);
});
