// Saves a lesson as it is typed: first on this device, then on the server. The page works without it.
const form = document.getElementById("lesson");
const state = document.getElementById("save-state");
const words = form.dataset;
const body = form.elements.body;
const prefix = "lh-lesson:" + words.key + ":";
const own = prefix + (sessionStorage.getItem("lh-tab") || newTab());

function newTab() {
  const tab = Math.random().toString(36).slice(2);
  try { sessionStorage.setItem("lh-tab", tab); } catch { /* as below */ }
  return tab;
}

// What waits on this device, by tab: the revision that was written from, and the fields.
let here = null; // a full or closed store: the text waits in this page, and the form still works
const journal = {
  read(key = own) {
    try { return JSON.parse(localStorage.getItem(key)) || (key === own ? here : null); } catch { return here; }
  },
  write(entry) {
    here = entry;
    try { localStorage.setItem(own, JSON.stringify(entry)); } catch { /* as above */ }
  },
  clear(key = own) {
    if (key === own) here = null;
    try { localStorage.removeItem(key); } catch { /* as above */ }
  },
  others() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix) && key !== own); } catch { return []; }
  },
};

const values = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "rev");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function tell(text, kind) {
  if (state.textContent !== text) state.textContent = text;
  state.className = "save" + (kind ? " save-" + kind : "");
}

// the server speaks of UTC, for browsers without scripts
const local = (text, at) => text.replace(/\d\d:\d\d UTC/, new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));

// Only what differs is put in, so that the cursor stays where somebody writes.
function putText(text) {
  const old = body.value;
  let start = 0, end = 0;
  const most = Math.min(old.length, text.length);
  while (start < most && old[start] === text[start]) start++;
  while (end < most - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  if (old !== text) body.setRangeText(text.slice(start, text.length - end), start, old.length - end, "preserve");
}

function putFields(pairs) {
  const by = (name) => pairs.filter(([each]) => each === name).map(([, value]) => value);
  for (const field of form.querySelectorAll("input:not([type=hidden])")) {
    if (field.type === "checkbox") field.checked = by(field.name).includes(field.value);
    else field.value = by(field.name)[0] ?? field.value;
  }
  putText(by("body")[0] ?? body.value);
}

// What two people wrote at once; the page shows it in the same way when it is opened.
async function showClashes(clashes) {
  if (!clashes.length) return document.getElementById("clashes")?.remove();
  (await import(new URL(words.clashes, location))).show(form, clashes);
}

function post(entry) {
  const sent = new URLSearchParams([["csrf_token", form.elements.csrf_token.value], ["rev", entry.rev], ...entry.values]);
  const short = entry.values.every(([, value]) => value.length < 15000); // what a browser sends after a page is gone is short
  return fetch(form.action, { method: "POST", body: sent, keepalive: short, signal: line.signal, headers: { Accept: "application/json" } });
}

function took(data, entry) {
  const typedOn = !same(values(), entry.values);
  form.elements.rev.value = typedOn ? data.own : data.rev;
  if (!typedOn && "body" in data) {
    putFields([["title", data.title], ["minutes", data.minutes], ...data.outcomes.map((each) => ["outcomes", each]), ["body", data.body]]);
  }
  if (typedOn) journal.write({ rev: data.own, values: values() });
  else journal.clear();
  showClashes(data.open);
  tell("body" in data && !data.open.length ? words.merged : local(data.state, data.at));
  document.dispatchEvent(new Event("lesson-saved"));
  if (typedOn) later(500);
}

let busy = false, leaving = false, pause = 2000, timer = 0;
let line = new AbortController();
function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(send, ms);
}

async function send() {
  const entry = journal.read();
  if (busy || leaving || !entry) return;
  busy = true;
  clearTimeout(timer);
  try {
    const answer = await post(entry);
    const data = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (answer.redirected || [400, 401, 403].includes(answer.status)) {
      tell(words.again, "fail");
    } else if (answer.status === 413) {
      tell(words.large, "fail");
    } else if (data.problem) {
      tell(data.problem, "fail");
      if (data.rev) {
        form.elements.rev.value = data.rev;
        showClashes([{ sides: [{ label: words.yours, text: body.value }, { label: words.theirs, text: data.theirs }] }]);
      }
    } else if (!answer.ok || !data.state) {
      throw new Error(String(answer.status));
    } else {
      pause = 2000;
      took(data, entry);
    }
  } catch {
    if (!leaving) {
      tell(words.wait, "wait");
      later(pause);
      pause = Math.min(pause * 2, 60000);
    }
  } finally {
    busy = false;
  }
}

function keep(ms) {
  journal.write({ rev: form.elements.rev.value, values: values() });
  if (!state.classList.contains("save-fail")) tell(words.typing, "none");
  later(ms);
}

// A tab that was closed without a line left its text here; the server brings it together with what is there now.
async function bringOthers() {
  for (const key of journal.others()) {
    const entry = journal.read(key);
    const answer = entry && await post(entry).catch(() => null);
    if (!answer?.ok || answer.redirected) continue;
    journal.clear(key);
    journal.write({ rev: form.elements.rev.value, values: values() });
    send();
  }
}

form.addEventListener("input", () => keep(900));
form.addEventListener("change", () => keep(0));
form.addEventListener("submit", () => { leaving = true; line.abort(); });
addEventListener("pageshow", () => { leaving = false; line = new AbortController(); });
addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", send);

const left = journal.read();
if (left && !same(left.values, values())) {
  form.elements.rev.value = left.rev;
  putFields(left.values);
  tell(words.back, "wait");
} else if (left) {
  journal.clear();
}
send();
bringOthers();
