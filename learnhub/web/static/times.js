// Instants stand in the page in UTC; this gives them the time, and if it is another the date, of this device.
const lang = document.documentElement.lang;
const clock = (at) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const date = (at, zone) => at.toLocaleDateString(lang === "en" ? "en-GB" : lang + "-u-nu-latn", { dateStyle: "long", timeZone: zone });

for (const mark of document.querySelectorAll("time[data-local]")) {
  const at = new Date(mark.dateTime);
  mark.textContent = date(at) === date(at, "UTC")
    ? mark.textContent.replace(/\d\d:\d\d UTC$/, clock(at))
    : date(at) + ({ ar: "، ", zh: " " }[lang] ?? ", ") + clock(at);
}
