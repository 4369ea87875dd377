package llmrouter.page;

/// The style sheet of the page: one accent colour, three states that differ in shape, word and colour, system fonts,
/// digits of one width. On screens of 360 pixels and more nothing is wider than the screen.
final class PageStyle {
    /// Three bars.
    static final String ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
        + "%3Cpath d='M2 13V9h3v4zM6.5 13V3h3v10zM11 13V6h3v7z' fill='%234a7be0'/%3E%3C/svg%3E";

    private static final String STYLE = """

        :root { color-scheme: light dark; --ground: #f4f5f7; --panel: #fff; --ink: #1b2026; --quiet: #5a646f;
          --line: #e0e4e8; --accent: #2f62c9; --soft: #b3c8f0; --ok: #19703f; --warn: #855400; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ground: #0f1215; --panel: #171b20; --ink: #e4e7ea;
          --quiet: #9aa4af; --line: #2a3037; --accent: #7fa9f5; --soft: #38528a;
          --ok: #56c58c; --warn: #e3b152; --bad: #ff8f85; } }
        * { box-sizing: border-box; margin: 0; padding: 0; }
        body { background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
          font-variant-numeric: tabular-nums; max-width: 1264px; margin: 0 auto;
          padding: 20px clamp(12px, 3vw, 32px) 64px; overflow-wrap: anywhere; }
        h1 { font-size: 16px; font-weight: 650; }
        h2 { font-size: 16px; font-weight: 600; margin: 32px 0 10px; }
        h3 { font-size: 14px; font-weight: 600; }
        ul { list-style: none; }
        bdi, .copy {
          font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
        small, th, summary, .quiet, .facts, .axis, .legend, .story, #link {
          font-size: 13px; font-weight: 400; color: var(--quiet); }
        .story bdi, .facts bdi, .copy { font-size: 12px; }
        .copy { -webkit-user-select: all; user-select: all; cursor: copy; }
        .copy[data-copied]::after { content: " ✓ copied"; color: var(--ok); }
        header, .axis, .cap { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline;
          column-gap: 12px; }
        .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; min-width: 0; }

        .state { font-weight: 600; white-space: nowrap; }
        .verdict .state, .facts .state { white-space: normal; }
        .state::before { content: ""; display: inline-block; width: .62em; height: .62em; margin-right: .45em;
          background: currentColor; }
        i.state::before { margin: 0; font-size: 13px; }
        .state.ok { color: var(--ok); } .state.ok::before { border-radius: 50%; }
        .state.warn { color: var(--warn); } .state.warn::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
        .state.bad { color: var(--bad); }
        .state.bad::before { clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); width: .75em; height: .75em; }

        #link.live { color: var(--ok); }
        #link.live::before { content: "● "; animation: breathe 2s ease-in-out infinite; }
        #link.lost { color: var(--bad); font-weight: 600; } #link.lost::before { content: "◆ "; }
        body.lost header { position: sticky; top: 0; background: var(--ground); padding: 4px 0; }
        @keyframes breathe { 50% { opacity: .35; } }
        .verdict { font-size: clamp(20px, 2.4vw, 26px); line-height: 1.3; margin: 24px 0 8px; }
        .verdict.long { font-size: 17px; }
        .verdict .state { color: var(--ink); }
        .verdict .ok::before { background: var(--ok); }
        .verdict .warn::before { background: var(--warn); }
        .verdict .bad::before { background: var(--bad); }
        .also { margin: 2px 0; }
        .facts { display: flex; flex-wrap: wrap; column-gap: 24px; }

        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr)); gap: 12px; }
        figure { padding: 12px 16px; }
        figcaption b { font-size: 24px; font-weight: 600; line-height: 1.3; margin-right: 4px; }
        figure svg { display: block; width: 100%; height: 72px; margin: 8px 0 4px; }
        .line { stroke: var(--quiet); vector-effect: non-scaling-stroke; }
        .a { fill: var(--accent); } .b { fill: var(--soft); } path.bad, .cap .bad { fill: var(--bad); }
        rect { fill: transparent; } rect:hover { fill: var(--ink); fill-opacity: .12; }
        .legend { margin-top: 6px; border-top: 1px solid var(--line); padding-top: 6px; }
        .key { margin-right: 16px; white-space: nowrap; } .key b { color: var(--ink); font-weight: 600; }
        .key::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 6px;
          background: var(--accent); }
        .key.b::before { background: var(--soft); }
        .key.bad::before { background: var(--bad); clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }

        .halves { display: grid; grid-template-columns: minmax(0, 1fr); column-gap: 24px; }
        @media (min-width: 960px) { .halves { grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); } }
        .cap, .refs, dl, .panel > .quiet, summary { padding: 10px 16px; }
        .cap + .cap, table + .refs, table + details { border-top: 1px solid var(--line); }
        .cap svg { display: block; width: 100%; height: 8px; margin-top: 6px; border-radius: 4px; }
        .cap p { flex-basis: 100%; font-size: 13px; }
        .track { fill: var(--line); } .cap .ok { fill: var(--accent); } .cap path.warn { fill: var(--warn); }
        .refs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr)); gap: 2px 16px; }
        .refs li { display: flex; align-items: baseline; gap: 7px; }
        dt { margin-top: 10px; } dt:first-child { margin-top: 0; }
        dd .refs { display: flex; flex-wrap: wrap; padding: 0; }

        table { width: 100%; border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: 7px 16px; } td { font-size: 14px; }
        tbody tr { border-top: 1px solid var(--line); }
        #requests :is(th, td):nth-child(n + 3) { text-align: right; white-space: nowrap; }
        @media (min-width: 761px) { #candidates td:nth-child(2) { white-space: nowrap; }
          #candidates td:first-child { min-width: 150px; } }
        @media (max-width: 760px) {
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table, tbody, td { display: block; }
          tr { display: flex; flex-wrap: wrap; column-gap: 16px; padding: 8px 16px; }
          tbody tr:first-child { border-top: 0; }
          td { padding: 0; } td:first-child { flex-basis: 100%; }
          #requests td:nth-child(n + 3) { font-size: 13px; text-align: left; }
          td:nth-child(n + 3)::before { content: attr(data-column) " "; color: var(--quiet); }
          #requests td.none { display: none; }
          #requests td:last-child::before { content: none; }
        }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        @media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
        """;

    private PageStyle() {}

    /// The style sheet. A method, because a constant would be copied into each class that uses it.
    static String style() {
        return STYLE;
    }
}
