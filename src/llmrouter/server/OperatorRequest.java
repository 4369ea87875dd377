package llmrouter.server;

import java.nio.charset.StandardCharsets;

import llmrouter.admission.Admission;
import llmrouter.chat.ApiError;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.proof.LineProofs;
import llmrouter.proof.MutualProof;

/// A request of one of the operator's commands, which has proved itself, and the way to answer it so that the command
/// knows that the answer is this gateway's. Owned by the request's own thread.
final class OperatorRequest {
    private static final String CONTROL = "/control/";

    private final IncomingRequest request;
    private final MutualProof proof;
    private final String shown;
    private LineProofs lines;

    /// @param shown the proof of the request
    OperatorRequest(IncomingRequest request, MutualProof proof, String shown) {
        this.request = request;
        this.proof = proof;
        this.shown = shown;
    }

    /// Method and name: `POST stop`.
    String command() {
        String path = request.arrival().target().path();
        return request.arrival().method() + " " + (path.startsWith(CONTROL) ? path.substring(CONTROL.length()) : path);
    }

    /// A parameter of the query, or null.
    String parameter(String name) {
        return request.arrival().target().parameter(name);
    }

    void reply(Json.Obj body) throws ClientDisconnectedException {
        reply(200, body);
    }

    void refuse(ApiError error) throws ClientDisconnectedException {
        reply(error.status(), Json.object().put("error", Json.object().put("message", error.message())));
    }

    private void reply(int status, Json.Obj json) throws ClientDisconnectedException {
        String body = json.toString();
        prove(proof.answer(shown, status, body.getBytes(StandardCharsets.UTF_8)));
        request.reply(new Admission.Reply(status, request.arrival().answerFields(), body));
    }

    private void prove(String value) {
        request.answer().always(new Header(MutualProof.PROOF, value));
    }

    /// Begins an answer of lines.
    void open() throws ClientDisconnectedException {
        prove(proof.stream(shown));
        lines = proof.lines(shown);
        request.answer().open(request.arrival().answerFields(), "", false);
    }

    /// Sends lines of such an answer.
    ///
    /// @param text one or more lines; the last one may lack its end
    void send(String text) throws ClientDisconnectedException {
        var sealed = new StringBuilder(text.length() + 80);
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            if (end < 0) end = text.length();
            sealed.append(lines.seal(text.substring(from, end)));
            from = end + 1;
        }
        request.answer().write(sealed.toString(), false);
    }

    /// Ends such an answer.
    void close() throws ClientDisconnectedException {
        request.answer().close();
    }
}
