package llmrouter.server.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

import llmrouter.config.secrets.SecretWords;
import llmrouter.json.Json;

/// The beginning of a request's body and of its answer, as the client got it, for operators who want both in the
/// request log. One owner.
public final class Transcript {
    /// How much is kept of each, in bytes.
    static final int LIMIT = 64 << 10;

    private final String request;
    private final boolean requestCut;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean answerCut;

    Transcript(String request) {
        this.requestCut = request.length() > LIMIT;
        this.request = requestCut ? request.substring(0, LIMIT) : request;
    }

    /// Adds a piece of the answer.
    /// @param verbatim whether it is one character per byte
    public void answered(String text, boolean verbatim) {
        byte[] bytes = text.getBytes(verbatim ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LIMIT - answer.size());
        answer.write(bytes, 0, length);
        answerCut |= length < bytes.length;
    }

    /// A copy of the record with the request and the answer, both without secrets.
    Json.Obj with(Json.Obj record, SecretWords secrets) {
        var whole = new Json.Obj(new LinkedHashMap<>(record.members()));
        whole.put("request", clean(request, requestCut, secrets))
            .put("answer", clean(answer.toString(StandardCharsets.UTF_8), answerCut, secrets));
        return requestCut || answerCut ? whole.put("cut", true) : whole;
    }

    /// The limit may have cut a secret in two.
    private static String clean(String text, boolean cut, SecretWords secrets) {
        String clean = secrets.without(text);
        return cut ? secrets.withoutBeginning(clean) : clean;
    }
}
