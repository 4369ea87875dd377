package llmrouter.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.protocol.request.ToolNames;

/// One row of the tables in docs/translation.md: a field or part, with a sample for each format that has it. The files
/// `test/fixtures/translation/{requests,answers}.txt` hold the rows:
///
/// - `== SECTION` and `# ROW` begin a section and a row.
/// - `claude {…}` is a sample: members that are put into the smallest request or answer of this format. `claude>openai
///   {…}` is the sample of one direction only.
/// - `@openai MODEL` names the model of the other side.
/// - `> claude>openai "words" TEXT` says what must stand in the translation, and how the field is changed; without a
///   text it is carried. `*` stands for every format. `> … none TEXT` says why it is no loss that nothing arrives, and
///   `> … refused "words" TEXT` that the request is refused.
///
/// No line is needed where the ledger names the loss, or where the sample's word `MARK` arrives.
record TranslationRow(String section, String name, Map<String, String> lines) {
    /// A neutral name of each format, in the order of the table's columns.
    static final Map<Format, String> NAMES = names();
    private static final Map<String, String> REQUESTS = Map.of(
        "claude", "{\"model\":\"m\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
        "openai", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
        "responses", "{\"model\":\"m\",\"input\":\"hi\"}");
    private static final Map<String, String> ANSWERS = Map.of(
        "claude", """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"a"}],
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":5}}""",
        "openai", """
            {"id":"c_1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"a"}}],
            "usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12}}""",
        "responses", """
            {"id":"resp_1","object":"response","created_at":1,"model":"m","status":"completed","output":[{"id":"msg_1",
            "type":"message","status":"completed","role":"assistant",
            "content":[{"type":"output_text","text":"a","annotations":[]}]}]}""");

    private static Map<Format, String> names() {
        var names = new LinkedHashMap<Format, String>();
        names.put(Format.CLAUDE, "claude");
        names.put(Format.OPENAI, "openai");
        names.put(Format.RESPONSES, "responses");
        return names;
    }

    /// @param kind `requests` or `answers`
    static List<TranslationRow> all(String kind) throws IOException {
        var rows = new ArrayList<TranslationRow>();
        String section = "";
        for (String line : Files.readAllLines(Path.of("test/fixtures/translation", kind + ".txt"))) {
            if (line.isBlank()) continue;
            int blank = line.indexOf(' ');
            if (line.startsWith("== ")) section = line.substring(blank + 1);
            else if (line.startsWith("# ")) rows.add(new TranslationRow(section, line.substring(blank + 1),
                new LinkedHashMap<>()));
            else rows.getLast().add(line, blank);
        }
        return rows;
    }

    private void add(String line, int blank) {
        int key = line.startsWith("> ") ? line.indexOf(' ', blank + 1) : blank;
        String former = lines.put(line.substring(0, key), line.substring(key + 1));
        if (former != null) throw new IllegalStateException(name + ": " + line);
    }

    /// What came of one sample.
    ///
    /// @param text what the other side gets, or the words of the refusal
    record Outcome(String text, Losses losses, boolean refused) {}

    /// The sample of a direction; null if the client's format has nothing of the kind.
    String sample(String from, String to) {
        return lines.getOrDefault(from + ">" + to, lines.get(from));
    }

    /// What was written about a direction; null without such a line.
    String note(String from, String to) {
        for (String way : List.of(from + ">" + to, from + ">*", "*>" + to, "*>*")) {
            String note = lines.get("> " + way);
            if (note != null) return note;
        }
        return null;
    }

    Outcome request(String from, String to) {
        String usual = to.equals("claude") ? "claude-opus-5-5" : "gpt-5.6-sol";
        String model = lines.getOrDefault("@" + to, usual);
        Json.Obj body = around(REQUESTS.get(from), sample(from, to)).put("model", model);
        var losses = new Losses();
        try {
            Conversation read = Protocol.of(Format.of(from)).readRequest(body, losses);
            var continuity = new Continuity(new Issuer("p", model), _ -> false, false, losses);
            WrittenRequest written = Protocol.of(Format.of(to)).writeRequest(read.openedFor(continuity::opens, losses),
                new Target(model, null, null, Set.of()), losses);
            String stops = written.stops().isEmpty() ? "" : " stops at the gateway " + written.stops();
            return new Outcome(written.body() + stops, losses, false);
        } catch (GatewayError refused) {
            return new Outcome(refused.getMessage(), losses, true);
        }
    }

    Outcome answer(String from, String to) {
        Json.Obj body = around(ANSWERS.get(from), sample(from, to));
        var losses = new Losses();
        try {
            var filter = new AnswerFilter(new WrittenRequest(Json.object(), new ToolNames(), null), null,
                new Issuer("p", "m"));
            var context = new AnswerContext("req_1", "m", 1, true, losses);
            Json.Obj written = Protocol.of(Format.of(to))
                .writeAnswer(filter.apply(Protocol.of(Format.of(from)).readAnswer(body)), context);
            return new Outcome(written.toString(), losses, false);
        } catch (BadAnswer bad) {
            return new Outcome(bad.getMessage(), losses, true);
        }
    }

    private static Json.Obj around(String base, String sample) {
        var body = (Json.Obj) Json.parse(base);
        ((Json.Obj) Json.parse(sample)).members().forEach(body::put);
        return body;
    }
}
