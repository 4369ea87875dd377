package llmrouter.gateway;

/// One upstream call, for logs and headers.
///
/// @param candidate `provider/model`
/// @param status    HTTP status, or 0 if there was none
/// @param category  the failure's word, or `ok`
/// @param number    counts the attempts on this candidate, from 1
/// @param ms        from the call to its end
public record Attempt(String candidate, int status, String category, int number, long ms) {
    @Override
    public String toString() {
        return candidate + ":" + (status == 0 ? "-" : status) + "/" + category + "#" + number;
    }
}
