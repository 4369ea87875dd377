package llmrouter.cli.agent;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json.Obj;

/// The probes as command lines that an agent can paste, and the bodies that both send. A key is named by a variable.
final class LiveCommands {
    /// The variable that holds the gateway's key in all command lines of the guide.
    static final String KEY_VARIABLE = "GATEWAY_KEY";

    private LiveCommands() {}

    /// @param key whether the gateway requires one
    static List<String> lines(String url, boolean key, String model) {
        var lines = new ArrayList<String>();
        if (key) lines.add("export " + KEY_VARIABLE + "='...'  # the gateway's key; ask the user for it, never "
            + "print it");
        String auth = key ? "-H \"authorization: Bearer $" + KEY_VARIABLE + "\" " : "";
        lines.add("curl -sS " + url + "/health");
        lines.add("curl -sS " + auth + url + "/openai/v1/models");
        lines.add("curl -sS " + auth + url + "/anthropic/v1/models");
        lines.add("curl -sS " + auth + url + "/  # free; it lists POST /v1/responses");
        String asked = model == null ? "ALIAS" : model;
        for (AgentClient client : AgentClient.values()) {
            lines.add(post(url + client.path(), auth, client.question(asked)) + "  # asks a provider, which may "
                + "charge");
        }
        return lines;
    }

    private static String post(String url, String auth, Obj body) {
        return "curl -sS " + auth + "-H 'content-type: application/json' " + url + " -d '"
            + body.toString().replace("'", "'\\''") + "'";
    }
}
