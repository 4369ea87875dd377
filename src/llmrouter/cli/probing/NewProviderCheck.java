package llmrouter.cli.probing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.cli.ProviderCheck;
import llmrouter.config.Auth;
import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.edit.ModelFactsChange;
import llmrouter.config.edit.ModelFactsChange.ModelFacts;
import llmrouter.probe.ProbePlace;
import llmrouter.probe.ProbeResult;
import llmrouter.probe.ProbeResult.EndpointFinding;
import llmrouter.probe.ProbeTrouble;
import llmrouter.probe.ProbeWish;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.LocalHost;
import llmrouter.providers.ProviderAddress;
import llmrouter.providers.ProviderTable;
import llmrouter.routing.OfferedModels.Offer;
import llmrouter.text.NearestName;

/// The check of `config add-provider`.
final class NewProviderCheck implements ProviderCheck {
    @Override
    public PresetValues preset(Invocation in, String id) throws IOException {
        KnownProvider row = ProviderTable.of(id);
        if (row == null) return null;
        return values(row, row.blanks().isEmpty() ? row.base() : AddressBlanks.filled(in, row));
    }

    @Override
    public PresetValues known(String baseUrl) {
        KnownProvider row = ProviderAddress.known(baseUrl);
        return row == null ? null : values(row, baseUrl);
    }

    private static PresetValues values(KnownProvider row, String base) {
        boolean needsKey = row.key() != null && !LocalHost.isIn(base);
        return new PresetValues(row.name(), base, row.key(), needsKey, row.formats(), row.modelIds());
    }

    @Override
    public String hint(String id) {
        List<String> ids = ProviderTable.ROWS.stream().map(KnownProvider::id).toList();
        return "a known provider needs no address, only its id" + NearestName.hint(id, ids) + ": "
            + String.join(", ", ids);
    }

    @Override
    public CheckedProvider check(Invocation in, CheckWanted wanted) throws IOException {
        Provider provider = ProbeSession.withKey(in, wanted.provider());
        if (provider.leftOut() != null) {
            String missing = ProbeSession.secrets(in).missing(wanted.provider().apiKey());
            in.say("note: the provider was not asked, because "
                + (missing == null ? provider.leftOut() : missing));
            return null;
        }
        boolean billed = in.arguments().isOn("probe");
        List<String> models = billed && wanted.knowsModels() ? named(provider) : List.of();
        List<ProbePlace> places = wanted.bases().isEmpty() ? ProbePlace.of(provider)
            : ProbePlace.of(provider, wanted.bases(), List.of(Format.values()));
        ProbeResult result = ProbeSession.run(in, new ProbeWish(places, true, true, models, ProbeSession.limits(in)));
        refuse(in, wanted, result);
        return checked(wanted, provider, result);
    }

    private static List<String> named(Provider provider) {
        return provider.models().stream().filter(m -> m.enabled() && !m.isEvery()).map(Model::id).toList();
    }

    /// A check that has shown nothing, or that the key is refused, ends the command unless the user says otherwise.
    private static void refuse(Invocation in, CheckWanted wanted, ProbeResult result) throws IOException {
        boolean keyRefused = result.endpoints().stream().anyMatch(e -> e.trouble() == ProbeTrouble.AUTH);
        boolean nothing = result.formats().isEmpty() && (!result.listed() || keyRefused);
        boolean noFormat = !wanted.knowsFormats() && result.formats().isEmpty();
        boolean noModels = !wanted.knowsModels() && !result.listed();
        if (!nothing && !noFormat && !noModels) return;
        List<String> why = ProbeText.summary(result);
        String id = wanted.provider().id();
        boolean complete = wanted.knowsFormats() && wanted.knowsModels();
        if (in.terminal() && complete) {
            why.forEach(in::say);
            Confirmation.ask(in, "The check of provider " + id + " failed. Save it all the same?", false);
            return;
        }
        String fix = complete ? "--skip-probe saves it without asking the provider"
            : "give " + (noModels ? "--models=NAME,NAME" : "--formats=" + Format.anyOf("", ""))
                + " and --skip-probe to save it without asking the provider";
        throw CliError.failed("provider " + id + " was not saved, because the check failed; " + fix + "\n"
            + String.join("\n", why));
    }

    private static CheckedProvider checked(CheckWanted wanted, Provider provider, ProbeResult result) {
        Map<Format, EndpointFinding> best = result.best();
        var bases = new LinkedHashMap<Format, String>();
        var auths = new LinkedHashMap<Format, Auth>();
        best.forEach((format, endpoint) -> {
            if (!wanted.bases().isEmpty()) bases.put(format, endpoint.place().base());
            boolean usual = endpoint.auth().equals(endpoint.place().ways().getFirst());
            if (!usual) auths.put(format, endpoint.auth());
        });
        String models = wanted.knowsModels() ? null : Model.EVERY;
        var change = new ModelFactsChange(provider.id(), facts(provider, result), false, auths);
        var lines = ProbeText.summary(result);
        return new CheckedProvider(formats(wanted, provider, result), bases, models, change, ProbeJson.of(result),
            lines);
    }

    /// The formats to save: those that are proven, and of those that the table says the ones that nothing speaks
    /// against. What the user says stays.
    private static List<Format> formats(CheckWanted wanted, Provider provider, ProbeResult result) {
        if (wanted.said()) return null;
        List<Format> proven = result.formats();
        if (!wanted.knowsFormats()) return proven;
        var formats = new ArrayList<Format>();
        for (Format format : provider.formats()) {
            boolean refuted = result.endpoints().stream().anyMatch(e -> e.place().format() == format
                && isRefuted(e.trouble(), !proven.isEmpty()));
            if (proven.contains(format) || !refuted) formats.add(format);
        }
        return formats.isEmpty() ? null : formats;
    }

    /// @param others whether another format is proven
    private static boolean isRefuted(ProbeTrouble trouble, boolean others) {
        return switch (trouble) {
            case NO_ENDPOINT, OTHER_FORMAT, FOREIGN, PAGE -> true;
            case AUTH -> others;
            case null -> false;
            case QUOTA, RATE_LIMIT, UNKNOWN_MODEL, PORTAL, BLOCKED, NETWORK, BROKEN, SERVER, REFUSED, CANCELLED -> false;
        };
    }

    /// The proven formats without those in which the provider says that it does not serve the model; all of them if the
    /// model has answered in none.
    private static List<Format> served(ProbeResult result, String model) {
        if (result.formatsOf(model).isEmpty()) return result.formats();
        var best = result.best();
        return result.formats().stream().filter(format -> result.models().stream()
            .filter(m -> m.model().equals(model) && m.place().equals(best.get(format).place()))
            .noneMatch(m -> m.trouble() == ProbeTrouble.UNKNOWN_MODEL || isRefuted(m.trouble(), true))).toList();
    }

    /// What the lists say of the models that are configured by their names, and in which formats each has answered, if
    /// not in all.
    private static Map<String, ModelFacts> facts(Provider provider, ProbeResult result) {
        var facts = new LinkedHashMap<String, ModelFacts>();
        for (String model : named(provider)) {
            Offer offer = result.offer(model);
            List<Format> served = served(result, model);
            boolean some = served.size() < result.formats().size();
            if (offer == null && !some) continue;
            facts.put(model, offer == null ? ModelFacts.of(Capabilities.UNKNOWN).in(served)
                : new ModelFacts(some ? served : List.of(), offer.contextWindow(), offer.maxOutputTokens(),
                    offer.capabilities()));
        }
        return facts;
    }
}
