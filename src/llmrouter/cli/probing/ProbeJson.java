package llmrouter.cli.probing;

import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.probe.ProbePlace;
import llmrouter.probe.ProbeResult;
import llmrouter.probe.ProbeResult.EndpointFinding;
import llmrouter.probe.ProbeResult.ListFinding;
import llmrouter.probe.ProbeResult.ModelFinding;
import llmrouter.routing.OfferedModels.Offer;

/// The result of a probe as JSON for programs.
final class ProbeJson {
    private ProbeJson() {}

    static Obj of(ProbeResult result) {
        Arr endpoints = Json.array();
        for (EndpointFinding endpoint : result.endpoints()) endpoints.add(of(endpoint));
        Arr models = Json.array();
        for (ModelFinding model : result.models()) models.add(of(model));
        Arr lists = Json.array();
        for (ListFinding list : result.lists()) lists.add(of(list));
        return Json.object().put("complete", result.complete()).put("cancelled", result.cancelled())
            .put("requests", result.requests())
            .put("formats", Json.strings(result.formats().stream().map(Format::word).toList()))
            .put("unprovenModels", Json.strings(result.unprovenModels()))
            .put("endpoints", endpoints).put("models", models).put("lists", lists);
    }

    private static Obj of(EndpointFinding endpoint) {
        Obj json = Json.object().put("format", endpoint.place().format().word())
            .put("url", endpoint.place().shownUrl()).put("proven", endpoint.proven())
            .put("proof", switch (endpoint.proof()) {
                case ANSWERED -> "answered";
                case READ -> "read";
                case NONE -> "none";
            });
        if (endpoint.auth() != null) json.put("auth", ProbePlace.words(endpoint.auth()));
        if (endpoint.evidence() != null) json.put("evidence", endpoint.evidence());
        if (endpoint.trouble() == null) return json;
        return json.put("trouble", endpoint.trouble().word()).put("detail", endpoint.detail());
    }

    private static Obj of(ModelFinding model) {
        Obj json = Json.object().put("model", model.model()).put("format", model.place().format().word())
            .put("url", model.place().shownUrl()).put("proven", model.proven());
        if (model.proven()) return json.put("evidence", model.detail());
        return json.put("trouble", model.trouble().word()).put("detail", model.detail());
    }

    private static Obj of(ListFinding list) {
        Obj json = Json.object().put("url", list.url()).put("listed", list.listed());
        if (!list.listed()) return json.put("trouble", list.trouble().word()).put("detail", list.detail());
        Arr models = Json.array();
        for (Offer offer : list.offers()) models.add(of(offer));
        return json.put("models", models);
    }

    private static Obj of(Offer offer) {
        Obj json = Json.object().put("id", offer.id());
        if (offer.name() != null) json.put("name", offer.name());
        if (offer.contextWindow() != null) json.put("contextWindow", offer.contextWindow());
        if (offer.maxOutputTokens() != null) json.put("maxOutputTokens", offer.maxOutputTokens());
        return offer.capabilities().isUnknown() ? json : json.put("capabilities", of(offer.capabilities()));
    }

    static Obj of(Capabilities capabilities) {
        Obj json = Json.object();
        capabilities.known().forEach((name, able) -> json.put(name, Json.of(able)));
        return json;
    }
}
