/* Small behaviour of every page, hung on data- attributes. Pages work without it; nothing here decides anything.

   data-search            the field that the key / goes to
   data-focus             gets the focus after loading and after a swap (error summary, conflict)
   data-once              a form that can be sent once: its buttons rest until the answer is there
   data-unsaved           a form whose typing would be lost: leaving the page asks first
   data-open="id"         opens <dialog id>;  data-close closes the dialog it stands in
   data-print             prints the page
   data-check-all="name"  ticks every box of that name in the same form
   data-anchors           the list of jumps that follows the reading
   data-type-size         remembers 大字版 (large) or the standard size (normal)
   data-autosave          a form saved by htmx while it is filled in; [data-autosave-state] tells how that stands */
(() => {
  "use strict";

  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  const focusNews = (root) => {
    const news = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
    if (news) news.focus();
  };
  document.addEventListener("DOMContentLoaded", () => focusNews(document.body));
  document.addEventListener("htmx:afterSettle", (event) => focusNews(event.target));

  /* A table wider than its place can be scrolled with the keyboard too */

  const scrollable = (root) => root.querySelectorAll(".table-responsive:not([tabindex])").forEach((place) => {
    if (place.scrollWidth <= place.clientWidth) return;
    const title = place.closest("section, .card")?.querySelector("h2, h3")?.textContent.trim() || "表格";
    place.tabIndex = 0;
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", `${title}（可左右滚动）`);
  });
  document.addEventListener("DOMContentLoaded", () => scrollable(document));
  document.addEventListener("htmx:afterSettle", () => scrollable(document));

  /* Clicks */

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-open], [data-close], [data-print], [data-check-all], [data-type-size]");
    if (!hit) return;
    if (hit.dataset.open) document.getElementById(hit.dataset.open).showModal();
    if ("close" in hit.dataset) hit.closest("dialog").close();
    if ("print" in hit.dataset) window.print();
    if (hit.dataset.checkAll) {
      const boxes = hit.closest("form, table").querySelectorAll(`input[type=checkbox][name="${hit.dataset.checkAll}"]`);
      boxes.forEach((box) => { box.checked = hit.checked; });
    }
    if (hit.dataset.typeSize) {
      event.preventDefault();
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `yimen_type=${hit.dataset.typeSize}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
      const here = new URL(location.href);
      here.searchParams.delete("type");
      location.replace(here);
    }
  });

  /* Forms: sent once, and not left by mistake */

  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    changed.delete(form);
    if (!("once" in form.dataset)) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    document.querySelectorAll(`[type=submit][form="${form.id}"]`).forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  /* What has become of the typing */

  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const tell = (form, state, words) => {
    const line = form.querySelector("[data-autosave-state]");
    if (!line) return;
    line.dataset.state = state;
    line.textContent = words;
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("form[data-autosave]")) tell(event.target, "saving", "正在保存…");
    else document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (!form.matches("form")) return;
    delete form.dataset.sent;
    if (!form.matches("[data-autosave]")) return;
    if (event.detail.successful) {
      changed.delete(form);
      tell(form, "saved", `已自动保存 ${clock()}`);
    } else tell(form, "lost", "还没有保存：没有连上服务器。内容还在本页，请不要关闭，有信号后会再试");
  });

  /* An answer that is an error: the server's alert goes to #page-alerts, anything else gets one sentence there */

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
  });
  const alertLine = (words) => {
    const place = document.getElementById("page-alerts");
    if (!place) return;
    const block = document.createElement("div");
    block.className = "ym-alert ym-alert-error";
    block.setAttribute("role", "alert");
    block.textContent = words;
    place.replaceChildren(block);
    block.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (xhr.getResponseHeader("HX-Retarget") || event.target.matches("[data-autosave]")) return;
    alertLine(`刚才的操作没有完成（${xhr.status}）。请刷新页面后再试；仍不行请联系系统管理员。`);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (!event.target.matches("[data-autosave]")) alertLine("没有连上服务器，刚才的操作没有完成。请检查网络后再试一次。");
    });
  }

  /* The list of jumps follows the reading */

  document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector("[data-anchors]");
    if (!list || !("IntersectionObserver" in window)) return;
    const links = new Map([...list.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      entries.forEach(({ target, isIntersecting }) => (isIntersecting ? seen.add(target.id) : seen.delete(target.id)));
      const first = [...links.keys()].find((id) => seen.has(id));
      if (!first) return;
      links.forEach((link, id) => (id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    }, { rootMargin: "-64px 0px -50% 0px" });
    links.forEach((_, id) => {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    });
  });
})();
