// Buttons and dialogs that put marks into the text, and paste of formatted text.
const form = document.getElementById("lesson");
const body = form.elements.body;
const tools = document.getElementById("tools");
const value = (id) => { const field = document.getElementById(id); return ("value" in field ? String(field.value) : "").trim(); };

// `insertText` keeps the browser's undo; where it is gone, the text is put in.
function put(text, from = body.selectionStart, to = body.selectionEnd) {
  body.focus();
  body.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    body.setRangeText(text, from, to, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const chosen = () => body.value.slice(body.selectionStart, body.selectionEnd);

// Loaded when one of their buttons is pressed first.
const format = async (act, ...given) => (await import(new URL(tools.dataset.format, location)))[act](body, put, ...given);

// Headings, lists and several paragraphs begin a line.
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
  bold: () => format("around", "**"),
  italic: () => format("around", "*"),
  heading: () => format("lines", () => "## ", /^\s*##[ \t]/),
  list: () => format("lines", () => "- ", /^\s*-[ \t]/),
  numbers: () => format("lines", (n) => n + 1 + ". ", /^\s*\d+[.)][ \t]/),
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

// Pictures pasted or dropped; words that bring a picture of themselves stay words.
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

// Without an answer the words come without their form; styles can be longer than text.
body.addEventListener("paste", async (event) => {
  const html = event.clipboardData.getData("text/html").replace(/<head\b[^]*?<\/head>/i, "");
  let text = event.clipboardData.getData("text/plain");
  if (!/<(p|h[1-6]|ul|ol|li|table|b|strong|i|em|su.|math|a|blockquote)\b/i.test(html)) return;
  event.preventDefault();
  try {
    const sent = new FormData();
    sent.set("csrf_token", form.elements.csrf_token.value);
    sent.set("html", html);
    const signal = AbortSignal.timeout(10000);
    const answer = await fetch(form.dataset.paste, { method: "POST", body: sent, headers: { Accept: "application/json" }, signal });
    if (answer.ok && !answer.redirected) text = (await answer.json()).text;
  } catch {}
  put(apart(text));
});
