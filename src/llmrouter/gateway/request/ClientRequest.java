package llmrouter.gateway.request;

import llmrouter.admission.ClientAccess;
import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.config.secrets.SecretWords;
import llmrouter.http.HeaderMap;
import llmrouter.json.JsonScan;
import llmrouter.protocol.earlier.EarlierAnswers;

/// A client's request as the edge received it, decoded and within its limits.
///
/// @param id           the gateway's id for it
/// @param endpoint     one that takes a POST
/// @param format       the client's format, or null if only the body can tell
/// @param body         the text, exactly as sent
/// @param epochSeconds when it came, for formats that date their answers
/// @param seed         of the random sequence that spreads retries
/// @param instance     this gateway's name in the loop-detection header
/// @param client       what the client's key allows
/// @param earlier      the answers that it may refer to
/// @param secrets      what no error that comes of it may show
/// @param scanned      the body, if the edge has scanned it; null if it has not, or if the body is not a JSON object
public record ClientRequest(String id, Endpoint endpoint, Format format, HeaderMap headers, String body,
        long epochSeconds, long seed, String instance, ClientAccess client, EarlierAnswers earlier,
        SecretWords secrets, JsonScan scanned) {
    /// Of an edge that leaves the scan of the body to the core.
    public ClientRequest(String id, Endpoint endpoint, Format format, HeaderMap headers, String body,
            long epochSeconds, long seed, String instance, ClientAccess client, EarlierAnswers earlier,
            SecretWords secrets) {
        this(id, endpoint, format, headers, body, epochSeconds, seed, instance, client, earlier, secrets, null);
    }

    /// To a gateway that remembers no answers and has no secrets.
    public ClientRequest(String id, Endpoint endpoint, Format format, HeaderMap headers, String body,
            long epochSeconds, long seed, String instance, ClientAccess client) {
        this(id, endpoint, format, headers, body, epochSeconds, seed, instance, client, EarlierAnswers.NONE,
            SecretWords.NONE);
    }

    /// Of a client that may do everything.
    public ClientRequest(String id, Endpoint endpoint, Format format, HeaderMap headers, String body,
            long epochSeconds, long seed, String instance) {
        this(id, endpoint, format, headers, body, epochSeconds, seed, instance, ClientAccess.UNLIMITED);
    }

    /// The same request once its format is known.
    public ClientRequest withFormat(Format known) {
        return new ClientRequest(id, endpoint, known, headers, body, epochSeconds, seed, instance, client, earlier,
            secrets, scanned);
    }

    /// The same request, of which no error may show these.
    public ClientRequest hiding(SecretWords other) {
        return new ClientRequest(id, endpoint, format, headers, body, epochSeconds, seed, instance, client, earlier,
            other, scanned);
    }

    /// The same request with another text.
    public ClientRequest withBody(String text) {
        return new ClientRequest(id, endpoint, format, headers, text, epochSeconds, seed, instance, client, earlier,
            secrets);
    }

    /// The most tokens that the answer may have, or -1 if the request does not say so. Reads the body's top level.
    public long answerLimit() {
        var top = JsonScan.of(body);
        for (String field : new String[] {"max_completion_tokens", "max_output_tokens", "max_tokens"}) {
            long limit = top.number(field, -1);
            if (limit > 0) return limit;
        }
        return -1;
    }
}
