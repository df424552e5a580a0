// Drag a step of the outline to another place: a third way beside the buttons Up and Down, which do the same.
const form = document.getElementById("arrange");
const plan = document.getElementById("plan");
const mark = document.createElement("li");
mark.className = "drop-here";
let moving = null;

const steps = (list) => [...list.querySelectorAll("li[data-step]")].filter((row) => row !== moving);

function over(event) {
  const list = moving && event.target.closest("[data-module]")?.querySelector("ol");
  if (!list) return;
  event.preventDefault();
  const next = steps(list).find((row) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  list.insertBefore(mark, next || null);
}

function drop(event) {
  const list = moving && mark.parentElement;
  if (!list) return;
  event.preventDefault();
  const place = steps(list).filter((row) => row.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING).length;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = ["place", moving.dataset.step, list.closest("[data-module]").dataset.module, place].join(":");
  form.append(field);
  form.submit();
}

if (form && plan) {
  for (const row of plan.querySelectorAll("li[data-step]")) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      moving = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.step);
    });
    row.addEventListener("dragend", () => { moving = null; mark.remove(); });
  }
  plan.addEventListener("dragover", over);
  plan.addEventListener("drop", drop);
}
