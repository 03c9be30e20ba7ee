// A photo with its regions outlined, each a button. `data`: photo (address of a picture), alt,
// names (one a region), boxes (left, top, right, bottom of each, in percent of the photo), labels (what
// stands in each box), chosen (a number, or null for the whole photo), whole (words of the button
// for that).
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".regions");
  const state = JSON.stringify([data.photo.length, data.photo.slice(-64), data.names, data.boxes]);
  if (root.dataset.state !== state) {
    const photo = document.createElement("div");
    photo.className = "photo";
    const image = document.createElement("img");
    image.src = data.photo;
    image.alt = data.alt;
    photo.append(image, ...data.boxes.map((box, number) => region(data, box, number)));
    const whole = document.createElement("button");
    whole.className = "whole";
    whole.textContent = data.whole;
    root.replaceChildren(photo, whole);
    root.dataset.state = state;
  }
  root.querySelectorAll("button").forEach((button) => {
    const number = button.className === "whole" ? null : Number(button.dataset.number);
    button.setAttribute("aria-pressed", String(number === data.chosen));
    button.onclick = () => setTriggerValue("clicked", number ?? -1);
  });
}

function region(data, [left, top, right, bottom], number) {
  const button = document.createElement("button");
  button.className = "region";
  button.dataset.number = number;
  button.setAttribute("aria-label", data.names[number]);
  button.style.left = `${left}%`;
  button.style.top = `${top}%`;
  button.style.width = `${right - left}%`;
  button.style.height = `${bottom - top}%`;
  button.style.zIndex = 10000 - Math.round((right - left) * (bottom - top)); // small ones on top
  const label = document.createElement("span");
  label.textContent = data.labels[number];
  button.append(label);
  return button;
}
