// What many pages leave to a script; each part acts where its mark stands, and the page is whole without it.

// Instants stand in the page in UTC; this gives them the time, and if it is another the date, of this device.
const lang = document.documentElement.lang;
const clock = (at) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const date = (at, zone) => at.toLocaleDateString(lang === "en" ? "en-GB" : lang + "-u-nu-latn", { dateStyle: "long", timeZone: zone });

for (const mark of document.querySelectorAll("time[data-local]")) {
  const at = new Date(mark.dateTime);
  mark.textContent = date(at) === date(at, "UTC")
    ? mark.textContent.replace(/\d\d:\d\d UTC$/, clock(at))
    : date(at) + ({ ar: "، ", zh: " " }[lang] ?? ", ") + clock(at);
}

// What the server has need not wait on this device any more: a text that the page shows, and a try that is handed in,
// as its answers came with the form.
for (const shown of document.querySelectorAll("[data-stored], [data-handed]")) {
  const { stored, handed } = shown.dataset;
  try {
    if (handed) localStorage.removeItem("lh-quiz:" + handed);
    else if (JSON.parse(localStorage.getItem(stored))?.text === shown.textContent) localStorage.removeItem(stored);
  } catch { /* no store, nothing in it */ }
}

// Counts the words of a text while it is typed, by the rule of the course format: two Chinese signs are a word.
const CJK = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_'’.,-]*/gu;

function words(text) {
  const signs = (text.match(CJK) || []).length;
  return Math.floor((signs + 1) / 2) + (text.replace(CJK, " ").match(WORD) || []).length;
}

for (const area of document.querySelectorAll("[data-count]")) {
  const told = document.getElementById(area.dataset.count);
  const shown = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { useGrouping: "always" });
  area.addEventListener("input", () => {
    const count = words(area.value), over = count > (Number(told.dataset.most) || Infinity);
    told.textContent = told.dataset.words.replace("{n}", shown.format(count));
    told.classList.toggle("err", over);
    told.classList.toggle("muted", !over);
  });
}
