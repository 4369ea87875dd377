package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.KnownNames;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.read.ConfigReader;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.NearestName;
import llmrouter.text.Printable;

/// Warns of references that only the model `*` of a provider stands for and that the provider's own list does not
/// have. A running gateway knows that list; without one nothing is said. A provider may have models that its list
/// lacks, so such a reference is no mistake.
final class UnlistedModels {
    private UnlistedModels() {}

    /// Warns of the references that a change has added.
    ///
    /// @param before the text before the change
    /// @param after  what the file means now
    static void warn(Invocation in, Path file, String before, ConfigOutcome after) {
        Set<String> added = passedOn(after);
        added.removeAll(passedOn(ConfigReader.read(before, "before")));
        if (added.isEmpty()) return;
        for (Instance gateway : Instances.in(in.shell().home(), in::say).runningWith(file)) {
            try {
                LocalAnswer answer = LocalCall.control(gateway, "GET", "offered");
                // an older version has no such command
                if (answer.isOk()) answer.body().objects("lists").forEach(list -> compare(in, added,
                    list.text("provider"), list.texts("models")));
            } catch (IOException _) {
                continue; // what the gateway says of the change is told elsewhere
            }
        }
    }

    /// Each reference is told once, so it is taken out of `added`.
    private static void compare(Invocation in, Set<String> added, String provider, List<String> models) {
        var listed = models.stream().map(model -> provider + "/" + model).toList();
        for (String ref : List.copyOf(added)) {
            if (!ref.startsWith(provider + "/") || listed.contains(ref)) continue;
            added.remove(ref);
            in.say("warning: " + Printable.of("the provider's own list of models does not have '" + ref + "'"
                + NearestName.hint(ref, listed) + ", so the provider may refuse it"));
        }
    }

    /// The references of a configuration that no configured model and no alias has. None while it has mistakes.
    private static Set<String> passedOn(ConfigOutcome outcome) {
        var refs = new LinkedHashSet<String>();
        if (!(outcome instanceof ValidConfig valid)) return refs;
        var known = new KnownNames(valid.config());
        for (String ref : references(valid.config())) {
            if (ref != null && known.configured(ref) == null && known.canonical(ref) != null) refs.add(ref);
        }
        return refs;
    }

    private static List<String> references(Config config) {
        var refs = new ArrayList<String>();
        refs.add(config.defaultModel());
        refs.add(config.unknownModels());
        for (Alias alias : config.aliases().values()) {
            for (AliasTarget target : alias.targets()) refs.add(target.ref());
            for (AliasTarget target : alias.fallbackTargets()) refs.add(target.ref());
        }
        for (Provider provider : config.providers()) {
            for (Model model : provider.models()) refs.addAll(model.fallbackModels());
        }
        return refs;
    }
}
