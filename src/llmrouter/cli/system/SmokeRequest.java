package llmrouter.cli.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Answer;
import llmrouter.chat.CacheHints;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.Sampling;
import llmrouter.chat.StopReason;
import llmrouter.chat.Turn;
import llmrouter.config.Format;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.Target;

/// One request of `smoke`, as a client of that format would send it, and what came of it.
///
/// @param text      what to ask
/// @param maxTokens of the answer
record SmokeRequest(HttpClient client, SmokeGateway gateway, String text, long maxTokens, long timeoutMs) {
    private static final int LONGEST_QUOTE = 60;

    /// @param reason what is wrong, or what the model said
    /// @param id     of the request, or null
    record Result(String model, Format format, boolean passed, long ms, String reason, String id) {
        private static final String FULL = "skipped, because a running gateway has used up the cap ";

        /// A request that was not sent, because it would exceed a cap.
        static Result skipped(String model, Format format, String cap) {
            return new Result(model, format, false, 0, FULL + cap, null);
        }

        boolean isSkipped() {
            return reason.startsWith(FULL) && id == null;
        }

        Json.Obj json() {
            return Json.object().put("model", model).put("format", format.word()).put("passed", passed)
                .put("skipped", isSkipped()).put("ms", ms)
                .put(passed ? "said" : "reason", reason).put("requestId", id);
        }
    }

    Result ask(String model, Format format) throws InterruptedException {
        long began = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request(model, format), HttpResponse.BodyHandlers.ofString());
            long ms = (System.nanoTime() - began) / 1_000_000;
            String id = response.headers().firstValue("x-llm-router-request-id").orElse(null);
            String wrong = wrong(format, response);
            return new Result(model, format, wrong == null, ms, wrong == null ? said(format, response.body()) : wrong,
                id);
        } catch (HttpTimeoutException _) {
            return new Result(model, format, false, timeoutMs, "no answer within " + timeoutMs + " ms", null);
        } catch (IOException e) {
            long ms = (System.nanoTime() - began) / 1_000_000;
            return new Result(model, format, false, ms, "the connection failed: " + FileError.words(e), null);
        }
    }

    private HttpRequest request(String model, Format format) {
        var turn = new Turn(Turn.Role.USER, List.of(new Part.TextPart(text)));
        var conversation = new Conversation(model, List.of(turn), List.of(), null, null, maxTokens, Sampling.NONE, null,
            null, CacheHints.NONE, null, false, false);
        Json.Obj body = Protocol.of(format).writeRequest(conversation, new Target(model, null, null, Set.of()),
            new Losses()).body();
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/" + format.endpoint()))
            .timeout(Duration.ofMillis(timeoutMs)).header("content-type", "application/json")
            .header("authorization", "Bearer " + gateway.key())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build();
    }

    /// Why the answer is none; null if it is one.
    private static String wrong(Format format, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return response.statusCode() + ": " + Protocol.of(format).readError(response.statusCode(), response.body())
                .message();
        }
        try {
            Answer answer = answer(format, response.body());
            boolean empty = answer.parts().isEmpty() && answer.stop() != StopReason.LENGTH;
            return empty ? "the answer is empty" : null;
        } catch (BadAnswer | JsonError e) {
            return "the answer is not of the format: " + e.getMessage();
        }
    }

    private static Answer answer(Format format, String body) {
        if (Json.parse(body) instanceof Json.Obj whole) return Protocol.of(format).readAnswer(whole);
        throw new BadAnswer("it must be a JSON object");
    }

    /// The beginning of the text of an answer.
    private static String said(Format format, String body) {
        for (Part part : answer(format, body).parts()) {
            if (!(part instanceof Part.TextPart said) || said.text().isBlank()) continue;
            String line = said.text().strip().replace('\n', ' ');
            return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
        }
        return "(no text within the token limit)";
    }
}
