// Saves each answer as it is given: first on this device, then on the server. The page works without it.
const form = document.getElementById("quiz");
const state = document.getElementById("save-state");
const words = form.dataset;
const key = "lh-quiz:" + words.key;

// What waits on this device, by question: a list of [field, value]. Other tabs write here too, so it is read anew each time.
const waiting = {
  read() {
    if (this.here) return JSON.parse(this.here);
    try { return JSON.parse(localStorage.getItem(key) || "{}"); } catch { return {}; }
  },
  change(edit) {
    const all = this.read();
    edit(all);
    this.here = null;
    try {
      if (Object.keys(all).length) localStorage.setItem(key, JSON.stringify(all));
      else localStorage.removeItem(key);
    } catch { this.here = JSON.stringify(all); } // a full or closed store: they wait in this page, and the form still works
  },
  here: null,
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const questionOf = (set) => set.querySelector('input[name="shown"]').value;
const fields = (set) => [...set.querySelectorAll("input, select, textarea")].filter((field) => field.name.startsWith("q."));
const ticked = (field) => field.type === "radio" || field.type === "checkbox";

// What the page showed before somebody answered here: the server leaves a question alone that still says the same, as
// another tab or device may have answered it since.
const wasIn = (set) => set.querySelector('input[name="was"]');

function answersIn(set) {
  const given = fields(set).filter((field) => !ticked(field) || field.checked);
  return [["shown", questionOf(set)], ...given.map((field) => [field.name, field.value])];
}

function putBack(id, pairs) {
  const set = document.getElementById("q-" + id);
  if (!set) return;
  wasIn(set).disabled = true;
  for (const field of fields(set)) {
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (ticked(field)) field.checked = values.includes(field.value);
    else if (field.type !== "hidden" && values.length) field.value = values[0];
  }
}

// On a phone the state is far away from the question: the same words stand below the one answered last.
const echo = document.createElement("p");
echo.setAttribute("aria-hidden", "true");

function tell(text, kind) {
  for (const line of [state, echo]) {
    if (line.textContent !== text) line.textContent = text;
    line.className = "save" + (kind ? " save-" + kind : "") + (line === echo ? " save-echo" : "");
  }
}

// the server speaks of UTC, for browsers without scripts
const local = (text, at) => text.replace(/\d\d:\d\d UTC/, new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));

const comma = { ar: "، ", zh: "、" }[document.documentElement.lang] ?? ", ";

// Answers of another tab or device count as saved, and are not those that this page shows.
function elsewhere(was) {
  return [...form.querySelectorAll('input[name="was"]')].some((shown) => {
    const [id, print] = shown.value.split(" ");
    return !shown.disabled && print !== (was[id] || "");
  });
}

function show(data) {
  tell(local(data.state, data.at) + (elsewhere(data.was) ? " " + words.elsewhere : ""));
  for (const link of document.querySelectorAll("[data-q]")) {
    const done = data.saved.includes(link.dataset.q);
    link.classList.toggle("is-done", done);
    link.lastElementChild.textContent = comma + (done ? words.done : words.open);
  }
  for (const line of document.querySelectorAll("[data-read]")) line.textContent = data.read[line.dataset.read] || "";
}

function sayWaiting() {
  const saved = document.querySelectorAll("[data-q].is-done").length;
  tell(words.wait.replace("{waiting}", Object.keys(waiting.read()).length).replace("{saved}", saved), "wait");
}

// The answers of this page that the server has: from now on they are what it showed.
function settle(sent, was) {
  for (const id in sent) {
    const set = document.getElementById("q-" + id);
    if (!set || !same(answersIn(set), sent[id])) continue;
    wasIn(set).value = id + " " + (was[id] || "");
    wasIn(set).disabled = false;
  }
}

let busy = false, leaving = false, pause = 2000, timer = 0;
let line = new AbortController();
function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(send, ms);
}

async function send() {
  const sent = waiting.read();
  // nothing waits any more, and this page says that something does: another tab has sent it, so ask what is saved
  const stale = state.classList.contains("save-wait");
  if (busy || leaving || !(stale || Object.keys(sent).length)) return;
  busy = true;
  clearTimeout(timer);
  line = new AbortController();
  // a phone between two masts is told nothing: the page says that answers wait, and tries anew
  const slow = setTimeout(sayWaiting, 6000), dead = setTimeout(() => line.abort(), 30000);
  const body = new URLSearchParams();
  for (const name of ["csrf_token", "version", "number"]) body.append(name, form.elements[name].value);
  for (const [name, value] of Object.values(sent).flat()) body.append(name, value);
  try {
    const answer = await fetch(words.save, { method: "POST", body, keepalive: true, signal: line.signal, headers: { Accept: "application/json" } });
    const data = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (data.problem) {
      if (answer.status === 409) waiting.change((all) => { for (const id in all) delete all[id]; });
      tell(data.problem, "fail");
    } else if (answer.redirected || [400, 401, 403].includes(answer.status)) {
      tell(words.again, "fail");
    } else if (!answer.ok || !data.state) {
      throw new Error(String(answer.status));
    } else {
      waiting.change((all) => { for (const id in sent) if (same(all[id], sent[id])) delete all[id]; });
      pause = 2000;
      settle(sent, data.was);
      show(data);
      if (Object.keys(waiting.read()).length) later(300);
    }
  } catch {
    if (leaving) return;
    sayWaiting();
    later(pause);
    pause = Math.min(pause * 2, 60000);
  } finally {
    for (const each of [slow, dead]) clearTimeout(each);
    busy = false;
  }
}

function keep(event, ms) {
  const set = event.target.closest("fieldset.q");
  if (!set) return;
  leaving = false; // she goes on: the form was stopped on its way
  wasIn(set).disabled = true;
  waiting.change((all) => { all[questionOf(set)] = answersIn(set); });
  set.append(echo);
  later(ms);
}
form.addEventListener("input", (event) => keep(event, 900));
form.addEventListener("change", (event) => keep(event, 0));
// Enter would send the form, which keeps the answers and shows the page anew: they are kept from here as well
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  event.preventDefault();
  later(0);
});
form.addEventListener("submit", ({ submitter }) => {
  // all answers go with the form; one that came after it would meet a try that is handed in
  leaving = true;
  line.abort();
  // the server moves the line; what waits here is the order from before
  if (submitter?.name === "move") waiting.change((all) => { delete all[submitter.value.split(".")[0]]; });
});
addEventListener("pageshow", () => { leaving = false; });
addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", send);

const stored = state.querySelector("time");
if (stored) stored.textContent = local(stored.textContent, stored.dateTime);
for (const [id, pairs] of Object.entries(waiting.read())) putBack(id, pairs);
send();
