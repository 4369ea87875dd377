package llmrouter.deploy.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes valid configurations that use every member, each in some of its spellings, from a seed.
final class RandomConfigs {
    private static final List<String> FORMATS = List.of("\"openai\"", "\"claude\"", "\"responses\"");
    private static final List<String> STRATEGIES = List.of("ordered", "rr", "weighted-rr", "auto",
        "quota-aware-weighted-rr");

    private final Random random;

    RandomConfigs(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        int providers = 1 + random.nextInt(4);
        var refs = new ArrayList<String>();
        for (int p = 0; p < providers; p++) {
            for (int m = 0; m < 3; m++) refs.add("p" + p + "/m" + m);
        }
        var list = new ArrayList<String>();
        for (int p = 0; p < providers; p++) list.add(provider(p, refs));
        var members = new ArrayList<String>(List.of("\"providers\":[" + String.join(",", list) + "]"));
        maybe(members, "\"masterKey\":\"key-%d\"".formatted(random.nextInt(1000)));
        maybe(members, "\"masterKeys\":[{\"name\":\"ci\",\"keySha256\":\"" + "ab".repeat(32) + "\",\"models\":[\""
            + any(refs) + "\",\"p0/*\"],\"expires\":1893456000,\"rateLimits\":[" + cap("all") + "]}]");
        maybe(members, "\"defaultModel\":\"" + any(refs) + "\"");
        maybe(members, "\"unknownModels\":\"" + any(refs) + "\"");
        maybe(members, "\"strictTranslation\":true");
        maybe(members, "\"modelAliases\":{\"a\":" + alias(refs) + ",\"b.c\":" + alias(refs)
            + ",\"outer\":{\"targets\":[\"alias:a\"],\"metadata\":{}}}");
        return "{" + String.join(",", members) + "}";
    }

    private String provider(int number, List<String> refs) {
        var members = new ArrayList<String>(List.of("\"id\":\"p" + number + "\"", "\"models\":[" + model(0, refs,
            number)
            + "," + model(1, refs, number) + "," + model(2, refs, number) + (random.nextInt(4) == 0 ? ",\"*\"]"
            : "]")));
        boolean usual = random.nextBoolean();
        if (usual) members.add("\"baseUrl\":\"https://p" + number + ".example/v1\"");
        if (usual) members.add("\"formats\":[" + any(FORMATS) + "]");
        if (!usual || random.nextBoolean()) {
            members.add("\"baseUrlByFormat\":{" + any(FORMATS) + ":\"https://own" + number + ".example\"}");
        }
        maybe(members, "\"name\":\"Provider " + number + " ä\"");
        if (number > 0) maybe(members, "\"enabled\":false");
        maybe(members, "\"apiKey\":\"sk-" + random.nextInt(1000) + "\"");
        maybe(members, "\"auth\":{\"headerName\":\"X-Key\",\"prefix\":\"Key \"}");
        maybe(members, "\"authByFormat\":{\"claude\":\"bearer\",\"openai\":{\"type\":\"header\",\"header\":\"x-k\"}}");
        maybe(members, "\"headers\":{\"X-Team\":\"a\",\"User-Agent\":false,\"X-No\":null,\"X-Seven\":7}");
        maybe(members, "\"anthropicVersion\":\"2023-06-01\"");
        maybe(members, "\"anthropicBeta\":[\"one\",\"two\"]");
        maybe(members, "\"timeouts\":{\"connectMs\":5000,\"idleMs\":0,\"answerMs\":\"90000\"}");
        maybe(members, "\"rateLimits\":[" + cap("m0") + "," + cap("all") + "]");
        maybe(members, "\"proxy\":\"none\"");
        maybe(members, "\"lastProbe\":{\"ok\":true}");
        return "{" + String.join(",", members) + "}";
    }

    private String model(int number, List<String> refs, int provider) {
        if (random.nextInt(3) == 0) return "\"m" + number + "\"";
        var members = new ArrayList<String>(List.of("\"id\":\"m" + number + "\""));
        maybe(members, "\"aliases\":[\"x" + number + "\",\"y" + number + "\"]");
        if (number > 0) maybe(members, "\"enabled\":false");
        maybe(members, "\"contextWindow\":200000");
        maybe(members, "\"maxOutputTokens\":\"8192\"");
        maybe(members, "\"inlineThinking\":false");
        maybe(members, "\"cost\":{\"input\":3}");
        maybe(members, "\"capabilities\":{\"tools\":true,\"images\":false}");
        String other = any(refs);
        if (!other.equals("p" + provider + "/m" + number)) maybe(members, "\"silentFallbacks\":[\"" + other + "\"]");
        return "{" + String.join(",", members) + "}";
    }

    private String cap(String model) {
        String name = random.nextBoolean() ? "\"name\":\"Cap of " + model + "\"," : "";
        return "{" + name + "\"models\":[\"" + model + "\"],\"concurrency\":4,"
            + (random.nextBoolean() ? "\"requests\":60,\"window\":\"month:2\"}"
                : "\"tokens\":1000,\"window\":{\"unit\":\"hour\",\"size\":5}}");
    }

    private String alias(List<String> refs) {
        String first = any(refs);
        String weighted = random.nextBoolean() ? "" : ",{\"ref\":\"" + any(refs) + "\",\"weight\":2.50}";
        String fallback = random.nextBoolean() ? "" : ",\"fallbackTargets\":[\"" + any(refs) + "\"]";
        return "{\"strategy\":\"" + any(STRATEGIES) + "\",\"targets\":[\"" + first + "\"" + weighted + "]" + fallback
            + "}";
    }

    private void maybe(List<String> members, String member) {
        if (random.nextBoolean()) members.add(member);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
