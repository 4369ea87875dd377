package llmrouter.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.clients.CurlCommand;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.KnownClient;
import llmrouter.config.Format;
import llmrouter.json.Json;

/// What `demo` prints once it listens: where to watch, and what to paste.
///
/// @param program   how the user calls this program, as words for a shell
/// @param folder    the demo's own files
/// @param hasConfig whether the user has a configuration, at which commands look unless they are told otherwise
record DemoBanner(String url, String program, DemoFolder folder, boolean hasConfig) {
    private static final List<KnownClient> AGENTS = List.of(KnownClient.CLAUDE_CODE, KnownClient.CODEX);

    List<String> lines() {
        var lines = new ArrayList<>(List.of(
            "llm-router demo on " + url + " (Ctrl-C ends it)",
            "  north          a simulated provider that speaks " + Format.DEFAULT.title(),
            "  south          a simulated provider that speaks " + Format.DEFAULT.counterpart().title(),
            "  configuration  " + folder.config() + "; a change is taken at once",
            "  requests       " + folder.requestLog() + "; both files are removed at the end",
            "",
            "Open " + url + "/ in a browser to watch what happens. Paste into another terminal:",
            "",
            "1. A chat:",
            "  " + chat(),
            "",
            "2. A stream in the Messages format, from a provider that speaks Chat Completions:",
            "  " + stream(),
            "",
            "3. A failover: north answers 503, so south is called. The header x-llm-router-candidate names the",
            "   candidate that answered, and every attempt is logged in this terminal:",
            "  " + failover(),
            "",
            "4. What happened, and what would happen:"));
        looks().forEach((command, meaning) -> lines.add("  " + command + "   # " + meaning));
        lines.addAll(List.of("",
            "5. A coding agent. Its answers are made up; with the model tools instead of demo it is asked to read",
            "   something, once in a conversation:"));
        for (KnownClient agent : AGENTS) {
            agent.setup(new GatewayAccess(url, null, "demo")).text().forEach(line -> lines.add("  " + line));
        }
        lines.add("");
        return lines;
    }

    /// Commands of this program that look at the demo, with their meaning.
    private Map<String, String> looks() {
        var looks = new LinkedHashMap<String, String>();
        looks.put(program + " status", "both providers, their candidates and caps");
        looks.put(program + " why", "the latest request: its attempts and its tokens");
        String config = hasConfig ? " --config=" + folder.config() : "";
        looks.put(program + " route failover" + config, "where the next request would go");
        return looks;
    }

    /// The same for programs, as one line.
    Json.Obj json() {
        return Json.object().put("url", url).put("commands", Json.strings(List.of(chat(), stream(), failover())))
            .put("looks", Json.strings(looks().keySet())).put("configuration", folder.config().toString())
            .put("requestLog", folder.requestLog().toString());
    }

    private String chat() {
        return CurlCommand.post("-s -w '\\n' ", url + "/v1/chat/completions", null, CurlCommand.hello("demo"));
    }

    private String stream() {
        return CurlCommand.post("-N ", url + "/v1/messages", null,
            CurlCommand.hello("slow").put("max_tokens", 100).put("stream", true));
    }

    private String failover() {
        return CurlCommand.post("-si -w '\\n' ", url + "/v1/chat/completions", null, CurlCommand.hello("failover"));
    }
}
