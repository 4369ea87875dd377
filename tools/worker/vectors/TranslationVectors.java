package vectors;

import java.util.List;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Requests, answers, errors and streams, from the fixtures and from changes of them.
final class TranslationVectors {
    static final List<String> FORMATS = Format.words();
    private static final List<String> WAYS = List.of("whole", "chars", "lines", "1", "2");
    private static final int CHANGES = 3;

    private final Fixtures fixtures;
    private final VectorList vectors;
    private final Chance chance = new Chance(1);

    TranslationVectors(Fixtures fixtures, VectorList vectors) {
        this.fixtures = fixtures;
        this.vectors = vectors;
    }

    void make() {
        whole("request");
        whole("answer");
        members();
        errors();
        waits();
        streams();
        for (String to : FORMATS) large(to);
    }

    /// As large as those of a coding agent that has worked for hours.
    private void large(String to) {
        var messages = Json.array();
        var stream = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            String text = "Line " + i + " 𝄞é\n".repeat(20);
            messages.add(Json.object().put("role", i % 2 == 0 ? "user" : "assistant").put("content", text));
            var delta = Json.object().put("index", 0).put("delta", Json.object().put("content", text));
            stream.append("data: ").append(Json.object().put("choices", Json.array(delta))).append("\n\n");
        }
        vectors.add("request", "openai", to, Json.object().put("model", "m").put("messages", messages).toString());
        var end = Json.object().put("index", 0).put("delta", Json.object()).put("finish_reason", "stop");
        stream.append("data: ").append(Json.object().put("choices", Json.array(end))).append("\n\ndata: [DONE]\n\n");
        vectors.add("stream", "openai", to, "8", stream.toString());
    }

    private void whole(String what) {
        for (var fixture : fixtures.cases(what)) {
            for (String to : FORMATS) vectors.add(what, fixture.from(), to, fixture.text());
            for (int i = 0; i < CHANGES; i++) {
                String changed = Mutation.of(fixture.text(), chance.number());
                vectors.add(what, fixture.from(), chance.of(FORMATS), changed);
            }
        }
    }

    /// Every member that a vendor's own types have.
    private void members() {
        for (String file : List.of("chat openai", "messages claude", "responses responses")) {
            String name = file.substring(0, file.indexOf(' '));
            String format = file.substring(file.indexOf(' ') + 1);
            for (String what : List.of("request", "answer")) {
                int row = 0;
                for (String[] columns : fixtures.rows("members/" + name + "-" + what + ".txt", "\t", 3)) {
                    if (row++ % 2 == 0) vectors.add(what, format, FORMATS.get(row / 2 % 3), columns[2]);
                }
            }
        }
    }

    private void errors() {
        for (String[] row : fixtures.rows("errors/refusals.txt", " | ", 3)) error(row[0], row[2]);
        for (String[] row : fixtures.rows("errors/no-refusals.txt", " | ", 2)) error(row[0], row[1]);
        for (String[] row : fixtures.rows("errors/refusals-in-streams.txt", " | ", 2)) error("200", row[1]);
        for (String[] row : fixtures.rows("errors/token-limits.txt", " | ", 3)) {
            error("400", Json.object().put("error", Json.object().put("message", row[2])).toString());
        }
        for (String[] row : fixtures.rows("waits/kinds.txt", " | ", 3)) error(row[0], row[2]);
    }

    private void error(String status, String body) {
        for (String to : FORMATS) vectors.add("error", chance.of(FORMATS), to, status, body);
        vectors.add("error", chance.of(FORMATS), chance.of(FORMATS), status, chance.changed(body));
    }

    private void waits() {
        for (String[] row : fixtures.rows("waits/fields.txt", " | ", 4)) {
            vectors.add("waits", row[0], row[3], "{}");
            vectors.add("waits", row[0], chance.changed(row[3]), "");
        }
        for (String[] row : fixtures.rows("waits/bodies.txt", " | ", 4)) {
            vectors.add("waits", row[0], "", row[3]);
            vectors.add("waits", row[0], "", chance.changed(row[3]));
        }
    }

    private void streams() {
        for (var fixture : fixtures.cases("stream")) {
            for (String way : WAYS) vectors.add("stream", fixture.from(), chance.of(FORMATS), way, fixture.text());
            String text = fixture.text();
            int cut = chance.below(text.length() + 1);
            vectors.add("stream", fixture.from(), chance.of(FORMATS), "lines", text.substring(0, cut));
            vectors.add("stream", fixture.from(), chance.of(FORMATS), "3", changedStream(text));
        }
    }

    /// A stream in which the data of some events is changed.
    private String changedStream(String text) {
        var out = new StringBuilder();
        for (String line : text.split("(?<=\n)")) {
            int brace = line.startsWith("data: {") && chance.oneIn(6) ? line.indexOf('{') : -1;
            out.append(brace < 0 ? line : "data: " + changedData(line.substring(brace)) + "\n");
        }
        return out.toString();
    }

    private String changedData(String json) {
        try {
            return Mutation.of(json, chance.number()).replace("\n", " ").replace("\r", " ");
        } catch (JsonError e) {
            return json;
        }
    }
}
