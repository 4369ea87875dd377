import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Judges an answer of the gateway: it is whole, or it is an error in the client's format, or else it must not be.
enum Truth {
    CHAT("/v1/chat/completions"), MESSAGES("/v1/messages"), RESPONSES("/v1/responses");

    static final String WHOLE = "whole";
    static final String TOLD = "error event in the stream";
    static final String REFUSED = "refused with ";
    /// How many words a good answer has: so many, or a multiple.
    static final int WORDS = 40;

    private final String path;

    Truth(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /// Whether this may happen while providers, clients and the surroundings fail.
    static boolean allowed(String verdict) {
        return verdict.equals(WHOLE) || verdict.equals(TOLD) || verdict.startsWith(REFUSED);
    }

    /// The request's body.
    String ask(String model, String mark, int size, boolean streamed) {
        String words = mark + " " + "Say hello. ".repeat(size / 11 + 1);
        String stream = streamed ? "\"stream\":true," : "";
        if (this == RESPONSES) {
            return "{" + stream + "\"model\":\"" + model + "\",\"store\":false,\"input\":\"" + words + "\"}";
        }
        String usage = streamed && this == CHAT ? "\"stream_options\":{\"include_usage\":true}," : "";
        return "{" + stream + usage + "\"model\":\"" + model + "\",\"max_tokens\":5000,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
    }

    /// What this answer is. Every verdict that is not [#allowed] says what is wrong.
    ///
    /// @param error the value of the header `x-llm-router-error`, or null
    String judge(int status, String error, boolean streamed, String mark, String body) {
        if (body.contains(FaultyProvider.KEY)) return "THE PROVIDER'S KEY is in the answer";
        if ("internal_error".equals(error)) return "INTERNAL ERROR: " + tail(body);
        if (status != 200) return refused(status, body);
        try {
            return streamed ? stream(mark, body) : whole(mark, body);
        } catch (JsonError | ClassCastException e) {
            return "NOT JSON (" + e.getMessage() + "): " + tail(body);
        }
    }

    private String refused(int status, String body) {
        try {
            boolean typed = Json.parse(body) instanceof Json.Obj root && root.object("error") instanceof Json.Obj error
                && error.text("message") != null && (this != MESSAGES || "error".equals(root.text("type")));
            if (typed && status >= 400) return REFUSED + status;
        } catch (JsonError _) {
            // is said below
        }
        return "NOT AN ERROR OF ITS FORMAT: " + status + " " + this + ": " + tail(body);
    }

    private String whole(String mark, String body) {
        var root = (Json.Obj) Json.parse(body);
        boolean ended = switch (this) {
            case CHAT -> body.contains("\"finish_reason\":\"stop\"");
            case MESSAGES -> "end_turn".equals(root.text("stop_reason"));
            case RESPONSES -> "completed".equals(root.text("status"));
        };
        return complete(mark, body, ended, ended ? 1 : 0);
    }

    private String stream(String mark, String body) {
        if (!body.endsWith("\n\n")) return "SILENT CUT in an event: " + tail(body);
        var names = new ArrayList<String>();
        for (String block : body.split("\n\n")) names.add(name(block));
        long ends = names.stream().filter(this::ends).count();
        boolean failed = names.contains("error") || names.contains("response.failed");
        if (failed && ends == 0) return TOLD;
        if (failed) return "AN ERROR AND AN END: " + names.subList(Math.max(0, names.size() - 5), names.size());
        return complete(mark, body, ends > 0, ends);
    }

    private boolean ends(String name) {
        return switch (this) {
            case CHAT -> name.equals("[DONE]");
            case MESSAGES -> name.equals("message_stop");
            case RESPONSES -> name.equals("response.completed");
        };
    }

    /// The type of an event, `[DONE]`, or an empty text.
    private static String name(String block) {
        String data = "";
        for (String line : block.lines().toList()) {
            if (line.startsWith("data:")) data += line.substring(5).strip();
        }
        if (data.isEmpty() || data.equals("[DONE]")) return data;
        var event = (Json.Obj) Json.parse(data);
        if (event.text("type") instanceof String type) return type;
        return event.object("error") == null ? "" : "error";
    }

    private String complete(String mark, String body, boolean ended, long ends) {
        if (!ended) return "SILENT CUT " + this + ": " + tail(body);
        if (ends > 1) return "TWO ENDS " + this;
        int words = count(body, Answers.WORD);
        if (words == 0 || words % WORDS != 0) return "FALSE SUCCESS " + this + " with " + words + " words";
        if (!body.contains(mark)) return "ANOTHER REQUEST'S ANSWER " + this + ": " + tail(body);
        String usage = this == CHAT ? "\"completion_tokens\":8" : "\"output_tokens\":8";
        return body.contains(usage) ? WHOLE : "NO USAGE " + this + ": " + tail(body);
    }

    private static int count(String text, String part) {
        int n = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) n++;
        return n;
    }

    private static String tail(String body) {
        return body.substring(Math.max(0, body.length() - 120)).replace("\n", "\\n");
    }

    static List<Truth> all() {
        return List.of(values());
    }
}
