package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.Ids;
import llmrouter.config.Provider;
import llmrouter.config.edit.BucketPatch;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.text.NearestName;

/// `config --operation=set-provider-rate-limits`: adds caps to a provider, changes of them exactly what was given, or takes one out.
final class SetRateLimits {
    private static final List<String> SINGLE = List.of("bucket-id", "bucket-name", "bucket-models", "models", "bucket-requests", "bucket-tokens",
        "bucket-concurrency", "bucket-window");

    private final Invocation in;
    private final Arguments given;
    private final List<String> ids = new ArrayList<>();
    private String provider;
    private int count;

    private SetRateLimits(Invocation in) {
        this.in = in;
        this.given = in.arguments();
    }

    static int run(Invocation in) {
        return new SetRateLimits(in).run();
    }

    private int run() {
        refuseMixture();
        boolean remove = given.isOn("remove-bucket");
        List<BucketPatch> patches = remove ? List.of() : given.given("rate-limits") ? BucketInput.ofJson(given.text("rate-limits"))
            : List.of(BucketInput.ofFlags(given));
        var saved = ConfigChange.save(in, draft -> {
            provider = ConfigLookup.provider(in, draft);
            if (remove) remove(draft);
            else apply(patches, draft);
            count = BucketPatch.ids(draft, provider).size();
        });
        report(saved, remove);
        return 0;
    }

    private void refuseMixture() {
        boolean remove = given.isOn("remove-bucket");
        if (remove && !given.given("bucket-id")) throw CliError.usage("which cap is to be removed? Give --bucket-id");
        for (String flag : SINGLE) {
            if (!given.given(flag)) continue;
            if (given.given("rate-limits")) throw CliError.usage("give either --rate-limits or --" + flag + ", not both");
            if (remove && !flag.equals("bucket-id")) throw CliError.usage("--remove-bucket needs only --bucket-id; leave out --" + flag);
        }
        if (remove && given.given("rate-limits")) throw CliError.usage("give either --rate-limits or --remove-bucket, not both");
        if (remove && given.isOn("replace-rate-limits")) throw CliError.usage("give either --replace-rate-limits or --remove-bucket, not both");
        if (given.given("bucket-models") && given.given("models")) throw CliError.usage("--bucket-models and --models say the same; give only one");
    }

    private void remove(ConfigDraft draft) {
        String id = given.text("bucket-id");
        List<String> known = BucketPatch.ids(draft, provider);
        if (BucketPatch.remove(draft, provider, id)) return;
        throw CliError.usage("provider '" + provider + "' has no cap '" + id + "'" + NearestName.hint(id, known) + "; it has "
            + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    private void apply(List<BucketPatch> patches, ConfigDraft draft) {
        ids.clear();
        if (given.isOn("replace-rate-limits")) BucketPatch.clear(draft, provider);
        for (BucketPatch patch : patches) {
            if (patch.isNew(draft, provider)) refuseIncomplete(patch);
            String id = patch.applyTo(draft, provider);
            ids.add(id);
            String usual = patch.id() == null ? Ids.bucketId(patch.members().text("name"), List.of()) : id;
            if (!id.equals(usual)) in.say("note: there is a cap '" + usual + "' already, the new one is '" + id + "'; --bucket-id=" + usual + " changes the first");
        }
    }

    private static void refuseIncomplete(BucketPatch patch) {
        Obj members = patch.members();
        var missing = new ArrayList<String>();
        boolean counts = members.number("requests") != null || members.number("tokens") != null;
        if (members.items("models").isEmpty()) missing.add("its models (all, or ids)");
        if (!counts && members.number("concurrency") == null) missing.add("how many requests, tokens or concurrent requests it allows");
        if ((counts || members.number("concurrency") == null) && members.object("window") == null) missing.add("its window, e.g. minute:1");
        if (missing.isEmpty()) return;
        String who = patch.id() == null ? members.text("name") : patch.id();
        throw CliError.usage("there is no cap '" + who + "' to change, and a new one also needs " + String.join(", and ", missing));
    }

    private void report(ConfigChange saved, boolean remove) {
        Config config = saved.config();
        var limits = new ArrayList<Bucket>();
        if (config != null) for (Provider p : config.providers()) if (p.id().equals(provider)) limits.addAll(p.rateLimits());
        if (given.isOn("json")) {
            Arr all = Json.array();
            for (Bucket bucket : limits) all.add(ConfigJson.bucket(bucket));
            in.print(saved.json("set-provider-rate-limits").put("providerId", provider).put(remove ? "removed" : "buckets",
                remove ? Json.of(given.text("bucket-id")) : Json.strings(ids)).put("bucketCount", count).put("rateLimits", all));
            return;
        }
        in.print(remove ? "removed cap " + given.text("bucket-id") + " of " + provider + " from " + saved.path()
            : saved.verb() + " rate limits of " + provider + " in " + saved.path());
        in.print("bucketCount=" + count);
        for (Bucket bucket : limits) in.print("- " + ListConfig.row(bucket));
    }
}
