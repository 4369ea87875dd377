package llmrouter.cli.probing;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.cli.ProviderCheck.CheckOfProvider;
import llmrouter.cli.ProviderCheck.CheckedProvider;
import llmrouter.cli.ProviderCheck.PresetValues;
import llmrouter.cli.ProviderCheck.ProviderDraft;
import llmrouter.config.BaseUrls;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.ProviderChange.ProviderChanged;
import llmrouter.config.edit.input.InputFinding.InputNames;
import llmrouter.config.read.Fields;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.LocalHost;
import llmrouter.providers.ProviderAddress;
import llmrouter.providers.ProviderTable;
import llmrouter.text.NearestName;
import llmrouter.text.Printable;

/// A provider on its way into the file: what of it is known, what is missing, and whether the provider is asked.
final class NewProviderCheck implements CheckOfProvider {
    /// As the flags of the operation are called.
    private static final InputNames FLAGS = new InputNames() {
        @Override
        public String field(String field) {
            return "--" + Fields.kebab(field);
        }

        @Override
        public String value(String field, String value) {
            return field(field) + "=" + value;
        }

        @Override
        public String operation(String operation) {
            return "'llm-router config " + operation + "'";
        }
    };

    private final Invocation in;
    private final Arguments given;
    private final ProviderDraft draft;
    private final PresetValues preset;

    private NewProviderCheck(Invocation in, ProviderDraft draft, PresetValues preset) {
        this.in = in;
        this.given = in.arguments();
        this.draft = draft;
        this.preset = preset;
    }

    static NewProviderCheck of(Invocation in, ProviderDraft draft) throws IOException {
        boolean byId = draft.id() != null && draft.isNew() && !draft.hasAddress();
        KnownProvider row = byId ? ProviderTable.of(draft.id()) : null;
        if (row == null) return new NewProviderCheck(in, draft, null);
        String base = row.blanks().isEmpty() ? row.base() : AddressBlanks.filled(in, row);
        return new NewProviderCheck(in, draft, values(row, base));
    }

    private static PresetValues values(KnownProvider row, String base) {
        boolean needsKey = row.key() != null && !LocalHost.isIn(base);
        return new PresetValues(row.name(), base, row.key(), needsKey, row.formats(), row.modelIds());
    }

    @Override
    public PresetValues preset() {
        return preset;
    }

    @Override
    public String knownModels() {
        if (draft.id() == null || !draft.isNew()) return null;
        List<String> models = preset == null ? List.of() : preset.models();
        String base = given.text("base-url");
        if (preset == null && base != null && BaseUrls.problem(base) == null) {
            KnownProvider row = ProviderAddress.known(base);
            if (row != null) models = row.modelIds();
        }
        return models.isEmpty() ? null : String.join(",", models);
    }

    /// Whether the provider is asked before it is saved: if the user wants it, if it is a known one that is added by
    /// its id, and at a terminal if something is missing. What scripts say in full is saved as they say it.
    private boolean asks() {
        if (given.isOn("skip-probe")) return false;
        boolean missing = in.terminal() && !(knowsFormats() && knowsModels());
        return given.isOn("probe") || preset != null || missing;
    }

    private boolean saysFormats() {
        return given.text("formats") != null || given.text("format") != null;
    }

    private boolean knowsModels() {
        return given.text("models") != null || given.text("add-models") != null || knownModels() != null
            || draft.id() != null && !draft.isNew();
    }

    private boolean knowsFormats() {
        if (saysFormats() || preset != null || draft.id() != null && !draft.isNew()) return true;
        return !(draft.with(null, CheckedProvider.of(null, Map.of(), Model.EVERY)) instanceof EditOutcome.Refused(
            var problem) && (problem.field().equals("formats") || problem.field().equals("endpoints")));
    }

    /// Addresses that are only for the provider to sort.
    private List<String> unsorted() {
        boolean sorts = given.isOn("probe") && given.text("endpoints") != null && !knowsFormats();
        return sorts ? EndpointGrammar.list(given.text("endpoints")) : List.of();
    }

    @Override
    public CheckedProvider standIn() {
        CheckedProvider standIn = asks() ? missing() : null;
        if (draft.with(null, standIn) instanceof EditOutcome.Refused(var problem)) {
            String hint = hint(problem.field());
            if (hint != null) throw CliError.usage(problem.describe(FLAGS) + "; " + hint);
        }
        boolean both = given.isOn("skip-probe") && given.isOn("probe");
        if (both) in.say("note: --skip-probe and --probe were given; the provider is not asked");
        return standIn;
    }

    private CheckedProvider missing() {
        List<String> unsorted = unsorted();
        Map<Format, String> bases = unsorted.isEmpty() ? Map.of() : Map.of(Format.DEFAULT, unsorted.getFirst());
        List<Format> formats = knowsFormats() ? null
            : unsorted.isEmpty() ? List.of(Format.values()) : List.of(Format.DEFAULT);
        return CheckedProvider.of(formats, bases, knowsModels() ? null : Model.EVERY);
    }

    /// What may be in the table of known providers, or what the provider itself may say; null if nothing helps.
    private String hint(String missing) {
        if (draft.id() == null) return null;
        return switch (missing) {
            case "baseUrl" -> draft.hasAddress() ? null : known();
            case "models", "formats", "endpoints" -> given.text(missing) != null && !missing.equals("endpoints")
                || !draft.hasAddress() ? null : "or give --probe, which asks the provider";
            default -> null;
        };
    }

    private String known() {
        List<String> ids = ProviderTable.ROWS.stream().map(KnownProvider::id).toList();
        return "a known provider needs no address, only its id" + NearestName.hint(draft.id(), ids) + ": "
            + String.join(", ", ids);
    }

    @Override
    public Secret key() throws IOException {
        Secret said = in.secret("api-key");
        if (said != null) return said;
        boolean set = preset != null && preset.variable() != null
            && !in.shell().environment().getOrDefault(preset.variable(), "").isBlank();
        if (set) {
            in.say("using the key in the environment variable " + preset.variable());
            return new Secret.EnvSecret(preset.variable());
        }
        boolean needless = preset != null && !preset.needsKey();
        boolean asks = in.terminal() && draft.id() != null && draft.isNew() && !needless && !given.isOn("yes")
            && !given.isOn("dry-run");
        Secret typed = asks ? in.asked("Key of " + Printable.of(draft.id()) + " (not shown; Enter for none): ") : null;
        if (typed == null && preset != null && preset.needsKey() && !given.isOn("dry-run")) {
            throw CliError.usage(draft.id() + " needs a key: set the environment variable " + preset.variable()
                + ", or give --api-key-env, --api-key-file or --api-key-stdin");
        }
        return typed;
    }

    @Override
    public CheckedProvider check(Secret key) throws IOException {
        if (!asks()) return null;
        Provider provider = switch (draft.with(key, missing())) {
            case EditOutcome.Edited<ProviderChanged> edited -> in(edited.after(), edited.result().id());
            case EditOutcome.Unchanged<ProviderChanged> same -> in(same.reading(), same.result().id());
            case EditOutcome.Wrong<?> _, EditOutcome.Newer<?> _, EditOutcome.Unusable<?> _, EditOutcome.Refused<?> _ ->
                null; // saving says why
        };
        if (provider == null) return null;
        boolean keepsFormats = saysFormats() || preset == null && knowsFormats();
        return new SavedFindings(in, provider, unsorted(), knowsFormats(), knowsModels(), keepsFormats).found();
    }

    private static Provider in(ConfigOutcome outcome, String id) {
        if (!(outcome instanceof ValidConfig valid)) return null;
        return valid.config().providers().stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
    }
}
