// Buttons and dialogs that put marks of the course format into the text, and paste of formatted text.
const form = document.getElementById("lesson");
const body = form.elements.body;
const tools = document.getElementById("tools");
const value = (id) => { const field = document.getElementById(id); return ("value" in field ? String(field.value) : "").trim(); };

// `insertText` keeps the browser's own undo; where it is gone, the text is put in all the same.
function put(text, from = body.selectionStart, to = body.selectionEnd) {
  body.focus();
  body.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    body.setRangeText(text, from, to, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const chosen = () => body.value.slice(body.selectionStart, body.selectionEnd);

// The word under the caret; scripts without spaces between words have none.
const LETTER = /[\p{L}\p{M}\p{N}]/u, UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
function word(at) {
  const text = body.value, inside = (n) => LETTER.test(text[n] || "") && !UNSPACED.test(text[n]);
  let from = at, to = at;
  while (inside(from - 1)) from--;
  while (inside(to)) to++;
  return [from, to];
}

const stars = (text) => text.length - text.replace(/^\*+/, "").length;
const turned = (text) => [...text].reverse().join("");

// Puts marks around what is chosen, or the word under the caret, or the caret; takes them away if they are there.
function around(sign) {
  const caret = body.selectionStart === body.selectionEnd ? body.selectionStart : -1;
  let [from, to] = caret < 0 ? [body.selectionStart, body.selectionEnd] : word(caret);
  const own = body.value.slice(from, to), within = Math.min(stars(own), stars(turned(own)));
  if (own.length > 2 * within) [from, to] = [from + within, to - within];
  const words = body.value.slice(from, to), size = sign.length;
  const there = Math.min(stars(turned(body.value.slice(0, from))), stars(body.value.slice(to)));
  const marked = size === 2 ? there >= 2 : there % 2 === 1; // three stars are both
  const shift = marked ? -size : size;
  if (marked) put(words, from - size, to + size);
  else put(sign + words + sign, from, to);
  if (caret < 0) body.setSelectionRange(from + shift, to + shift);
  else body.setSelectionRange(caret + shift, caret + shift);
}

// A line is one thing at a time: heading, item or numbered item. The same button again makes it a plain line.
function lines(prefix, has) {
  const from = body.value.slice(0, body.selectionStart).lastIndexOf("\n") + 1, after = body.value.indexOf("\n", body.selectionEnd);
  const to = after < 0 ? body.value.length : after;
  const rows = body.value.slice(from, to).split("\n"), said = rows.filter((row) => row.trim());
  const bare = (row) => row.replace(/^(\s*)(#{1,6}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+)/, "$1");
  const off = said.length && said.every((row) => has.test(row));
  let n = 0;
  put(rows.map((row) => off ? bare(row) : said.length && !row.trim() ? row : prefix(n++) + bare(row)).join("\n"), from, to);
}

// Headings, lists and several paragraphs begin on a line of their own, wherever they are pasted.
function apart(text) {
  if (!/\n\n|^(#|[-*>|] |\d+\. )/.test(text)) return text;
  const before = body.value.slice(0, body.selectionStart), after = body.value.slice(body.selectionEnd);
  return (!before || before.endsWith("\n") ? "" : "\n\n") + text + (!after || after.startsWith("\n") ? "" : "\n\n");
}

function block(text) {
  const before = body.value.slice(0, body.selectionEnd), after = body.value.slice(body.selectionEnd);
  const start = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const end = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  put(start + text + end, body.selectionEnd, body.selectionEnd);
}

const MARKS = {
  bold: () => around("**"),
  italic: () => around("*"),
  heading: () => lines(() => "## ", /^\s*##[ \t]/),
  list: () => lines(() => "- ", /^\s*-[ \t]/),
  numbers: () => lines((n) => n + 1 + ". ", /^\s*\d+[.)][ \t]/),
};

const quoted = (text) => text.replaceAll('"', "”");
const INSERTS = {
  link: () => put(`[${value("link-words")}](${value("link-to") || value("link-address")})`),
  figure: () => block(`![${value("figure-alt")}](${value("figure-file")} "${quoted(value("figure-caption"))}")`),
  table() {
    const row = (cell) => "|" + ` ${cell} |`.repeat(Number(value("table-columns")) || 1);
    block([row("…"), row("---"), ...Array(Number(value("table-rows")) || 1).fill(row("…"))].join("\n"));
  },
  box() {
    const kind = value("box-kind");
    const inside = kind === "check" ? "…\n\n---answer---\n…" : kind === "key" ? "- …" : chosen() || "…";
    block(`::: ${[kind, value("box-title")].filter(Boolean).join(" ")}\n${inside}\n:::`);
  },
  formula: () => document.getElementById("formula-own").checked ? block(`$$${value("formula-tex")}$$`) : put(`$${value("formula-tex")}$`),
  term: () => put(`[[${[value("term-name"), value("term-words")].filter(Boolean).join("|")}]]`),
  cite: () => put(`[@${value("cite-id")}]`),
  file: () => put(`[${value("file-words")}](${value("file-path")})`),
  film() {
    const film = /\.(mp4|webm)$/.test(value("film-path"));
    const captions = film && value("film-captions") ? [`captions: ${value("film-captions")}`] : [];
    block([`::: ${film ? "video" : "audio"} ${value("film-path")} ${value("film-title")}`, ...captions, `transcript: ${value("film-text")}`, `minutes: ${value("film-minutes")}`, ":::"].join("\n"));
  },
};

tools.hidden = false;
tools.addEventListener("click", ({ target }) => {
  const press = target.closest("button");
  if (press?.dataset.mark) MARKS[press.dataset.mark]();
  if (press?.dataset.opens) {
    const dialog = document.getElementById("d-" + press.dataset.opens);
    dialog.returnValue = "";
    const words = dialog.querySelector("#link-words, #file-words");
    if (words && chosen()) words.value = chosen();
    if (press.dataset.opens === "picture") pictures();
    dialog.showModal();
  }
});
for (const [name, insert] of Object.entries(INSERTS)) {
  document.getElementById("d-" + name).addEventListener("close", ({ target }) => {
    body.focus();
    if (target.returnValue === "insert") insert();
  });
}

// Pictures that are pasted or dropped. Words that bring a picture of themselves stay words.
const pictures = () => import(new URL(tools.dataset.pictures, location));
const pictureIn = (data) => [...data.files].find((file) => file.type.startsWith("image/"));
for (const kind of ["paste", "drop"]) {
  body.addEventListener(kind, async (event) => {
    const data = event.clipboardData || event.dataTransfer, file = pictureIn(data);
    if (!file || data.getData("text/plain")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (await pictures()).take(file);
  });
}
body.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
document.addEventListener("put-block", ({ detail }) => block(detail));
document.addEventListener("put-words", ({ detail }) => put(detail));

body.addEventListener("keydown", (event) => {
  const act = { b: "bold", i: "italic" }[event.key];
  if (act && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    MARKS[act]();
  }
});

body.addEventListener("paste", async (event) => {
  const html = event.clipboardData.getData("text/html"), plain = event.clipboardData.getData("text/plain");
  if (!/<(p|h[1-6]|ul|ol|li|table|b|strong|i|em|a|blockquote)\b/i.test(html)) return;
  event.preventDefault();
  let text = plain;
  try {
    const sent = new URLSearchParams([["csrf_token", form.elements.csrf_token.value], ["html", html.slice(0, 300000)]]);
    const answer = await fetch(form.dataset.paste, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) text = (await answer.json()).text;
  } catch { /* no line: the words without their form */ }
  put(apart(text));
});
