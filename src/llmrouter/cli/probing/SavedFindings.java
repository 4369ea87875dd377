package llmrouter.cli.probing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.cli.ProviderCheck.CheckedProvider;
import llmrouter.config.Auth;
import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.edit.ModelFactsChange;
import llmrouter.config.edit.ModelFactsChange.ModelFacts;
import llmrouter.probe.ProbePlace;
import llmrouter.probe.ProbeResult;
import llmrouter.probe.ProbeTrouble;
import llmrouter.probe.ProbeWish;
import llmrouter.routing.OfferedModels.Offer;

/// Asks a provider before it is saved, and decides what of the findings is saved.
///
/// @param provider     as it would be saved; its formats and models are stand-ins where they are not known
/// @param bases        base URLs of which it is not known which formats they speak; empty for those of the provider
/// @param knowsFormats whether the user, the file or the table says the formats
/// @param knowsModels  likewise the models
/// @param keepsFormats whether the formats stay, whatever is proven
record SavedFindings(Invocation in, Provider provider, List<String> bases, boolean knowsFormats, boolean knowsModels,
        boolean keepsFormats) {

    /// Null if the provider was not asked, because its key cannot be had here.
    ///
    /// @throws CliError the provider is not to be saved
    CheckedProvider found() throws IOException {
        Provider keyed = ProbeSession.withKey(in, provider);
        if (keyed.leftOut() != null) {
            String missing = ProbeSession.secrets(in).missing(provider.apiKey());
            in.say("note: the provider was not asked, because " + (missing == null ? keyed.leftOut() : missing));
            if (knowsFormats && knowsModels) return null;
            throw CliError.failed("provider " + provider.id() + " was not saved, because what was not given could not "
                + "be asked for; " + fix(!knowsModels));
        }
        List<String> models = in.arguments().isOn("probe") && knowsModels ? named() : List.of();
        List<ProbePlace> places = bases.isEmpty() ? ProbePlace.of(keyed)
            : ProbePlace.of(keyed, bases, List.of(Format.values()));
        ProbeResult result = ProbeSession.run(in, new ProbeWish(places, true, true, models, ProbeSession.limits(in)));
        refuse(result);
        return checked(result);
    }

    private List<String> named() {
        return provider.models().stream().filter(m -> m.enabled() && !m.isEvery()).map(Model::id).toList();
    }

    /// A check that has shown nothing, or that the key is refused, ends the command unless the user says otherwise.
    private void refuse(ProbeResult result) throws IOException {
        boolean keyRefused = result.endpoints().stream().anyMatch(e -> e.trouble() == ProbeTrouble.AUTH);
        boolean nothing = result.formats().isEmpty() && (!result.listed() || keyRefused);
        boolean noFormat = !knowsFormats && result.formats().isEmpty();
        boolean noModels = !knowsModels && !result.listed();
        if (!nothing && !noFormat && !noModels) return;
        List<String> why = ProbeText.summary(result);
        if (in.terminal() && knowsFormats && knowsModels) {
            why.forEach(in::say);
            Confirmation.ask(in, "The check of provider " + provider.id() + " failed. Save it all the same?", false);
            return;
        }
        throw CliError.failed("provider " + provider.id() + " was not saved, because the check failed; "
            + fix(noModels) + "\n" + String.join("\n", why));
    }

    private String fix(boolean noModels) {
        if (knowsFormats && knowsModels) return "--skip-probe saves it without asking the provider";
        return "give " + (noModels ? "--models=NAME,NAME" : "--formats=" + Format.anyOf("", ""))
            + " and --skip-probe to save it without asking the provider";
    }

    private CheckedProvider checked(ProbeResult result) {
        var found = new LinkedHashMap<Format, String>();
        var auths = new LinkedHashMap<Format, Auth>();
        result.best().forEach((format, endpoint) -> {
            if (!bases.isEmpty()) found.put(format, endpoint.place().base());
            boolean usual = endpoint.auth().equals(endpoint.place().ways().getFirst());
            if (!usual) auths.put(format, endpoint.auth());
        });
        var facts = new ModelFactsChange(provider.id(), facts(result), false, auths);
        return new CheckedProvider(formats(result), found, knowsModels ? null : Model.EVERY, facts,
            ProbeJson.of(result), ProbeText.summary(result));
    }

    /// The formats to save: those that are proven, and of those that the table says the ones that nothing speaks
    /// against. What the user says stays.
    private List<Format> formats(ProbeResult result) {
        if (keepsFormats) return null;
        List<Format> proven = result.formats();
        if (!knowsFormats) return proven;
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
            case QUOTA, RATE_LIMIT, UNKNOWN_MODEL, PORTAL, BLOCKED, NETWORK, BROKEN, SERVER, REFUSED, CANCELLED ->
                false;
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

    /// What the lists say of the models that are configured by their names, and the formats of those that are not
    /// served in all.
    private Map<String, ModelFacts> facts(ProbeResult result) {
        var facts = new LinkedHashMap<String, ModelFacts>();
        for (String model : named()) {
            Offer offer = result.offer(model);
            List<Format> served = served(result, model);
            List<Format> some = served.size() < result.formats().size() ? served : List.of();
            if (offer == null && some.isEmpty()) continue;
            facts.put(model, offer == null ? ModelFacts.of(Capabilities.UNKNOWN).in(some)
                : new ModelFacts(some, offer.contextWindow(), offer.maxOutputTokens(), offer.capabilities()));
        }
        return facts;
    }
}
