// Says that this page of a draft is open, and shows who else is there at this moment.
const line = document.getElementById("here");
const { src, place, token, words } = line.dataset;

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(src, { method: "POST", body: new URLSearchParams({ csrf_token: token, place }), headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const { names } = await answer.json();
    const text = names ? words.replace("{names}", names) : "";
    if (line.textContent !== text) line.textContent = text;
  } catch { /* no line: what stands there stays */ }
}

look();
setInterval(look, 30000);
document.addEventListener("visibilitychange", look);
