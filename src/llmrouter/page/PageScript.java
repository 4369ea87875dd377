package llmrouter.page;

/// What keeps an open page up to date. The server makes the whole page each time; the script fetches it and changes in
/// the open one what has become different, so that focus, selection, scrolling and what is unfolded stay.
final class PageScript {
    private static final String TEXT = """

        'use strict';
        const link = document.getElementById('link'), main = document.getElementById('main'), code = document.currentScript.textContent;
        let ahead = main.dataset.now - Date.now(), lost = 0, asking = false, timer;

        // A duration as the server writes it.
        function words(ms) {
          const s = Math.max(0, Math.floor(ms / 1000));
          const two = (large, unit, small, smallUnit) => large + ' ' + unit + (small ? ' ' + small + ' ' + smallUnit : '');
          return s < 60 ? s + ' s' : s < 3600 ? two(Math.floor(s / 60), 'min', s % 60, 's')
            : s < 86400 ? two(Math.floor(s / 3600), 'h', Math.floor(s / 60) % 60, 'min') : two(Math.floor(s / 86400), 'd', Math.floor(s / 3600) % 24, 'h');
        }

        function tick() {
          const now = Date.now() + ahead;
          for (const e of main.querySelectorAll('[data-until], [data-since]')) {
            const text = words('until' in e.dataset ? e.dataset.until - now + 999 : now - e.dataset.since);
            if (e.firstChild.data !== text) e.firstChild.data = text;
          }
        }

        // Makes one tree like another. Elements with an id are the same wherever they stand; others are told by their
        // place.
        function morph(old, fresh) {
          if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
          if (old.nodeType === Node.TEXT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
          for (const a of [...old.attributes]) if (a.name !== 'open' && !fresh.hasAttribute(a.name)) old.removeAttribute(a.name);
          for (const a of fresh.attributes) if (old.getAttribute(a.name) !== a.value) old.setAttribute(a.name, a.value);
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
            const answer = await fetch(location.pathname, {headers: {accept: 'text/html'}, cache: 'no-store', signal: AbortSignal.timeout(10000)});
            if (answer.ok) page = await answer.text();
            else what = 'answers with ' + answer.status;
          } catch {
            // nobody answers, or not in time, as is said below
          }
          asking = false;
          timer = setTimeout(refresh, 2000);
          if (page) shown(new DOMParser().parseFromString(page, 'text/html'));
          else say(what + ' since ' + new Date(lost ||= Date.now()).toLocaleTimeString(), 'lost');
          tick();
        }

        document.addEventListener('visibilitychange', refresh);
        setInterval(tick, 1000);
        refresh();
        """;

    private PageScript() {}

    static String text() {
        return TEXT;
    }
}
