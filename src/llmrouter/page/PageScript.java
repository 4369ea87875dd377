package llmrouter.page;

/// The script that keeps an open page up to date. The server makes the whole page each time; the script fetches it and
/// changes only what is different in the open one, so that focus, selection, scrolling and open details stay.
final class PageScript {
    private static final String TEXT = """

        'use strict';
        const link = document.getElementById('link'), main = document.getElementById('main');
        const code = document.currentScript.textContent;
        let ahead = main.dataset.now - Date.now(), lost = 0, asking = false, timer;

        // A duration as the server writes it.
        function words(ms) {
          const s = Math.max(0, Math.floor(ms / 1000));
          const minutes = Math.floor(s / 60), hours = Math.floor(s / 3600), days = Math.floor(s / 86400);
          const two = (n, unit, rest, restUnit) => n + ' ' + unit + (rest ? ' ' + rest + ' ' + restUnit : '');
          if (s < 60) return s + ' s';
          if (s < 3600) return two(minutes, 'min', s % 60, 's');
          return s < 86400 ? two(hours, 'h', minutes % 60, 'min') : two(days, 'd', hours % 24, 'h');
        }

        function tick() {
          const now = Date.now() + ahead;
          for (const e of main.querySelectorAll('[data-until], [data-since]')) {
            const text = words('until' in e.dataset ? e.dataset.until - now + 999 : now - e.dataset.since);
            if (e.firstChild.data !== text) e.firstChild.data = text;
          }
        }

        // Makes the old tree equal to the fresh one. An element with an id is found by it, any other by its position.
        function morph(old, fresh) {
          if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
          if (old.nodeType === Node.TEXT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
          for (const a of [...old.attributes]) {
            if (a.name !== 'open' && !fresh.hasAttribute(a.name)) old.removeAttribute(a.name);
          }
          for (const a of fresh.attributes) {
            if (old.getAttribute(a.name) !== a.value) old.setAttribute(a.name, a.value);
          }
          const known = new Map([...old.children].filter(e => e.id).map(e => [e.id, e]));
          let at = old.firstChild;
          for (const child of [...fresh.childNodes]) {
            const same = child.id ? known.get(child.id) : at && !at.id ? at : undefined;
            if (same === at && at) at = at.nextSibling;
            else old.insertBefore(same || child, at);
            if (same) morph(same, child);
          }
          while (at) { const gone = at; at = at.nextSibling; gone.remove(); }
        }

        function say(text, kind) {
          if (link.textContent !== text) link.textContent = text;
          link.className = document.body.className = kind;
        }

        function shown(fresh) {
          if (fresh.querySelector('script').textContent !== code) return location.reload();
          ahead = fresh.getElementById('main').dataset.now - Date.now();
          morph(main, fresh.getElementById('main'));
          document.title = fresh.title;
          lost = 0;
          say('live', 'live');
        }

        async function refresh() {
          clearTimeout(timer);
          if (asking || document.hidden) return;
          asking = true;
          let page = '', what = 'not reachable';
          try {
            const headers = {accept: 'text/html'}, signal = AbortSignal.timeout(10000);
            const answer = await fetch(location.pathname, {headers, cache: 'no-store', signal});
            if (answer.ok) page = await answer.text();
            else what = 'answers with ' + answer.status;
          } catch {
            // no answer, or not in time: reported below
          }
          asking = false;
          timer = setTimeout(refresh, 2000);
          if (page) shown(new DOMParser().parseFromString(page, 'text/html'));
          else say(what + ' since ' + new Date(lost ||= Date.now()).toLocaleTimeString(), 'lost');
          tick();
        }

        // A click or tap selects such a text by the style sheet alone. Where the browser allows it, it is copied too.
        main.addEventListener('click', async event => {
          const text = event.target.closest('.copy');
          if (!text || !navigator.clipboard) return;
          await navigator.clipboard.writeText(text.textContent).then(() => text.dataset.copied = '', () => {});
        });

        document.addEventListener('visibilitychange', refresh);
        setInterval(tick, 1000);
        refresh();
        """;

    private PageScript() {}

    static String text() {
        return TEXT;
    }
}
