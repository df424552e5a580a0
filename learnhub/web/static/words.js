// Counts the words of a text while it is typed, by the rule of the course format: two Chinese signs are a word.
const CJK = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_'’.,-]*/gu;

function words(text) {
  const signs = (text.match(CJK) || []).length;
  return Math.floor((signs + 1) / 2) + (text.replace(CJK, " ").match(WORD) || []).length;
}

for (const area of document.querySelectorAll("[data-count]")) {
  const told = document.getElementById(area.dataset.count);
  area.addEventListener("input", () => { told.textContent = told.dataset.words.replace("{n}", words(area.value)); });
}
