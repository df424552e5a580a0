// Marks around words and at the beginning of lines, for the buttons of the lesson editor.
// The word under the caret; scripts without spaces between words have none.
const LETTER = /[\p{L}\p{M}\p{N}]/u, UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
function word(body, at) {
  const text = body.value, inside = (n) => LETTER.test(text[n] || "") && !UNSPACED.test(text[n]);
  let from = at, to = at;
  while (inside(from - 1)) from--;
  while (inside(to)) to++;
  return [from, to];
}

const stars = (text) => text.length - text.replace(/^\*+/, "").length;
const turned = (text) => [...text].reverse().join("");

// Puts marks around what is chosen, or the word under the caret, or the caret; takes them away if they are there.
export function around(body, put, sign) {
  const caret = body.selectionStart === body.selectionEnd ? body.selectionStart : -1;
  let [from, to] = caret < 0 ? [body.selectionStart, body.selectionEnd] : word(body, caret);
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
export function lines(body, put, prefix, has) {
  const from = body.value.slice(0, body.selectionStart).lastIndexOf("\n") + 1, after = body.value.indexOf("\n", body.selectionEnd);
  const to = after < 0 ? body.value.length : after;
  const rows = body.value.slice(from, to).split("\n"), said = rows.filter((row) => row.trim());
  const bare = (row) => row.replace(/^(\s*)(#{1,6}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+)/, "$1");
  const off = said.length && said.every((row) => has.test(row));
  let n = 0;
  put(rows.map((row) => off ? bare(row) : said.length && !row.trim() ? row : prefix(n++) + bare(row)).join("\n"), from, to);
}
