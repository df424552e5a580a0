// The total of points that a marker has given so far, said as she types.
const form = document.getElementById("marks");
const total = document.getElementById("total");
const fields = form ? [...form.querySelectorAll("[data-points]")] : [];

function add() {
  total.querySelector("output").value = fields.reduce((sum, field) => sum + (field.validity.valid ? Number(field.value) : 0), 0);
}

if (fields.length) {
  total.hidden = false;
  form.addEventListener("input", add);
  add();
}
