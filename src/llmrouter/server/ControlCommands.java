package llmrouter.server;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.report.WakeReport;
import llmrouter.routing.CandidateSelection;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.OfferedModels;

/// `/control/…`: what the operator's own commands ask: `stop`, `reload`, `wake`, `status`, `config` after it has saved
/// a change, and a `start` that takes over. [OperatorDoor] admits them only with their proof, also while the gateway
/// drains.
final class ControlCommands {
    private final Operator operator;
    private final SharedServices shared;
    private final Supplier<ActiveConfig> active;
    private final Supplier<Json.Obj> status;

    ControlCommands(Operator operator, SharedServices shared, Supplier<ActiveConfig> active,
            Supplier<Json.Obj> status) {
        this.operator = operator;
        this.shared = shared;
        this.active = active;
        this.status = status;
    }

    /// @throws GatewayError there is no such command, or it is not possible now
    void run(OperatorRequest request) throws Exception {
        switch (request.command()) {
            case "GET identity" -> request.reply(identity());
            case "GET status" -> request.reply(status.get());
            case "GET offered" -> request.reply(offered());
            case "POST look" -> request.reply(operator.look(request.parameter("keyless")));
            case "POST reload" -> request.reply(operator.reload());
            case "POST wake" -> request.reply(wake(request.parameter("name")));
            case "POST stop" -> {
                request.reply(Json.object().put("stopping", true));
                operator.stop();
            }
            case "POST yield" -> handOver(request);
            default -> throw new GatewayError(ApiError.of(404, ApiError.Kind.NOT_FOUND,
                "There is no such control command."));
        }
    }

    private Json.Obj identity() {
        return operator.identity().put("draining", shared.lifecycle().stage().isEnding());
    }

    /// Ends cooldowns and circuits.
    ///
    /// @param name of a provider, a model or an alias; null for all
    /// @return `known`; `ended` if the name means something ([WakeReport]), else `near`
    private Json.Obj wake(String name) {
        ActiveConfig now = active.get();
        return switch (CandidateSelection.of(name, now.config(), now.routes())) {
            case CandidateSelection.Unknown(List<String> near) ->
                Json.object().put("known", false).put("near", Json.strings(near));
            case CandidateSelection.Selected(Predicate<String> candidates) -> {
                List<EndedCooldown> ended = shared.state().end(candidates);
                for (EndedCooldown one : ended) operator.say("as 'llm-router wake' asked, " + one.line());
                yield Json.object().put("known", true).put("ended", WakeReport.json(ended));
            }
        };
    }

    /// The lists of models that are known of providers with the model `*`:
    /// `{"lists":[{"provider":"p","models":["m"]}]}`.
    private Json.Obj offered() {
        ActiveConfig now = active.get();
        Json.Arr lists = Json.array();
        for (Provider provider : now.config().providers()) {
            List<String> ids = now.routes().offered(provider).stream().map(OfferedModels.Offer::id).toList();
            if (ids.isEmpty()) continue;
            lists.add(Json.object().put("provider", provider.id()).put("models", Json.strings(ids)));
        }
        return Json.object().put("lists", lists);
    }

    private void handOver(OperatorRequest request) throws InterruptedException {
        if (!operator.handOver()) {
            throw new GatewayError(ApiError.of(409, ApiError.Kind.INVALID_REQUEST, "The gateway is already stopping."));
        }
        new Handover(shared, request).run();
    }
}
