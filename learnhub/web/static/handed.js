// The try is handed in: what may still wait on this device for it has come with the form, and is wiped out here.
try {
  localStorage.removeItem("lh-quiz:" + document.getElementById("handed").dataset.key);
} catch { /* no store, nothing in it */ }
