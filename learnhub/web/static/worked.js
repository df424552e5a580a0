// A text that the page shows is on the server: what may still wait on this device for it is wiped out here.
for (const stored of document.querySelectorAll("[data-stored]")) {
  try {
    const kept = JSON.parse(localStorage.getItem(stored.dataset.stored));
    if (kept?.text === stored.textContent) localStorage.removeItem(stored.dataset.stored);
  } catch { /* no store, nothing in it */ }
}
