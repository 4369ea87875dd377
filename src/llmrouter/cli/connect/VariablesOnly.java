package llmrouter.cli.connect;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.json.Json;

/// `connect` for a client that can only be told by variables: prints them for a shell, and changes nothing.
final class VariablesOnly {
    private static final String KEY = "YOUR_CLIENT_KEY";

    private VariablesOnly() {}

    static int run(Invocation in, CodingAgent agent) throws IOException {
        if (in.arguments().isOn("undo")) {
            throw CliError.usage(agent.name() + " has no settings file, so there is nothing to undo; unset its variables");
        }
        GatewayChoice gateway = GatewayChoice.of(in);
        GatewayAccess access = gateway.access(in, gateway.keyed() || in.secretFlag("key") != null ? KEY : null);
        Map<String, String> variables = new TreeMap<>(agent.launch().of(access).environment());
        if (in.arguments().isOn("json")) {
            var values = Json.object();
            variables.forEach(values::put);
            in.print(Json.object().put("operation", "connect").put("client", agent.id()).put("file", Json.Null.NULL)
                .put("url", gateway.url()).put("model", access.model()).put("changed", false)
                .put("environment", values));
            return ExitCode.DONE;
        }
        in.say(agent.name() + " takes its provider from variables only, so no file was changed. 'llm-router code "
            + agent.id() + "' starts it with them. For every start, add these lines to the profile of your shell:");
        variables.forEach((name, value) -> in.print("export " + name + "='" + value.replace("'", "'\\''") + "'"));
        if (access.key() != null) in.say("put a key of the gateway in place of " + KEY
            + "; 'llm-router config add-key " + agent.id() + "' makes one");
        return ExitCode.DONE;
    }
}
