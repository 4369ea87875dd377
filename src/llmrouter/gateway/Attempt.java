package llmrouter.gateway;

/// One upstream call, for logs and headers.
///
/// @param candidate `provider/model`
/// @param status    HTTP status, or 0 if there was none
/// @param category  the failure's word, or `ok`
public record Attempt(String candidate, int status, String category, int number) {
    @Override
    public String toString() {
        return candidate + ":" + (status == 0 ? "-" : status) + "/" + category + "#" + number;
    }
}
