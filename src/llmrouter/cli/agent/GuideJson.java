package llmrouter.cli.agent;

import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Command;
import llmrouter.cli.Operation;
import llmrouter.cli.agent.AgentGuide.Duty;
import llmrouter.cli.agent.AgentState.KeyState;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.report.ConfigJson;
import llmrouter.service.Instance;

/// The guide as JSON: the same facts and the same command lines as its text.
final class GuideJson {
    private GuideJson() {}

    static Obj of(AgentGuide guide) {
        Obj json = Json.object().put("name", "llm-router").put("version", Version.CURRENT)
            .put("profile", "agent-guide-v3").put("commands", commands(guide.table().commands()))
            .put("state", state(guide.state())).put("gateway", gateway(guide.target()))
            .put("choices", Json.strings(guide.choices())).put("liveTest", guide.live().json())
            .put("liveCommands", Json.strings(guide.liveCommands())).put("configure", configure())
            .put("run", steps(GuideStep.RUN));
        Arr clients = Json.array();
        for (AgentClient client : AgentClient.values()) {
            clients.add(Json.object().put("client", client.word()).put("gate", guide.live().gates().get(client).word())
                .put("lines", Json.strings(guide.connectLines(client))));
        }
        Arr duties = Json.array();
        for (Duty duty : guide.duties()) {
            duties.add(Json.object().put("line", "llm-router " + duty.line()).put("what", duty.what()));
        }
        return json.put("connect", clients).put("operate", duties).put("next", Json.strings(guide.suggestions()));
    }

    /// What may have changed since the guide was read.
    static Obj news(AgentGuide guide) {
        return Json.object().put("state", state(guide.state())).put("gateway", gateway(guide.target()))
            .put("liveTest", guide.live().json()).put("next", Json.strings(guide.suggestions()));
    }

    /// Names and purposes; `llm-router help --json` has the flags.
    private static Arr commands(List<Command> commands) {
        Arr list = Json.array();
        for (Command command : commands) {
            Arr operations = Json.array();
            for (Operation operation : command.operations()) {
                operations.add(Json.object().put("name", operation.name()).put("summary", operation.summary()));
            }
            list.add(Json.object().put("name", command.name()).put("summary", command.summary())
                .put("operations", operations));
        }
        return list;
    }

    private static Obj state(AgentState state) {
        Arr providers = Json.array();
        for (Provider provider : state.enabledProviders()) {
            providers.add(Json.object().put("id", provider.id()).put("baseUrl", provider.baseUrl()));
        }
        Arr keys = Json.array();
        for (KeyState key : state.keys()) {
            keys.add(Json.object().put("provider", key.provider()).put("place", key.place())
                .put("missing", ConfigJson.textOrNull(key.missing())));
        }
        return Json.object().put("config", state.path()).put("exists", state.exists())
            .put("valid", state.problems().isEmpty()).put("problems", Json.strings(state.problems()))
            .put("providers", providers).put("providerKeys", keys).put("models", Json.strings(state.models()))
            .put("aliases", Json.strings(state.config().aliases().keySet())).put("caps", Json.strings(state.caps()))
            .put("defaultModel", ConfigJson.textOrNull(state.config().defaultModel()))
            .put("unknownModels", ConfigJson.textOrNull(state.config().unknownModels()))
            .put("masterKey", state.hasMasterKey()).put("clientKeys", state.config().masterKeys().size());
    }

    private static Obj gateway(GatewayTarget target) {
        Arr others = Json.array();
        for (Instance each : target.own()) {
            if (!each.equals(target.entry())) {
                others.add(Json.object().put("url", each.url()).put("config", ConfigJson.textOrNull(each.config())));
            }
        }
        Boolean key = target.keyed();
        return Json.object().put("running", target.running()).put("url", target.url())
            .put("requiresKey", key == null ? Json.Null.NULL : Json.of(key))
            .put("config", ConfigJson.textOrNull(target.config()))
            .put("leftOut", leftOut(target)).put("others", others);
    }

    private static Json leftOut(GatewayTarget target) {
        if (target.status() == null) return Json.Null.NULL;
        Arr list = Json.array();
        target.leftOut().forEach(l -> list.add(Json.object().put("provider", l.provider()).put("why", l.why())));
        return list;
    }

    private static Arr configure() {
        Arr list = steps(GuideStep.CONFIGURE);
        return list.add(GuideStep.KEY.json(list.items().size() + 1));
    }

    private static Arr steps(List<GuideStep> steps) {
        Arr list = Json.array();
        int number = 1;
        for (GuideStep step : steps) list.add(step.json(number++));
        return list;
    }
}
