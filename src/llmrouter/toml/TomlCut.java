package llmrouter.toml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import llmrouter.toml.TomlDocument.TomlSection;
import llmrouter.toml.TomlNode.Form;
import llmrouter.toml.TomlNode.TomlEntry;

/// Cuts values out of a text: whole lines where a key has its own, else the part between two commas.
record TomlCut(TomlDocument document, TomlLayout layout) {

    /// A part of the text, `[from, to)`.
    private record Span(int from, int to) {}

    /// The text without what is at a path. Of several keys in one pair of braces only the first one is removed.
    String of(List<?> path) {
        TomlWay parent = TomlWay.to(document, path.subList(0, path.size() - 1));
        if (path.getLast() instanceof Integer index && parent.node().form == Form.ARRAY) {
            List<Span> items = parent.node().elements.stream().map(item -> new Span(item.start, item.end)).toList();
            return without(List.of(between(items, index, parent.node())));
        }
        var key = new ArrayList<>(parent.below());
        key.addAll(TomlWay.names(List.of(path.getLast())));
        if (parent.inline() != null) return withoutMember(parent.inline(), key);
        var spans = new ArrayList<Span>();
        List<String> name = TomlWay.names(path);
        List<TomlSection> region = TomlWay.to(document, path).region();
        boolean element = path.getLast() instanceof Integer;
        for (TomlSection section : element ? region : parent.region()) {
            if (!section.isTop() && TomlWay.startsWith(section.path(), name)) spans.add(lines(section));
        }
        if (!element) {
            for (TomlEntry entry : parent.section().entries()) {
                if (TomlWay.startsWith(entry.key(), key)) spans.add(lines(entry));
            }
        }
        return without(spans);
    }

    private String withoutMember(TomlNode table, List<String> key) {
        List<Span> members = table.entries.stream().map(e -> new Span(e.start(), e.value().end)).toList();
        int index = 0;
        while (!TomlWay.startsWith(table.entries.get(index).key(), key)) index++;
        return without(List.of(between(members, index, table)));
    }

    private static Span between(List<Span> parts, int index, TomlNode around) {
        if (parts.size() == 1) return new Span(around.start + 1, around.end - 1);
        Span part = parts.get(index);
        return index + 1 < parts.size() ? new Span(part.from, parts.get(index + 1).from)
            : new Span(parts.get(index - 1).to, part.to);
    }

    /// The lines of an entry, and the empty line behind it if there is one before it too.
    private Span lines(TomlEntry entry) {
        int from = layout.lineStart(entry.start());
        int to = layout.nextLine(entry.value().end);
        boolean alone = from == layout.lineStart(0) || layout.isEmptyLine(layout.lineStart(from - 1));
        return new Span(from, alone && to < text().length() && layout.isEmptyLine(to) ? layout.nextLine(to) : to);
    }

    /// The lines of a section, and one of the empty lines around it.
    private Span lines(TomlSection section) {
        int from = layout.lineStart(section.start());
        int last = section.entries().isEmpty() ? section.end() : section.entries().getLast().value().end;
        int to = layout.nextLine(last);
        boolean closed = to == text().length() || layout.isEmptyLine(to);
        int above = from > 0 ? layout.lineStart(from - 1) : from;
        return new Span(closed && above < from && layout.isEmptyLine(above) ? above : from, to);
    }

    /// The text without these parts. If its last line has no end, then that stays so.
    private String without(List<Span> spans) {
        var text = new StringBuilder(text());
        int kept = text.length();
        for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::from).reversed()).toList()) {
            if (span.to == kept) kept = span.from;
            text.delete(span.from, span.to);
        }
        boolean ended = text().isEmpty() || text().charAt(text().length() - 1) == '\n';
        if (kept < text().length() && !ended) dropLineEnd(text);
        return text.toString();
    }

    private static void dropLineEnd(StringBuilder text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') end--;
        if (end > 0 && text.charAt(end - 1) == '\r') end--;
        text.setLength(end);
    }

    private String text() {
        return document.text();
    }
}
