// Says that a file is too large before it is sent: on a slow line that would cost an hour and then be refused. Without
// it the server says so. A photo that can be made smaller first is looked at when the form goes. Dialogs ask by themselves.
const language = document.documentElement.lang;
const [kilobytes, megabytes] = { ar: ["كيلوبايت", "ميغابايت"], fr: ["ko", "Mo"], ru: ["КБ", "МБ"] }[language] ?? ["KB", "MB"];
const inputs = [...document.querySelectorAll("input[type=file][data-most]")];

function size(count) {
  if (count < 1e6) return `${Math.max(1, Math.round(count / 1000))} ${kilobytes}`;
  const text = (count / 1e6).toFixed(1);
  return (["fr", "ru", "es"].includes(language) ? text.replace(".", ",") : text) + " " + megabytes;
}

function line(input) {
  const id = input.id + "-e", there = document.getElementById(id);
  if (there) return there;
  const made = Object.assign(document.createElement("p"), { id, className: "err" });
  made.setAttribute("role", "alert");
  input.before(made);
  const ids = input.getAttribute("aria-describedby");
  input.setAttribute("aria-describedby", ids ? `${ids} ${id}` : id);
  return made;
}

export function tooLarge(input, file = input.files[0]) {
  const limits = JSON.parse(input.dataset.most);
  const most = limits[file?.name.split(".").pop().toLowerCase()] ?? limits[""];
  const large = Boolean(file && file.size > most);
  if (large) line(input).textContent = input.dataset.large.replace("{size}", size(file.size)).replace("{most}", size(most));
  else if (file) document.getElementById(input.id + "-e")?.replaceChildren();
  if (file) input.setAttribute("aria-invalid", String(large));
  return large;
}

for (const input of inputs) {
  input.addEventListener("change", () => {
    const shrinks = (input.form.dataset.resize || input.form.querySelector("[data-resize]")) && /^image\/(png|jpeg|webp)$/.test(input.files[0]?.type);
    if (!shrinks) tooLarge(input);
    else if (document.getElementById(input.id + "-e")) {
      line(input).replaceChildren();
      input.setAttribute("aria-invalid", "false");
    }
  });
}

// on the document, so that what another module puts into the field as the form goes is what counts
document.addEventListener("submit", (event) => {
  const large = event.target.method === "dialog" ? [] : inputs.filter((input) => input.form === event.target && tooLarge(input));
  if (!large.length) return;
  event.preventDefault();
  large[0].focus();
});
