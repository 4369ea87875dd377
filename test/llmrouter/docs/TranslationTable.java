package llmrouter.docs;

import java.io.IOException;
import java.util.List;

/// The tables of docs/translation.md, made from [TranslationRow]s by translating their samples.
final class TranslationTable {
    private TranslationTable() {}

    /// The six directions as `from>to`, in the order of the columns.
    static final List<String> WAYS = List.of("claude>openai", "claude>responses", "openai>claude", "openai>responses",
        "responses>claude", "responses>openai");
    private static final String REQUESTS = "| request | Messages to Chat | Messages to Responses | Chat to Messages "
        + "| Chat to Responses | Responses to Messages | Responses to Chat |\n|---|---|---|---|---|---|---|\n";
    private static final String ANSWERS = REQUESTS.replace("| request |", "| answer |");

    /// @param kind `requests` or `answers`
    static String of(String kind) throws IOException {
        var out = new StringBuilder();
        String section = "";
        for (TranslationRow row : TranslationRow.all(kind)) {
            if (!row.section().equals(section)) {
                section = row.section();
                out.append("\n### ").append(section).append("\n\n")
                    .append(kind.equals("requests") ? REQUESTS : ANSWERS);
            }
            out.append("| ").append(row.name()).append(" |");
            for (String way : WAYS) {
                TranslationCell cell = cell(row, kind, way);
                out.append(' ').append(cell == null ? "–" : cell.text().replace("|", "\\|")).append(" |");
            }
            out.append('\n');
        }
        return out.append('\n').toString();
    }

    /// Null if the client's format has nothing of the kind.
    static TranslationCell cell(TranslationRow row, String kind, String way) {
        int mark = way.indexOf('>');
        String from = way.substring(0, mark);
        String to = way.substring(mark + 1);
        String sample = row.sample(from, to);
        if (sample == null) return null;
        var outcome = kind.equals("requests") ? row.request(from, to) : row.answer(from, to);
        return TranslationCell.of(outcome, row.note(from, to), sample);
    }
}
