// Keeps what a translator types on this device until the server has it, and saves with Ctrl and Enter. Works without.
const form = document.querySelector("form[data-translation]");
const prefix = "lh-translation:";
const saved = new URLSearchParams(location.search).get("saved");

// a full or closed store: the form works without it
const store = {
  read(key) { try { return localStorage.getItem(key); } catch { return null; } },
  write(key, text) { try { localStorage.setItem(key, text); } catch { /* as above */ } },
  clear(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
  keys() { try { return Object.keys(localStorage); } catch { return []; } },
};

if (saved) store.keys().filter((key) => key.startsWith(prefix) && key.includes(":" + saved)).forEach(store.clear);

if (form) {
  const box = form.elements.text;
  const key = prefix + form.dataset.translation;
  const first = box.value;
  const waiting = store.read(key);
  const hint = form.querySelector("[data-keys]");
  hint.hidden = false;
  if (waiting !== null && waiting !== first) {
    box.value = waiting;
    const told = document.createElement("p");
    told.className = "notice notice-ok";
    told.setAttribute("role", "status");
    told.textContent = form.dataset.back;
    form.prepend(told);
  }
  box.addEventListener("input", () => (box.value === first ? store.clear(key) : store.write(key, box.value)));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=save]"));
    }
  });
}
