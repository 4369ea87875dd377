package llmrouter.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.text.Printable;

/// Names out of the configuration, for a shell that completes a line. While the file has a mistake or cannot be read
/// there are none: a person who types a line asked for no message about it.
final class ConfiguredNames {
    /// What a kind begins with where the names are for a list.
    static final String LISTED = "list-";

    private ConfiguredNames() {}

    /// One name for each line. A name with a character that no terminal can show is left out.
    ///
    /// @param kind     a word of [CompletionWords] without its `@`; any other has no names
    /// @param provider for the kinds that belong to a provider; empty for all providers
    static List<String> of(Path file, String kind, String provider) {
        Config config = read(file);
        if (config == null) return List.of();
        boolean listed = kind.startsWith(LISTED);
        return find(config, listed ? kind.substring(LISTED.length()) : kind, provider).stream()
            .filter(name -> Printable.of(name).equals(name)).distinct()
            .map(name -> listed ? PastedList.quoted(name) : name).toList();
    }

    private static Config read(Path file) {
        try {
            return ConfigStore.at(file).read().outcome() instanceof ValidConfig valid ? valid.config() : null;
        } catch (FileError _) {
            return null;
        }
    }

    private static List<String> find(Config config, String kind, String provider) {
        var names = new ArrayList<String>();
        if (kind.equals(CompletionWords.ALIASES)) names.addAll(config.aliases().keySet());
        if (kind.equals(CompletionWords.KEYS)) names.addAll(config.masterKeys().stream().map(ClientKey::name).toList());
        for (Provider each : config.providers()) {
            boolean meant = provider.isEmpty() || each.id().equals(provider);
            switch (kind) {
                case CompletionWords.PROVIDERS -> names.add(each.id());
                case CompletionWords.MODELS -> names.addAll(models(each, each.id() + "/"));
                case CompletionWords.OWN_MODELS -> names.addAll(meant ? models(each, "") : List.of());
                case CompletionWords.CAPS -> names.addAll(meant ? each.rateLimits().stream().map(Bucket::id).toList()
                    : List.of());
                default -> { }
            }
        }
        return names;
    }

    private static List<String> models(Provider provider, String prefix) {
        return provider.models().stream().filter(model -> !model.isEvery()).map(Model::id).map(prefix::concat).toList();
    }
}
