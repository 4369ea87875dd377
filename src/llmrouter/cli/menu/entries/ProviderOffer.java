package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationResult;
import llmrouter.cli.menu.OperationWords;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Printable;

/// What a provider says of itself when it is asked without cost.
///
/// @param formats that are proven, by their words
/// @param models  ids of its own list
/// @param trouble why it could not be asked, lines for people; none if it answered
record ProviderOffer(List<String> formats, List<String> models, List<String> trouble) {
    private static final ProviderOffer NOTHING = new ProviderOffer(List.of(), List.of(), List.of());

    /// Asks providers, each only once with the same words and the same key.
    static final class Asker {
        private final MenuSession session;
        private final Map<OperationWords, ProviderOffer> known = new HashMap<>();

        Asker(MenuSession session) {
            this.session = session;
        }

        /// @param provider the words behind `config test-provider`, and the key
        ProviderOffer ask(OperationWords provider) {
            if (!session.has("config test-provider")) return NOTHING;
            return known.computeIfAbsent(provider, this::asked);
        }

        private ProviderOffer asked(OperationWords provider) {
            var words = new ArrayList<>(List.of("config", "test-provider"));
            words.addAll(provider.words());
            words.addAll(List.of("--no-ask-models", "--json"));
            try (var progress = session.dialog().progress("Asking the provider for its models")) {
                return of(session.run(new OperationWords(words, provider.secret()),
                    line -> progress.at(0, 0, line)));
            }
        }
    }

    private static ProviderOffer of(OperationResult result) {
        Json.Obj answer = json(String.join("\n", result.out()));
        if (answer == null || answer.object("result") == null) {
            String message = answer != null && answer.object("error") instanceof Json.Obj error ? error.text("message")
                : null;
            return new ProviderOffer(List.of(), List.of(), message == null ? result.lines()
                : Printable.of(message.replace('\n', ' '), 500).lines().toList());
        }
        Json.Obj found = answer.object("result");
        var models = new LinkedHashSet<String>();
        for (Json.Obj list : found.objects("lists")) {
            for (Json.Obj model : list.objects("models")) models.add(model.text("id"));
        }
        return new ProviderOffer(found.texts("formats"), List.copyOf(models), trouble(found));
    }

    private static Json.Obj json(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj answer ? answer : null;
        } catch (JsonError _) {
            return null; // its lines are shown instead
        }
    }

    /// Why nothing of it is proven.
    private static List<String> trouble(Json.Obj found) {
        if (!found.texts("formats").isEmpty()) return List.of();
        var lines = new LinkedHashSet<String>();
        for (Json.Obj endpoint : found.objects("endpoints")) {
            if (endpoint.text("detail") != null) lines.add("  " + Printable.of(endpoint.text("url") + ": "
                + endpoint.text("detail")));
        }
        return List.copyOf(lines);
    }
}
