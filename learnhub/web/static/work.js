// Saves the text of an assignment while it is written: first on this device, then on the server. The page works without it.
const form = document.getElementById("write");
const state = document.getElementById("save-state");
const area = document.getElementById("text");
const told = document.getElementById("file-e");
const words = form.dataset;
const key = words.key;

// What waits on this device: the text, and after which saving by which page it was written.
const waiting = {
  read() {
    if (this.here) return this.here;
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  keep(what) {
    this.here = null;
    try {
      if (what) localStorage.setItem(key, JSON.stringify(what));
      else localStorage.removeItem(key);
    } catch { this.here = what; } // a full or closed store: it waits in this page, and the form still works
  },
  here: null,
};

// On a phone the state is far away from the text: the same words stand below it.
const echo = document.createElement("p");
echo.setAttribute("aria-hidden", "true");

function tell(text, kind) {
  for (const each of [state, echo]) {
    if (each.textContent !== text) each.textContent = text;
    each.className = "save" + (kind ? " save-" + kind : "") + (each === echo ? " save-echo" : "");
  }
  if (!echo.parentNode) area.after(echo);
}

// the server speaks of UTC, for browsers without scripts
const local = (text, at) => text.replace(/\d\d:\d\d UTC/, new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));

let busy = false, leaving = false, held = false, pause = 2000, timer = 0;
let line = new AbortController();
function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(send, ms);
}

function bodyOf(what) {
  const body = new URLSearchParams();
  for (const name of ["csrf_token", "number"]) body.append(name, form.elements[name].value);
  for (const name of ["rev", "writer", "text"]) body.append(name, what[name]);
  return body;
}

function saved(sent, data) {
  form.elements.rev.value = data.rev;
  pause = 2000;
  const now = waiting.read();
  if (!now || now.text === sent.text) {
    waiting.keep(null);
    tell(local(data.state, data.at));
  } else {
    later(300);
  }
}

async function send() {
  const sent = waiting.read();
  if (busy || leaving || held || !sent) return;
  busy = true;
  clearTimeout(timer);
  line = new AbortController();
  // a phone between two masts is told nothing: the page says that the text waits, and tries anew
  const slow = setTimeout(() => tell(words.wait, "wait"), 6000), dead = setTimeout(() => line.abort(), 30000);
  try {
    const answer = await fetch(words.save, { method: "POST", body: bodyOf(sent), signal: line.signal, headers: { Accept: "application/json" } });
    const data = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (data.problem) {
      held = answer.status === 409; // another page has saved meanwhile: nothing more goes out before she has seen both
      tell(held ? data.problem + " " + words.both : data.problem, "fail");
    } else if (answer.redirected || [400, 401, 403].includes(answer.status)) {
      tell(words.again, "fail");
    } else if (!answer.ok || !data.state) {
      throw new Error(String(answer.status));
    } else {
      saved(sent, data);
    }
  } catch {
    if (leaving) return;
    tell(words.wait, "wait");
    later(pause);
    pause = Math.min(pause * 2, 60000);
  } finally {
    for (const each of [slow, dead]) clearTimeout(each);
    busy = false;
  }
}

area.addEventListener("input", () => {
  leaving = false; // she goes on: the form was stopped on its way
  waiting.keep({ text: area.value, rev: form.elements.rev.value, writer: form.elements.writer.value });
  later(900);
});
area.addEventListener("change", () => later(0));
form.addEventListener("submit", () => {
  // the text goes with the form, which is asked for anew if it could not be taken
  leaving = true;
  line.abort();
});

// A file that is too large is not sent at all: on a slow line that would cost an hour and then be refused.
const chosen = form.elements.file;
chosen?.addEventListener("change", () => {
  const large = chosen.files[0]?.size > Number(words.most);
  told.textContent = large ? words.large : "";
  chosen.setAttribute("aria-invalid", String(large));
  if (large) chosen.value = "";
});

addEventListener("pageshow", () => { leaving = false; });
addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", send);

const kept = waiting.read();
if (area.getAttribute("aria-invalid") === "true") {
  // what was typed stands in the field; it goes on waiting here until she has decided
} else if (kept && kept.text === area.value) {
  waiting.keep(null);
} else if (kept) {
  area.value = kept.text;
  form.elements.rev.value = kept.rev;
  form.elements.writer.value = kept.writer;
  area.dispatchEvent(new Event("input"));
  send();
}
