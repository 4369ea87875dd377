import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.anthropic.models.ErrorResponse;
import com.anthropic.models.beta.messages.BetaMessage;
import com.anthropic.models.beta.messages.BetaRawMessageStreamEvent;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.models.ErrorObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;

/// Checks translated answers with the validation of the vendors' own Java SDKs: each answer and each event of a stream
/// must have every member that the SDK requires, with a value of the right type and of a known kind.
///
/// The answers are those of the golden fixtures (`answer/FROM-TO/*.out.json`, `stream/FROM-TO/*.out.sse`), which other
/// tests compare with what the gateway writes. Answers that keep their format are the provider's own and are left out.
/// The last line is `N passed, N failed`; the exit code is 1 if anything failed.
///
/// usage: SdkValidation FOLDER-OF-FIXTURES
final class SdkValidation {
    private static final JsonMapper OPENAI = com.openai.core.ObjectMappers.jsonMapper();
    private static final JsonMapper ANTHROPIC = com.anthropic.core.ObjectMappers.jsonMapper();

    private int passed;
    private final List<String> failures = new ArrayList<>();

    private SdkValidation() {}

    /// Reads JSON as the SDK does and validates it.
    private interface Check {
        void accept(String json) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        var validation = new SdkValidation();
        for (String kind : List.of("answer", "stream")) {
            try (Stream<Path> ways = Files.list(Path.of(args[0], kind))) {
                for (Path way : ways.sorted().toList()) validation.way(way);
            }
        }
        validation.failures.forEach(System.out::println);
        System.out.println(validation.passed + " passed, " + validation.failures.size() + " failed");
        if (!validation.failures.isEmpty() || validation.passed == 0) System.exit(1);
    }

    /// @param way a folder such as `claude-openai`: the provider's format, the client's format
    private void way(Path way) throws IOException {
        String[] formats = way.getFileName().toString().split("-");
        if (formats[0].equals(formats[1])) return;
        try (Stream<Path> files = Files.list(way)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".out.json")) answer(file, formats[1]);
                if (name.endsWith(".out.sse")) stream(file, formats[1]);
            }
        }
    }

    private void answer(Path file, String format) throws IOException {
        JsonNode body = OPENAI.readTree(Files.readString(file));
        if (body.has("bad")) return; // the provider's answer cannot be read; what the client gets is not in the fixture
        check(file, "answer", body.toString(), json -> whole(format, json));
    }

    private static boolean isError(JsonNode answer) {
        return answer.get("error") instanceof JsonNode error && !error.isNull();
    }

    private static void error(String format, String json) throws IOException {
        if (format.equals("claude")) ANTHROPIC.readValue(json, ErrorResponse.class).validate();
        else OPENAI.readValue(OPENAI.readTree(json).get("error").toString(), ErrorObject.class).validate();
    }

    private static void whole(String format, String json) throws IOException {
        switch (format) {
            case "openai" -> OPENAI.readValue(json, ChatCompletion.class).validate();
            case "responses" -> OPENAI.readValue(json, Response.class).validate();
            case "claude" -> {
                ANTHROPIC.readValue(json, BetaMessage.class).validate();
                if (!beta(json)) ANTHROPIC.readValue(json, Message.class).validate();
            }
            default -> throw new IllegalArgumentException(format);
        }
    }

    private void stream(Path file, String format) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("data:") || line.equals("data: [DONE]")) continue;
            check(file, "event " + number++, line.substring("data:".length()), json -> event(format, json));
        }
    }

    private static void event(String format, String json) throws IOException {
        switch (format) {
            case "openai" -> {
                if (isError(OPENAI.readTree(json))) error(format, json);
                else OPENAI.readValue(json, ChatCompletionChunk.class).validate();
            }
            case "responses" -> OPENAI.readValue(listed(json), ResponseStreamEvent.class).validate();
            case "claude" -> {
                if (isError(ANTHROPIC.readTree(json))) {
                    error(format, json);
                    return;
                }
                ANTHROPIC.readValue(json, BetaRawMessageStreamEvent.class).validate();
                if (!beta(json)) ANTHROPIC.readValue(json, RawMessageStreamEvent.class).validate();
            }
            default -> throw new IllegalArgumentException(format);
        }
    }

    /// The event with a code of an error that the SDK lists. The vendor sends two codes without listing them, and
    /// clients react to them.
    private static String listed(String json) {
        if (!json.contains("\"response.failed\"")) return json;
        return json.replace("\"code\":\"context_length_exceeded\"", "\"code\":\"server_error\"")
            .replace("\"code\":\"insufficient_quota\"", "\"code\":\"server_error\"");
    }

    /// Whether only the vendor's beta types can validate what the answer holds: summaries have no other type, and the
    /// other type of a server's tool call (anthropic-java 3.14.0) refuses each name, also those that it lists.
    private static boolean beta(String json) {
        return json.contains("\"compaction\"") || json.contains("\"type\":\"server_tool_use\"");
    }

    private void check(Path file, String what, String json, Check check) {
        try {
            check.accept(json);
            passed++;
        } catch (IOException | RuntimeException e) {
            String way = file.getParent().getParent().getFileName() + "/" + file.getParent().getFileName();
            failures.add("FAIL " + way + "/" + file.getFileName() + ", " + what + ": " + said(e) + "\n     " + json);
        }
    }

    private static String said(Throwable e) {
        String words = e.getClass().getSimpleName() + ": " + e.getMessage();
        return e.getCause() == null ? words : words + ": " + said(e.getCause());
    }
}
