package llmrouter.cli.probing;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Format;
import llmrouter.probe.ProbePlace;
import llmrouter.probe.ProbeResult;
import llmrouter.probe.ProbeResult.EndpointFinding;
import llmrouter.probe.ProbeResult.ListFinding;
import llmrouter.probe.ProbeResult.ModelFinding;
import llmrouter.routing.OfferedModels.Offer;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// The result of a probe as lines for people.
final class ProbeText {
    private ProbeText() {}

    /// A table: the lists, the formats, the models.
    static List<String> table(ProbeResult result) {
        var lines = new ArrayList<String>();
        for (ListFinding list : result.lists()) lines.add("list of models  " + of(list));
        for (EndpointFinding endpoint : result.endpoints()) {
            lines.add(padded(endpoint.place().format().title(), 16) + of(endpoint));
        }
        if (!result.models().isEmpty()) lines.add("");
        for (ModelFinding model : result.models()) {
            lines.add(padded(model.proven() ? "ok" : model.trouble().word(), 16) + Printable.of(model.model()) + ", "
                + model.place().format().title() + " at " + model.place().shownUrl() + ": " + model.detail());
        }
        List<String> asked = result.models().stream().map(ModelFinding::model).distinct().toList();
        for (String model : asked) {
            if (result.offer(model) instanceof Offer offer && says(offer)) lines.add(limits(offer));
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String of(ListFinding list) {
        return list.listed() ? Plural.of(list.offers().size(), "model") + " at " + list.url()
            : list.trouble().word() + " at " + list.url() + ": " + list.detail();
    }

    private static String of(EndpointFinding endpoint) {
        String at = " at " + endpoint.place().shownUrl();
        if (!endpoint.proven()) return endpoint.trouble().word() + at + ": " + endpoint.detail();
        String key = endpoint.place().provider().apiKey() == null ? ""
            : " (key in " + ProbePlace.words(endpoint.auth()) + ")";
        return "ok" + at + key + ": " + endpoint.evidence();
    }

    private static boolean says(Offer offer) {
        return offer.contextWindow() != null || offer.maxOutputTokens() != null || !offer.capabilities().isUnknown();
    }

    private static String limits(Offer offer) {
        var said = new ArrayList<String>();
        if (offer.contextWindow() != null) said.add("contextWindow=" + offer.contextWindow());
        if (offer.maxOutputTokens() != null) said.add("maxOutputTokens=" + offer.maxOutputTokens());
        offer.capabilities().known().forEach((name, able) -> said.add(name + "=" + able));
        return "the list says of " + Printable.of(offer.id()) + ": " + String.join(" ", said);
    }

    /// What is proven, and what is not and why, in few lines.
    static List<String> summary(ProbeResult result) {
        var lines = new ArrayList<String>();
        List<String> formats = result.formats().stream().map(Format::word).toList();
        lines.add("probe: formats=" + (formats.isEmpty() ? "none proven" : String.join(",", formats)) + ", "
            + (result.listed() ? Plural.of(result.lists().stream().mapToLong(l -> l.offers().size()).max().orElse(0),
                "model") + " listed" : "no list of models"));
        for (EndpointFinding endpoint : result.endpoints()) {
            if (endpoint.proven()) continue;
            lines.add("  unproven: " + endpoint.place().format().word() + ": " + endpoint.trouble().word() + " ("
                + endpoint.detail() + ")");
        }
        for (String model : result.unprovenModels()) {
            ModelFinding first = result.models().stream().filter(m -> m.model().equals(model)).findFirst()
                .orElseThrow();
            lines.add("  unproven: model " + Printable.of(model) + ": " + first.trouble().word() + " (" + first.detail()
                + ")");
        }
        return lines;
    }
}
