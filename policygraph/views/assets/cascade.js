"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const panel = document.getElementById("both");
  let opened = null;
  const make = (tag, text, name) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };
  const side = (index, missing) => {
    const box = make("div", "", "side");
    if (index < 0) {
      box.append(make("p", missing, "none"));
      return box;
    }
    const [where, section, heading, text, owners] = data.passages[index];
    box.append(make("p", data.names[where] + "　" + section, "where"), make("h3", heading), make("p", text, "text"));
    if (owners) box.append(make("p", "责任单位：" + owners, "where"));
    return box;
  };
  const close = () => {
    panel.hidden = true;
    document.body.classList.remove("open");
    if (opened) opened.focus();
  };
  const open = (button) => {
    const [said, sides] = data.cells[Number(button.dataset.cell)];
    if (opened) opened.removeAttribute("aria-pressed");
    opened = button;
    button.setAttribute("aria-pressed", "true");
    const head = make("div", "", "bar");
    const shut = make("button", "关闭");
    shut.type = "button";
    shut.addEventListener("click", close);
    head.append(make("h2", said), shut);
    panel.replaceChildren(head);
    for (const [one, two, why] of sides) {
      const row = make("div", "", "pair");
      row.append(side(one, "上级文件没有对应内容"), side(two, "下级文件没有对应内容"));
      panel.append(make("p", why, "why"), row);
    }
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("open");
    panel.focus({ preventScroll: true });
    button.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-cell]");
    if (button) open(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
})();
