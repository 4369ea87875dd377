package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Bucket;
import llmrouter.config.Provider;
import llmrouter.config.edit.BucketChange;
import llmrouter.config.edit.BucketChange.BucketsChanged;
import llmrouter.config.edit.BucketChange.RemoveBucket;
import llmrouter.config.edit.BucketChange.RenamedBucket;
import llmrouter.config.edit.BucketChange.SetBuckets;
import llmrouter.config.edit.input.BucketInput;
import llmrouter.config.edit.input.BucketInput.BucketJson;
import llmrouter.config.edit.input.BucketInput.CapList;
import llmrouter.config.edit.input.BucketInput.OneBucket;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.report.ConfigJson;

/// `config set-caps`: adds caps to a provider, changes only the given settings of
/// existing ones, or removes one.
final class SetRateLimits {
    /// The flags that are about one cap.
    private static final List<String> SINGLE = List.of("cap-id", "cap-name", "cap-models", "models",
        "cap-requests", "cap-tokens", "cap-concurrency", "cap-window");

    private SetRateLimits() {}

    static int run(Invocation in) {
        Arguments given = in.arguments();
        boolean remove = given.isOn("remove-cap");
        if (remove) checkRemoval(given);
        refuseMixture(given);
        String said = Given.of(in).text(0, "provider-id");
        int slash = said == null ? -1 : said.indexOf('/');
        String provider = slash < 0 ? said : said.substring(0, slash);
        String model = slash < 0 ? null : said.substring(slash + 1);
        BucketChange change = remove ? new RemoveBucket(provider, given.text("cap-id"))
            : new SetBuckets(provider, input(given, model), given.isOn("replace-caps"));
        SavedChange<BucketsChanged> saved = ConfigFile.save(in, change);
        for (RenamedBucket renamed : saved.result().renamed()) {
            in.say("note: there is a cap '" + renamed.taken() + "' already, so the new one is '" + renamed.id()
                + "'; --cap-id=" + renamed.taken() + " changes the first");
        }
        for (String warning : saved.result().warnings()) in.say("warning: " + warning);
        var report = new ChangeReport(in, saved);
        if (report.asJson()) report.print(json(saved, remove ? given.text("cap-id") : null));
        else print(in, report, saved, remove);
        return ExitCode.DONE;
    }

    private static void checkRemoval(Arguments given) {
        if (!given.given("cap-id")) throw CliError.usage("which cap is to be removed? Give --cap-id");
        if (given.given("rate-limits")) throw CliError.usage("give either --rate-limits or --remove-cap, not both");
        if (given.isOn("replace-caps")) {
            throw CliError.usage("give either --replace-caps or --remove-cap, not both");
        }
        for (String flag : SINGLE) {
            if (flag.equals("cap-id") || !given.given(flag)) continue;
            throw CliError.usage("--remove-cap needs only --cap-id; leave out --" + flag);
        }
    }

    private static void refuseMixture(Arguments given) {
        for (String flag : SINGLE) {
            if (!given.given("rate-limits") || !given.given(flag)) continue;
            throw CliError.usage("give either --rate-limits or --" + flag + ", not both");
        }
        for (String flag : List.of("cap-id", "cap-name", "cap-requests", "cap-tokens", "cap-concurrency",
                "cap-window", "rate-limits", "remove-cap")) {
            if (!given.given("caps") || !given.given(flag)) continue;
            throw CliError.usage("give either --caps or --" + flag + ", not both");
        }
        if (given.given("cap-models") && given.given("models")) {
            throw CliError.usage("--cap-models and --models say the same; give only one");
        }
    }

    /// @param model for which the cap is, if the word after the operation says it
    private static BucketInput input(Arguments given, String model) {
        if (given.given("caps")) {
            return new CapList(given.text("caps"), given.text("cap-models", given.text("models", model)));
        }
        if (given.given("rate-limits")) return new BucketJson(given.text("rate-limits"));
        String models = given.text("cap-models", given.text("models", model));
        return new OneBucket(given.text("cap-id"), given.text("cap-name"), models,
            given.integer("cap-requests"), given.integer("cap-tokens"), given.integer("cap-concurrency"),
            given.text("cap-window"));
    }

    /// @param removed the id of the cap that was removed, or null
    private static Obj json(SavedChange<BucketsChanged> saved, String removed) {
        BucketsChanged result = saved.result();
        Obj json = saved.json("set-provider-rate-limits").put("providerId", result.provider());
        json.put("removed", ConfigJson.textOrNull(removed)).put("buckets", Json.strings(result.ids()));
        Arr all = Json.array();
        for (Bucket bucket : buckets(saved)) all.add(ConfigJson.bucket(bucket));
        return json.put("bucketCount", result.count()).put("rateLimits", all);
    }

    private static void print(Invocation in, ChangeReport report, SavedChange<BucketsChanged> saved, boolean removed) {
        String provider = saved.result().provider();
        String id = in.arguments().text("cap-id");
        if (removed) report.headline("removed", "cap " + id + " of " + provider, "from");
        else report.headline("changed", "caps of " + provider, "in");
        in.print("bucketCount=" + saved.result().count());
        for (Bucket bucket : buckets(saved)) in.print("- " + ListConfig.row(bucket));
        if (removed) report.diff();
        else report.details("provider " + provider);
    }

    private static List<Bucket> buckets(SavedChange<BucketsChanged> saved) {
        Provider provider = saved.provider(saved.result().provider());
        return provider == null ? List.of() : provider.rateLimits();
    }
}
