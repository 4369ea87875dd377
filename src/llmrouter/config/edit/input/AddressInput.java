package llmrouter.config.edit.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.BaseUrls;
import llmrouter.config.BaseUrls.UrlProblem;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.text.Alternatives;

/// The addresses that a user entered for a provider.
///
/// @param endpoints base URLs as they were pasted, in one text; one that ends in an endpoint belongs to that
///                  endpoint's format; or null
/// @param baseUrl   for every format without a base URL of its own; or null
/// @param byFormat  base URLs of single formats; never null
public record AddressInput(String endpoints, String baseUrl, Map<Format, String> byFormat) {

    /// What was entered, sorted by what it is for.
    ///
    /// @param base     for every format without a base URL of its own, or null
    /// @param byFormat base URLs of single formats
    public record Addresses(String base, Map<Format, String> byFormat) {
        public boolean isEmpty() {
            return base == null && byFormat.isEmpty();
        }
    }

    /// @throws RefusedInput an address cannot be used, or there is no telling what it is for
    public Addresses sorted() {
        if (baseUrl != null) check("baseUrl", baseUrl);
        byFormat.forEach((format, url) -> check(field(format), url));
        var bases = new LinkedHashMap<>(byFormat);
        if (endpoints == null) return new Addresses(baseUrl, bases);
        List<String> unsorted = sortEndpoints(bases);
        unsorted.remove(baseUrl);
        unsorted.removeAll(bases.values());
        if (unsorted.isEmpty()) return new Addresses(baseUrl, bases);
        if (unsorted.size() > 1 || baseUrl != null) throw ambiguous(unsorted);
        return new Addresses(unsorted.getFirst(), bases);
    }

    /// Adds every endpoint that says its format to `bases`, and returns the others.
    private List<String> sortEndpoints(Map<Format, String> bases) {
        List<String> found = EndpointGrammar.list(endpoints);
        if (found.isEmpty()) {
            throw new RefusedInput("endpoints", names -> names.field("endpoints") + " holds no address; write e.g. "
                + names.value("endpoints", "https://api.example.com/v1"));
        }
        var unsorted = new ArrayList<String>();
        for (String url : found) {
            check("endpoints", url);
            Format format = Endpoints.formatOf(url);
            if (format == null || bases.putIfAbsent(format, url) != null) unsorted.add(url);
        }
        return unsorted;
    }

    /// The name of a format's own input.
    static String field(Format format) {
        return format.word() + "BaseUrl";
    }

    private static void check(String field, String url) {
        UrlProblem problem = BaseUrls.problem(url);
        if (problem == null) return;
        throw new RefusedInput(field, names -> names.field(field) + " " + problem.what() + "; " + problem.fix());
    }

    private static RefusedInput ambiguous(List<String> urls) {
        return new RefusedInput("endpoints", names -> {
            var fields = new ArrayList<String>();
            for (Format format : Format.values()) fields.add(names.field(field(format)));
            return "which format does each address speak? Give " + String.join(" and ", urls) + " as "
                + Alternatives.of(fields) + " instead of " + names.field("endpoints");
        });
    }
}
