package llmrouter.gateway;

import llmrouter.routing.RequestEnd;

/// One upstream call, for logs and headers.
///
/// @param candidate `provider/model`
/// @param status    HTTP status, or 0 if there was none
/// @param end       how it ended
/// @param number    counts the attempts on this candidate, from 1
/// @param ms        from the call to its end
public record Attempt(String candidate, int status, RequestEnd end, int number, long ms) {
    @Override
    public String toString() {
        return candidate + ":" + (status == 0 ? "-" : status) + "/" + end.word() + "#" + number;
    }
}
