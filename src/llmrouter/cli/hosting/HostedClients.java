package llmrouter.cli.hosting;

import java.util.ArrayList;
import java.util.List;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.KnownClient;
import llmrouter.clients.UsualModel;
import llmrouter.config.Config;
import llmrouter.json.Json;

/// What to set in clients of the hosted gateway. A word stands for the key.
record HostedClients(String url, Config config) {
    private static final String KEY = "YOUR_MASTER_KEY";
    private static final List<KnownClient> SHOWN = List.of(KnownClient.CLAUDE_CODE, KnownClient.CODEX,
        KnownClient.OPENAI_SDK, KnownClient.ANTHROPIC_SDK, KnownClient.CURL);

    private GatewayAccess access() {
        String model = UsualModel.of(config);
        return GatewayAccess.of(url, KEY, model == null ? "PROVIDER/MODEL" : model, config);
    }

    /// For people, to paste.
    List<String> lines() {
        var lines = new ArrayList<>(List.of("clients send requests to " + url + " with the master key in the place of "
            + KEY + ":"));
        GatewayAccess access = access();
        for (KnownClient client : SHOWN) lines.addAll(client.setup(access).text());
        lines.add("a client of this machine is set up by: llm-router connect CLIENT --url=" + url
            + " --key-stdin --model=" + access.model());
        return lines;
    }

    /// For programs.
    Json.Obj json() {
        GatewayAccess access = access();
        return Json.object().put("anthropicBaseUrl", access.url()).put("openAiBaseUrl", access.openAiUrl())
            .put("model", access.model());
    }
}
