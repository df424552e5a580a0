// What two people wrote at once, side by side with a button each, as the page itself shows it when it is opened.
function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

// Without an id there is nothing to press.
export function show(form, clashes) {
  const words = form.dataset, body = form.elements.body;
  document.getElementById("clashes")?.remove();
  const box = made("section", "notice notice-warn stack");
  box.id = "clashes";
  box.append(made("p", "", words.clash));
  for (const { id, sides } of clashes) {
    const one = made(id ? "form" : "div", "stack stack-s"), pair = made("div", "halves");
    const press = (label, keep) => {
      const button = made("button", "btn btn-2 btn-s", label);
      button.name = "keep";
      button.value = keep;
      return button;
    };
    for (const { label, text, keep } of sides) {
      const side = made("div", "stack stack-s"), said = made("pre", "source", text || words.gone);
      said.lang = body.lang || document.documentElement.lang;
      said.dir = body.dir || "auto";
      side.append(made("strong", "", label), said);
      if (id) side.append(press(words.keep, keep));
      pair.append(side);
    }
    one.append(pair);
    if (id) {
      one.method = "post";
      one.action = `${location.pathname}/clashes/${id}`;
      one.append(form.elements.csrf_token.cloneNode(), press(words.both, "both"));
    }
    box.append(one);
  }
  document.getElementById("desk").before(box);
}
