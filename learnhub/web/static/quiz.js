// Saves each answer as it is given: first on this device, then on the server. The page works without it.
const form = document.getElementById("quiz");
const state = document.getElementById("save-state");
const key = "lh-quiz:" + form.dataset.key;
const store = {
  read() { try { return JSON.parse(localStorage.getItem(key) || "{}"); } catch { return {}; } },
  write(value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a full or closed store: the form still works */ } },
  clear() { try { localStorage.removeItem(key); } catch { /* as above */ } },
};
let waiting = store.read();
let busy = false, pause = 2000, told = "";

const fieldset = (id) => document.getElementById("q-" + id);
const fields = (set) => [...set.querySelectorAll("input, select, textarea")].filter((field) => field.name && field.name !== "shown");

function collect(set) {
  const pairs = [["shown", set.querySelector('input[name="shown"]').value]];
  for (const field of fields(set)) {
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    pairs.push([field.name, field.value]);
  }
  return pairs;
}

function restore(id, pairs) {
  const set = fieldset(id);
  if (!set) return;
  for (const field of fields(set)) {
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.type !== "hidden" && values.length) field.value = values[0];
  }
}

function tell(words, kind) {
  if (words === told) return;
  told = words;
  state.textContent = words;
  state.className = "save" + (kind ? " save-" + kind : "");
}

async function send() {
  if (busy || !Object.keys(waiting).length) return;
  busy = true;
  const sent = JSON.stringify(waiting);
  const body = new URLSearchParams();
  for (const name of ["csrf_token", "version", "number"]) body.append(name, form.elements[name].value);
  for (const pairs of Object.values(waiting)) for (const [name, value] of pairs) body.append(name, value);
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body, headers: { Accept: "application/json" } });
    const data = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
    if (!answer.ok || !data) {
      if (data && data.problem) { tell(data.problem, "fail"); store.clear(); waiting = {}; return; }
      throw new Error(String(answer.status));
    }
    if (JSON.stringify(waiting) === sent) { waiting = {}; store.clear(); }
    pause = 2000;
    tell(data.state);
    for (const link of document.querySelectorAll("[data-q]")) link.classList.toggle("is-done", data.saved.includes(link.dataset.q));
    for (const line of document.querySelectorAll("[data-read]")) line.textContent = data.read[line.dataset.read] || "";
  } catch {
    tell(form.dataset.wait, "wait");
    pause = Math.min(pause * 2, 60000);
    setTimeout(send, pause);
  } finally {
    busy = false;
    if (JSON.stringify(waiting) !== sent && Object.keys(waiting).length) setTimeout(send, 300);
  }
}

form.addEventListener("change", (event) => {
  const set = event.target.closest("fieldset.q");
  if (!set) return;
  const pairs = collect(set);
  waiting[pairs[0][1]] = pairs;
  store.write(waiting);
  send();
});
form.addEventListener("submit", () => store.clear());
addEventListener("online", send);
for (const [id, pairs] of Object.entries(waiting)) restore(id, pairs);
send();
