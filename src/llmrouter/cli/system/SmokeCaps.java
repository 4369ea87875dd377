package llmrouter.cli.system;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;

/// How many requests the caps of the configuration still have room for, as far as running gateways with the same
/// configuration say. The gateways do not learn of the requests of `smoke`. One thread uses it.
final class SmokeCaps {
    private final Config config;
    /// By `provider/cap`; a cap that no gateway named is not in it.
    private final Map<String, Long> left = new HashMap<>();

    private SmokeCaps(Config config) {
        this.config = config;
    }

    static SmokeCaps of(Invocation in, Config config) throws IOException {
        var caps = new SmokeCaps(config);
        for (Instance gateway : Instances.in(in.shell().home(), in::say).runningWith(in.configFile())) {
            LocalAnswer status = LocalCall.control(gateway, "GET", "status");
            if (!status.isOk()) continue;
            for (Json.Obj cap : status.body().objects("buckets")) {
                caps.learn(cap.text("bucket"), cap.object("requests"));
                caps.learn(cap.text("bucket"), cap.object("tokens"));
            }
        }
        return caps;
    }

    /// @param use `{"used":3,"limit":5}` or null. One request needs at least one token, so tokens count as requests do
    private void learn(String cap, Json.Obj use) {
        if (use != null) left.merge(cap, use.number("limit", 0) - use.number("used", 0), Math::min);
    }

    /// Whether a chosen provider has a cap, so that the user is told how `smoke` counts.
    boolean any(List<String> models) {
        return models.stream().map(this::provider).anyMatch(p -> p != null && !p.rateLimits().isEmpty());
    }

    /// Takes room for one request in each cap that counts it.
    ///
    /// @param ref `provider/model`
    /// @return the full cap as `provider/cap`, which leaves the room as it was; null if there was room
    String take(String ref) {
        Provider provider = provider(ref);
        if (provider == null) return null;
        String model = ref.substring(provider.id().length() + 1);
        List<String> caps = provider.rateLimits().stream().filter(cap -> counts(cap, model))
            .map(cap -> provider.id() + "/" + cap.id()).filter(left::containsKey).toList();
        for (String cap : caps) {
            if (left.get(cap) <= 0) return cap;
        }
        caps.forEach(cap -> left.merge(cap, -1L, Long::sum));
        return null;
    }

    private static boolean counts(Bucket cap, String model) {
        return cap.models().isEmpty() || cap.models().contains(model);
    }

    private Provider provider(String ref) {
        return config.provider(ref.substring(0, ref.indexOf('/')));
    }
}
