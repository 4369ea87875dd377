package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import llmrouter.config.Alias;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;
import llmrouter.text.Plural;
import llmrouter.text.Printable;
import llmrouter.tui.Question.Option;

/// What wizards let a person choose from: the parts of a configuration as options. And the sentences about answers
/// that cannot be right.
final class MenuChoices {
    /// The value of the option that stands for names which are typed in the next step.
    static final String OTHER = "";

    private MenuChoices() {}

    private static Option<String> option(String value, String hint) {
        return new Option<>(value, Printable.of(value), Printable.of(hint));
    }

    static List<Option<String>> providers(Config config) {
        return config.providers().stream().map(MenuChoices::provider).toList();
    }

    private static Option<String> provider(Provider p) {
        String more = p.enabled() ? "" : ", switched off";
        return option(p.id(), p.name() + ", " + Plural.of(p.models().size(), "model") + more);
    }

    /// The provider of an id, switched on or off; null if there is none.
    static Provider provider(Config config, String id) {
        return config.providers().stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
    }

    /// The models of one provider, as their ids.
    static List<Option<String>> modelsOf(Provider provider) {
        return provider.models().stream().map(m -> option(m.id(), hint(m))).toList();
    }

    private static String hint(Model model) {
        String every = model.isEvery() ? "every other model of the provider" : "";
        String off = model.enabled() ? "" : "switched off";
        return every + (every.isEmpty() || off.isEmpty() ? "" : ", ") + off;
    }

    /// Every single model as `provider/model`.
    static List<Option<String>> models(Config config, Predicate<Model> wanted) {
        var options = new ArrayList<Option<String>>();
        for (Provider provider : config.providers()) {
            for (Model model : provider.models()) {
                String off = provider.enabled() ? hint(model) : "its provider is switched off";
                if (wanted.test(model)) options.add(option(provider.id() + "/" + model.id(), off));
            }
        }
        return options;
    }

    static List<Option<String>> singleModels(Config config) {
        return models(config, model -> !model.isEvery());
    }

    static List<Option<String>> aliases(Config config) {
        return config.aliases().values().stream().map(MenuChoices::alias).toList();
    }

    private static Option<String> alias(Alias alias) {
        return option(alias.id(), "alias, " + alias.strategy().word() + ", "
            + Plural.of(alias.targets().size(), "target"));
    }

    /// Everything that a request may name, aliases first.
    static List<Option<String>> names(Config config) {
        var options = new ArrayList<>(aliases(config));
        options.addAll(singleModels(config));
        return options;
    }

    /// With the option for a name that is not in the list, if a provider passes other names through.
    static List<Option<String>> withOther(Config config, List<Option<String>> options, String label) {
        boolean passes = config.providers().stream().anyMatch(p -> p.models().stream().anyMatch(Model::isEvery));
        if (!passes && !options.isEmpty()) return options;
        var all = new ArrayList<>(options);
        all.add(new Option<>(OTHER, label, "typed in the next step"));
        return all;
    }

    static List<Option<String>> caps(Provider provider) {
        return provider.rateLimits().stream().map(cap -> option(cap.id(), describe(cap))).toList();
    }

    private static String describe(Bucket cap) {
        var parts = new ArrayList<String>();
        if (cap.requests() != null) parts.add(Plural.of(cap.requests(), "request"));
        if (cap.tokens() != null) parts.add(Plural.of(cap.tokens(), "token"));
        if (cap.concurrency() != null) parts.add(cap.concurrency() + " at the same time");
        String models = cap.models().isEmpty() ? "all models" : String.join(", ", cap.models());
        String window = cap.window() == null ? "" : " in " + CapWizards.windowText(cap.window());
        return cap.name() + ": " + String.join(", ", parts) + window + " for " + models;
    }

    static List<Option<String>> clientKeys(Config config) {
        return config.masterKeys().stream().map(key -> option(key.name(), "models: "
            + (key.models().isEmpty() ? "all" : String.join(", ", key.models())))).toList();
    }

    // ── lists ──

    /// Texts as one list for a flag.
    static String list(List<String> texts) {
        return String.join(",", texts.stream().map(PastedList::quoted).toList());
    }

    // ── what cannot be right ──

    static final Function<String, String> ANYTHING = _ -> null;

    /// @param what the text is, with its article
    static Function<String, String> needed(String what) {
        return text -> text.isBlank() ? "Type " + what + "." : null;
    }

    /// A new provider id.
    static Function<String, String> newProviderId(Config config) {
        return text -> {
            String id = text.strip();
            if (!Ids.isProviderId(id)) {
                return "An id is a lower-case letter, then lower-case letters, digits and hyphens"
                    + (id.isEmpty() ? "." : ", e.g. " + Ids.providerId(id) + ".");
            }
            return provider(config, id) == null ? null : "There is a provider with this id already.";
        };
    }

    /// A new alias id.
    static Function<String, String> newAliasId(Config config) {
        return text -> {
            String id = text.strip();
            if (!Ids.isAliasId(id)) return "An id is a letter or digit, then letters, digits and . _ : - only.";
            return config.aliases().containsKey(id) ? "There is an alias with this id already." : null;
        };
    }

    /// A whole number above zero.
    static String number(String text) {
        String digits = text.strip();
        boolean number = !digits.isEmpty() && digits.length() <= 15 && digits.chars().allMatch(c -> c >= '0'
            && c <= '9')
            && !digits.chars().allMatch(c -> c == '0');
        return number ? null : "Type a whole number above 0, without separators.";
    }
}
