package llmrouter.clients;

import llmrouter.json.Json;

/// A `curl` command line that posts JSON to a gateway.
public final class CurlCommand {
    private CurlCommand() {}

    /// @param options of curl, with a space at the end; or empty
    /// @param key     to show, or null
    public static String post(String options, String url, String key, Json body) {
        String authorization = key == null ? "" : " -H 'authorization: Bearer " + key + "'";
        return "curl " + options + url + " -H 'content-type: application/json'" + authorization + " -d '"
            + body.toString().replace("'", "'\\''") + "'";
    }

    /// A request of one user message.
    public static Json.Obj hello(String model) {
        Json.Obj message = Json.object().put("role", "user").put("content", "Hello");
        return Json.object().put("model", model).put("messages", Json.array(message));
    }
}
