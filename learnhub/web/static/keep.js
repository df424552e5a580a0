// Keeps what is typed in a form on this device until the server has it; with an address to save at also saves it while it
// is typed. The form works without it.
const form = document.querySelector("form[data-keep]");
const PREFIX = "lh-keep:";
const HEAD = new Set(["csrf_token", "rev", "seen", "was"]);
const came = document.referrer ? new URL(document.referrer).pathname : "";

const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
function write(key, entry) {
  try {
    if (entry) localStorage.setItem(key, JSON.stringify(entry));
    else localStorage.removeItem(key);
  } catch { /* a full or closed store: the form still works */ }
}

// Whoever sent a form and stands on another page now: the form was taken.
function forgetSent() {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      if (came && read(key)?.sent === came && came !== location.pathname) write(key, null);
    }
  } catch { /* as above */ }
}

function watch(words) {
  const key = PREFIX + words.keep, rev = form.elements.rev;
  const state = document.getElementById("save-state");
  const values = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !HEAD.has(name));
  const bare = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.trim().replaceAll("\r", "")]));
  const same = (one, other) => bare(one) === bare(other);

  function tell(text, kind) {
    if (state.textContent !== text) state.textContent = text;
    state.className = "save" + (kind ? " save-" + kind : "");
  }

  // Rows that this page does not show go along unseen, and stand in the form once it is saved.
  function put(pairs) {
    const left = [...pairs];
    const take = (field, any) => left.splice(0, left.length, ...left.filter((pair, n) => n !== left.findIndex(([name, value]) => name === field.name && (any || value === field.value))));
    for (const field of form.elements) {
      if (!field.name || HEAD.has(field.name) || ["submit", "fieldset"].includes(field.type)) continue;
      const found = left.find(([name, value]) => name === field.name && (!["checkbox", "radio"].includes(field.type) || value === field.value));
      if (["checkbox", "radio"].includes(field.type)) field.checked = Boolean(found);
      else if (found) field.value = found[1];
      if (found) take(field, !["checkbox", "radio"].includes(field.type));
    }
    for (const [name, value] of left.filter(([, each]) => each)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  }

  let here = null, busy = false, leaving = false, held = false, pause = 2000, timer = 0;
  let line = new AbortController();
  const keep = (entry) => { here = entry; write(key, entry); };
  const later = (ms) => { if (words.save) { clearTimeout(timer); timer = setTimeout(send, ms); } };

  async function send() {
    const sent = here;
    if (!words.save || busy || leaving || held || !sent) return;
    busy = true;
    try {
      const body = new URLSearchParams([["csrf_token", form.elements.csrf_token.value], ["rev", rev.value], ["do", "save"], ...sent.values]);
      const answer = await fetch(words.save, { method: "POST", body, signal: line.signal, headers: { Accept: "application/json" } });
      const data = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (answer.redirected || [400, 401, 403].includes(answer.status)) tell(words.again, "fail");
      else if (data.problem) {
        held = true; // somebody else changed the same: nothing more goes out before both have been seen
        tell(data.problem, "fail");
      } else if (!answer.ok || !data.state) throw new Error(String(answer.status));
      else {
        rev.value = data.rev;
        pause = 2000;
        if (same(sent.values, values())) {
          keep(null);
          tell(data.state.replace(/\d\d:\d\d UTC/, new Date(data.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })));
        } else {
          keep({ rev: rev.value, values: values() });
          later(300);
        }
      }
    } catch {
      if (leaving) return;
      tell(words.wait, "wait");
      later(pause);
      pause = Math.min(pause * 2, 60000);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", () => {
    keep({ rev: rev?.value, values: values() });
    if (words.save && !held) tell(words.typing, "none");
    later(1200);
  });
  form.addEventListener("submit", () => {
    keep({ rev: rev?.value, values: values(), sent: location.pathname });
    leaving = true;
    line.abort();
  });
  addEventListener("pageshow", () => { leaving = false; line = new AbortController(); });
  addEventListener("online", () => later(0));

  const left = read(key);
  const taken = left?.sent && rev && Number(rev.value) > Number(left.rev);
  if (words.unsaved) keep({ rev: rev?.value, values: values() });
  else if (left && !taken && !same(left.values, values())) {
    put(left.values);
    if (rev) rev.value = left.rev;
    here = left;
    form.dispatchEvent(new Event("input"));
    tell(words.back, "wait");
  } else if (left) keep(null);
}

forgetSent();
if (form) watch(form.dataset);
