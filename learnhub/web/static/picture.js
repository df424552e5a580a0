// A picture that is pasted, dropped or chosen in the lesson editor goes into the library, with its words, and into the text.
// marks.js fetches this when there is one.
const dialog = document.getElementById("d-picture");
const form = dialog.querySelector("form");
const weigh = import(new URL(form.dataset.weigh, location));
const seen = dialog.querySelector("canvas"), told = document.getElementById("picture-told");

// `file` of the form is the truth, whichever way the picture came
export function take(file) {
  const files = new DataTransfer();
  files.items.add(file);
  form.elements.file.files = files.files;
  weigh.then(() => form.elements.file.dispatchEvent(new Event("change")));
  if (!dialog.open) dialog.showModal();
  form.elements.words.focus();
}

async function look() {
  const picture = form.elements.file.files[0] && (await createImageBitmap(form.elements.file.files[0]).catch(() => null));
  seen.hidden = !picture;
  if (!picture) return;
  const scale = Math.min(1, 400 / picture.width, 200 / picture.height);
  seen.width = Math.max(1, picture.width * scale);
  seen.height = Math.max(1, picture.height * scale);
  seen.getContext("2d").drawImage(picture, 0, 0, seen.width, seen.height);
}

function tell(problems) {
  told.replaceChildren(...problems.map((problem) => {
    const line = document.createElement("p");
    line.className = "err";
    line.textContent = problem;
    return line;
  }));
}

async function send() {
  const values = new FormData(form);
  const { small, copies } = await import(new URL(form.dataset.resize, location));
  const { tooLarge } = await weigh;
  const given = form.elements.file.files[0], file = (await small(given)) || given;
  if (tooLarge(form.elements.file, file)) {
    form.elements.file.focus();
    return { problems: [] }; // said at the field
  }
  values.set("file", file, file.name);
  for (const copy of await copies(file)) values.append("copies", copy, copy.name);
  const answer = await fetch(form.action, { method: "POST", body: values, headers: { Accept: "application/json" } });
  if (answer.redirected || !/json/.test(answer.headers.get("Content-Type") || "")) throw new Error("not taken");
  return answer.json();
}

form.addEventListener("submit", async (event) => {
  if (event.submitter?.value !== "insert") return;
  event.preventDefault();
  tell([]);
  event.submitter.disabled = true;
  try {
    const { problems, text } = await send();
    if (problems) tell(problems);
    else {
      dialog.close();
      form.reset();
      seen.hidden = true;
      document.dispatchEvent(new CustomEvent("put-block", { detail: text }));
    }
  } catch {
    tell([form.dataset.failed]);
  }
  event.submitter.disabled = false;
});

form.elements.file.addEventListener("change", look);
// what was chosen before this was here
weigh.then(() => form.elements.file.files[0] && form.elements.file.dispatchEvent(new Event("change")));
