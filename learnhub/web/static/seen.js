// The learner's page beside the text, renewed after each save.
const form = document.getElementById("lesson");
const body = form.elements.body;
const frame = document.getElementById("seen");
const heads = document.getElementById("heads");
const phone = document.getElementById("phone");

// Parsed without being run; its nodes are taken over, and nothing is written as markup.
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

// It starts below the banner and the contents.
function begin() {
  const page = frame.contentWindow, article = frame.contentDocument?.querySelector(".article");
  if (page?.scrollY === 0 && article) page.scrollTo(0, article.getBoundingClientRect().top);
}

// The page stands where somebody writes: at the block with the most words of hers.
function follow() {
  const blocks = [...(frame.contentDocument?.querySelector(".prose")?.children || [])], at = body.selectionEnd;
  if (document.activeElement !== body) return;
  const words = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu));
  const own = words(body.value.slice(0, at).split("\n\n").pop() + body.value.slice(at).split("\n\n")[0]);
  let best, most = 0;
  for (const each of blocks) {
    const shared = [...words(each.textContent)].filter((word) => own.has(word)).length;
    if (shared > most) [best, most] = [each, shared];
  }
  if (!best) return;
  const page = frame.contentWindow, box = best.getBoundingClientRect();
  if (box.top < 0 || box.bottom > page.innerHeight) page.scrollBy(0, box.bottom - page.innerHeight * 0.7);
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
