// The page of the learner beside the text: renewed after each save, with the problems, the size and the headings.
const form = document.getElementById("lesson");
const body = form.elements.body;
const frame = document.getElementById("seen");
const heads = document.getElementById("heads");
const phone = document.getElementById("phone");

// A document that is fetched is parsed without being run, and its nodes are taken over: nothing is written as markup.
function fetchPage(address) {
  return new Promise((done, failed) => {
    const ask = new XMLHttpRequest();
    ask.open("GET", address);
    ask.responseType = "document";
    ask.onload = () => (ask.status === 200 && ask.response ? done(ask.response) : failed(new Error(String(ask.status))));
    ask.onerror = failed;
    ask.send();
  });
}

async function renewPage() {
  const shown = frame.contentDocument?.querySelector("main");
  const made = (await fetchPage(form.dataset.preview)).querySelector("main");
  if (!shown || !made) return;
  for (const link of shown.querySelectorAll("details[open]")) made.querySelector("#" + CSS.escape(link.id || "-"))?.setAttribute("open", "");
  shown.replaceChildren(...made.childNodes);
  follow();
}

// In the frame the lesson is what counts: it starts there, below the banner and the contents.
function begin() {
  if (frame.contentWindow?.scrollY === 0) frame.contentDocument.querySelector(".article")?.scrollIntoView();
}

// The page stands where the text is being written: the block under the caret is the one with the most words of its lines.
function follow() {
  const blocks = [...(frame.contentDocument?.querySelector(".prose")?.children || [])], at = body.selectionEnd;
  if (document.activeElement !== body || !blocks.length) return;
  const begin = body.value.lastIndexOf("\n\n", at - 1) + 1, end = body.value.indexOf("\n\n", at);
  const words = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu));
  const own = words(body.value.slice(begin, end < 0 ? undefined : end));
  const shared = blocks.map((each) => [...words(each.textContent)].filter((word) => own.has(word)).length);
  const most = Math.max(...shared), box = blocks[most ? shared.indexOf(most) : -1]?.getBoundingClientRect();
  const high = frame.contentWindow.innerHeight;
  if (box && (box.top < 0 || box.bottom > high)) frame.contentWindow.scrollBy(0, box.bottom - high * 0.7);
}

async function renewState() {
  const answer = await fetch(form.dataset.state, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { problems, weight, heavy } = await answer.json();
  const list = document.getElementById("problem-list");
  list.replaceChildren(...problems.map(({ place, line, message, lang }) => {
    const row = document.createElement("li"), name = document.createElement(line ? "button" : "strong"), said = document.createElement("span");
    name.textContent = place;
    if (line) {
      name.type = "button";
      name.className = "as-link";
      name.addEventListener("click", () => goTo(line));
    }
    said.textContent = message;
    said.lang = lang;
    said.dir = "auto";
    row.append(name, " ", said);
    return row;
  }));
  const tag = document.getElementById("weight");
  tag.textContent = weight;
  tag.classList.toggle("tag-bad", heavy);
}

function goTo(line) {
  const start = body.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  body.blur();
  body.setSelectionRange(start, start);
  body.focus();
  body.scrollIntoView({ block: "nearest" });
}

function renewHeads() {
  const found = [];
  let fence = "";
  body.value.split("\n").forEach((text, index) => {
    const mark = text.match(/^ {0,3}(`{3,}|~{3,})/);
    if (mark && (!fence || mark[1].startsWith(fence))) fence = fence ? "" : mark[1];
    const head = !fence && text.match(/^(#{2,3})[ \t]+(.+?)[ \t#]*$/);
    if (head) found.push([head[1].length, head[2], index + 1]);
  });
  heads.replaceChildren(...found.map(([level, text, line], number) => {
    const row = document.createElement("li"), press = document.createElement("button");
    row.className = "level-" + level;
    press.type = "button";
    press.className = "as-link";
    press.textContent = text;
    press.addEventListener("click", () => {
      goTo(line);
      frame.contentDocument?.querySelectorAll(".prose h2, .prose h3")[number]?.scrollIntoView();
    });
    row.append(press);
    return row;
  }));
}

let waiting = false;
async function renew() {
  if (waiting) return;
  waiting = true;
  try { await Promise.all([renewPage(), renewState()]); } catch { /* no line: what stands there stays */ } finally { waiting = false; }
}

phone.hidden = false;
phone.addEventListener("click", () => {
  const narrow = phone.getAttribute("aria-pressed") !== "true";
  phone.setAttribute("aria-pressed", String(narrow));
  frame.classList.toggle("is-phone", narrow);
});
frame.addEventListener("load", begin);
if (frame.contentDocument?.readyState === "complete") begin();
document.addEventListener("lesson-saved", renew);
let timer = 0;
body.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(renewHeads, 400); });
renewHeads();

// A finding of the checklist leads to a line of the file; the text begins some lines below its head.
const wanted = location.hash.match(/^#line-(\d+)$/);
if (wanted) goTo(Math.max(1, Number(wanted[1]) - Number(form.dataset.first) + 1));
