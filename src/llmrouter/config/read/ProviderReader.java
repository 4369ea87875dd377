package llmrouter.config.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.BaseUrls;
import llmrouter.config.BaseUrls.UrlProblem;
import llmrouter.config.Endpoints;
import llmrouter.config.Finding;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Timeouts;
import llmrouter.config.keys.KeyWrapping;

/// Reads one provider.
public final class ProviderReader {
    /// A day: longer than any answer, and short enough that sums cannot overflow.
    private static final long LONGEST_MS = 86_400_000;

    private final Fields fields;
    private final FindingCollector findings;

    private ProviderReader(Fields fields) {
        this.fields = fields;
        this.findings = fields.findings();
    }

    /// @param number of the provider in its list, from 1; it becomes part of the id if there is neither id nor name
    static Provider read(Fields fields, int number) {
        boolean enabled = fields.flag(true, "enabled");
        fields.findings().lenient(!enabled);
        Provider provider = new ProviderReader(fields).provider(enabled, number);
        fields.ignore("metadata", "lastProbe");
        fields.warnUnknown();
        fields.findings().lenient(false);
        return provider;
    }

    private Provider provider(boolean enabled, int number) {
        String name = fields.shown("name");
        String id = id(name, number);
        String given = baseUrl(fields, "baseUrl");
        Map<Format, String> own = basesByFormat();
        List<Format> formats = formats(own, given);
        String base = given != null ? given : fallbackBase(formats, own);
        if (base == null) fields.missing("baseUrl", "has no base URL", "add \"baseUrl\": \"https://…\"");
        if (given == null && own.containsKey(Format.OPENAI)) own.putIfAbsent(Format.RESPONSES, own.get(Format.OPENAI));
        List<Model> models = ModelReader.read(fields, id, formats);
        var provider = new Provider(id, name == null ? id : name, enabled, base, own,
            SecretReader.read(fields, "apiKey"), formats,
            AuthReader.read(fields, "auth"), AuthReader.byFormat(fields), HeaderReader.read(fields),
            headerText("anthropicVersion"), headerText("anthropicBeta"), models, BucketReader.read(fields, models),
                timeouts(), NetworkReader.read(fields, id), "");
        SecretReader.warnOfWrapping(fields, "apiKey", provider.apiKey(), KeyWrapping.isSentBare(provider));
        return provider;
    }

    private String id(String name, int number) {
        String id = fields.text("id");
        if (id == null) {
            String made = standIn(name, number);
            fields.warning("has no id, so \"" + made + "\" is used", "add \"id\": \"" + made + "\"");
            return made;
        }
        if (!Ids.isProviderId(id)) {
            fields.problem("id", Finding.quoted(id)
                + " cannot be a provider id (a lower-case letter, then lower-case letters, digits and hyphens)",
                "write \"" + Ids.providerId(id) + "\", also where it is referred to");
        }
        return id;
    }

    /// The id that is used for a provider without one.
    public static String standIn(String name, int number) {
        return name == null ? "provider-" + number : Ids.providerId(name);
    }

    private String baseUrl(Fields from, String name) {
        String url = from.text(name);
        if (url == null) return null;
        UrlProblem problem = BaseUrls.problem(url);
        if (problem != null) from.problem(name, problem.what(), problem.fix());
        return url;
    }

    private Map<Format, String> basesByFormat() {
        var bases = new LinkedHashMap<Format, String>();
        Fields inner = fields.object("baseUrlByFormat", ConfigSection.NAMES);
        if (inner == null) return bases;
        for (String key : inner.keys()) {
            Format format = FormatReader.format(key, inner.path().member(key), findings);
            FormatReader.warnOfTwin(format, bases.keySet(), inner.path().member(key), findings);
            String url = format == null ? null : baseUrl(inner, key);
            if (url != null) bases.put(format, url);
        }
        return bases;
    }

    /// The preferred format first, then the listed ones, then those that have a base URL of their own; else what the
    /// base URL ends in.
    private List<Format> formats(Map<Format, String> own, String base) {
        List<Format> formats = FormatReader.formats(fields, "format");
        for (Format format : FormatReader.formats(fields, "formats")) {
            if (!formats.contains(format)) formats.add(format);
        }
        for (Format format : own.keySet()) {
            if (!formats.contains(format)) formats.add(format);
        }
        if (!formats.isEmpty() || fields.has("format") || fields.has("formats")) return formats;
        Format ofEndpoint = base == null ? null : Endpoints.formatOf(base);
        if (ofEndpoint != null) return new ArrayList<>(List.of(ofEndpoint));
        fields.missing("formats", "does not say which format it speaks",
            "add \"formats\": " + Format.anyOf("[\"", "\"]"));
        return formats;
    }

    private static String fallbackBase(List<Format> formats, Map<Format, String> own) {
        for (Format format : formats) {
            if (own.containsKey(format)) return own.get(format);
        }
        return null;
    }

    /// One header value; a list is joined by commas.
    private String headerText(String name) {
        List<String> values = fields.texts(name);
        if (values.isEmpty()) return null;
        String value = String.join(",", values);
        String problem = HeaderReader.valueProblem(value);
        if (problem != null) fields.problem(name, problem, "write it on one line of plain characters");
        return value;
    }

    private Timeouts timeouts() {
        Fields inner = fields.object("timeouts", ConfigSection.TIMEOUTS);
        if (inner == null) return Timeouts.NONE;
        var timeouts = new Timeouts(milliseconds(inner, 1, "connectMs"), milliseconds(inner, 1, "firstByteMs"),
            milliseconds(inner, 1, "firstEventMs"), milliseconds(inner, 1, "answerMs"), milliseconds(inner, 0,
                "idleMs"));
        inner.warnUnknown();
        return timeouts;
    }

    private Long milliseconds(Fields inner, long min, String name) {
        Long value = inner.whole(min, name);
        if (value == null || value <= LONGEST_MS) return value;
        inner.problem(name, value + " is more than a day", "write milliseconds, at most " + LONGEST_MS);
        return LONGEST_MS;
    }
}
