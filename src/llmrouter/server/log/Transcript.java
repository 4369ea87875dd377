package llmrouter.server.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

import llmrouter.json.Json;

/// What was said in one request, for operators who want it in the request log: the beginning of the client's body and of the answer, as
/// it went to the client. One owner.
public final class Transcript {
    /// Of either side, in bytes.
    static final int MOST = 64 << 10;

    private final String request;
    private final boolean requestCut;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean answerCut;

    Transcript(String request) {
        this.requestCut = request.length() > MOST;
        this.request = requestCut ? request.substring(0, MOST) : request;
    }

    /// @param verbatim whether it is one character per byte
    public void answered(String text, boolean verbatim) {
        byte[] bytes = text.getBytes(verbatim ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        int room = Math.min(bytes.length, MOST - answer.size());
        answer.write(bytes, 0, room);
        answerCut |= room < bytes.length;
    }

    /// The record with what was said; the one without it stays as it is.
    Json.Obj with(Json.Obj record) {
        var whole = new Json.Obj(new LinkedHashMap<>(record.members())).put("request", request).put("answer", answer.toString(StandardCharsets.UTF_8));
        return requestCut || answerCut ? whole.put("cut", true) : whole;
    }
}
