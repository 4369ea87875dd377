package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.gateway.Summary.Attempt;
import llmrouter.gateway.request.ClientHeaders;
import llmrouter.http.HeaderMap.Header;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Route;

/// How a request was routed, as headers of the answer.
final class RouteRecord {
    /// At most this many entries of a list are shown.
    private static final int MOST = 8;

    private RouteRecord() {}

    /// The headers. Those about a name that the configuration does not have are always sent, because the client did not
    /// get what it asked for; the others only if the operator switched them on.
    static List<Header> headers(AttemptPlan plan, ExchangePolicy policy) {
        var fields = new ArrayList<Header>();
        Route route = plan.route();
        if (policy.debug() || route.reason().isSubstitute()) {
            add(fields, "requested-model", route.requested());
            add(fields, "route-ref", route.ref());
            add(fields, "route-reason", route.reason().word());
        }
        if (!policy.debug()) return fields;
        add(fields, "route-type", route.alias() ? "alias" : "direct");
        add(fields, "route-strategy", route.strategy().word());
        if (plan.hasCandidate()) add(fields, "selected-candidate", plan.current().ref());
        var skipped = new ArrayList<String>();
        for (Skip s : first(plan.skipped())) skipped.add(s.ref() + ":" + String.join("+", s.words()));
        if (!skipped.isEmpty()) add(fields, "skipped-candidates", String.join(",", skipped));
        var attempts = new ArrayList<String>();
        for (Attempt a : first(plan.attempts())) attempts.add(a.toString());
        if (!attempts.isEmpty()) add(fields, "attempts", String.join(",", attempts));
        return fields;
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(MOST, all.size()));
    }

    private static void add(List<Header> fields, String name, String value) {
        fields.add(new Header("x-llm-router-" + name, ClientHeaders.clean(value)));
    }
}
