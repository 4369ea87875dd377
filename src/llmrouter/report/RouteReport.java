package llmrouter.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.gateway.RoutePreview;
import llmrouter.json.Json;
import llmrouter.records.RequestRecord;
import llmrouter.records.StatusJson;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Route;
import llmrouter.routing.SkipReason;

/// What a gateway would do with a request: as JSON, and as text for people.
///
/// @param config in which the route was found
public record RouteReport(RoutePreview preview, Config config) {

    /// The order of the calls, the skipped candidates, and the state of all candidates and caps of the route.
    public Json.Obj json() {
        Json.Arr order = Json.array();
        for (RoutePreview.Step step : preview.steps()) order.add(json(step));
        return Json.object().put("requested", preview.route().requested()).put("format", preview.client().word())
            .put("route", route()).put("order", order).put("skipped", RequestRecord.skips(preview.skipped()))
            .put("leftOut", StatusJson.leftOut(leftOutProviders()))
            .put("candidates", StatusJson.candidates(preview.snapshot(), config))
            .put("buckets", StatusJson.caps(preview.choices(), preview.snapshot()))
            .put("at", LocalTime.iso(preview.snapshot().at()));
    }

    private List<Provider> leftOutProviders() {
        return preview.skipped().stream().filter(skip -> skip.reasons().contains(SkipReason.LEFT_OUT))
            .map(skip -> config.provider(Candidate.providerOf(skip.ref()))).distinct().toList();
    }

    private Json.Obj route() {
        Route route = preview.route();
        return RequestRecord.route(route.alias(), route.ref(), route.strategy().word(), route.reason());
    }

    private Json.Obj json(RoutePreview.Step step) {
        Candidate candidate = step.candidate();
        var json = Json.object().put("candidate", candidate.ref()).put("format", candidate.format().word())
            .put("translated", isTranslated(candidate)).put("lastResort", step.lastResort());
        return json.put("weight", hasWeight(candidate) ? new Json.Num(weight(candidate)) : Json.Null.NULL)
            .put("losses", orNull(step.losses())).put("problem", orNull(step.problem()));
    }

    private static Json orNull(String text) {
        return text == null ? Json.Null.NULL : Json.of(text);
    }

    /// The same for people.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        String requested = preview.route().requested();
        String named = requested.isEmpty() ? "No model" : "'" + requested + "'";
        lines.add(named + " in the " + preview.client().word() + " format is "
            + RequestReport.route(route()));
        lines.add(preview.steps().isEmpty() ? "No candidate can be called now."
            : "Called in this order, each only if those before it fail:");
        int number = 1;
        for (RoutePreview.Step step : preview.steps()) lines.add("  " + number++ + ". " + line(step));
        Json.Obj json = json();
        for (Json.Obj skip : json.objects("skipped")) {
            String candidate = skip.text("candidate");
            if (!isCalled(candidate)) lines.add("  not called: " + candidate + ", " + RequestReport.reasons(skip));
        }
        for (Provider provider : leftOutProviders()) lines.add(provider.leftOutLine());
        addUnhealthy(lines, json);
        addCaps(lines, json);
        return lines;
    }

    private boolean isCalled(String ref) {
        return preview.steps().stream().anyMatch(step -> step.candidate().ref().equals(ref));
    }

    private void addUnhealthy(List<String> lines, Json.Obj json) {
        List<Json.Obj> unhealthy = json.objects("candidates").stream()
            .filter(candidate -> !StatusVerdict.healthy(candidate)).toList();
        if (!unhealthy.isEmpty()) lines.add("Unhealthy candidates:");
        for (Json.Obj candidate : unhealthy) lines.add("  " + StatusText.candidate(candidate));
    }

    private void addCaps(List<String> lines, Json.Obj json) {
        List<Json.Obj> caps = json.objects("buckets");
        if (!caps.isEmpty()) lines.add("Caps:");
        for (Json.Obj cap : caps) lines.add("  " + StatusText.cap(cap));
    }

    private String line(RoutePreview.Step step) {
        Candidate candidate = step.candidate();
        var line = new StringBuilder(candidate.ref());
        if (hasWeight(candidate)) line.append(", weight ").append(weight(candidate));
        line.append(isTranslated(candidate) ? ", translated to " + candidate.format().word() : ", unchanged");
        if (!isPrimary(candidate)) line.append(", fallback");
        if (step.lastResort()) line.append(", only because no other candidate is left");
        return line.append(problemOrLosses(step)).toString();
    }

    private static String problemOrLosses(RoutePreview.Step step) {
        if (step.problem() != null) return "; cannot be called: " + step.problem();
        return step.losses() == null || step.losses().isEmpty() ? "" : "; the translation loses " + step.losses();
    }

    private boolean isTranslated(Candidate candidate) {
        return candidate.format() != preview.client();
    }

    private boolean isPrimary(Candidate candidate) {
        return preview.route().primary().stream()
            .anyMatch(weighted -> weighted.candidate().ref().equals(candidate.ref()));
    }

    /// A weight says something only beside the weights of others, and where the strategy weighs.
    private boolean hasWeight(Candidate candidate) {
        boolean several = preview.route().strategy().weighs() && preview.route().primary().size() > 1;
        return several && isPrimary(candidate);
    }

    /// As it stands in a configuration: `2.5`. A choice has it in millionths.
    private String weight(Candidate candidate) {
        for (Choice choice : preview.choices()) {
            if (!choice.ref().equals(candidate.ref())) continue;
            return BigDecimal.valueOf(choice.weight(), 6).stripTrailingZeros().toPlainString();
        }
        throw new IllegalStateException(candidate.ref() + " is not a choice of its route");
    }
}
