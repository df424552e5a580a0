// A case, a site or a shared term is put into the draft, where it is not there yet, and its mark into the text.
const dialog = document.getElementById("d-shared");
const form = document.getElementById("embed"), told = document.getElementById("shared-told");

async function taken() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error("not taken");
  return (await answer.json()).mark;
}

form.addEventListener("submit", async (event) => {
  if (event.submitter?.value !== "insert") return;
  event.preventDefault();
  const button = event.submitter, option = form.elements.name.selectedOptions[0];
  told.textContent = "";
  button.disabled = true;
  try {
    const mark = option.dataset.mark ||= await taken();
    dialog.close();
    document.dispatchEvent(new CustomEvent(mark.startsWith(":::") ? "put-block" : "put-words", { detail: mark }));
  } catch {
    told.textContent = form.dataset.failed;
  }
  button.disabled = false;
});
