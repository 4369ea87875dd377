package llmrouter.providers;

import java.util.List;

import llmrouter.config.Format;

/// The rule for base URLs that no row of the table covers: what stands between the base URL and the endpoint.
///
/// Anthropic's SDK puts `/v1/messages` behind every base URL; OpenAI's puts `/chat/completions` behind it and keeps its
/// path as it is. Vendors document their base URLs for these SDKs. So a base URL gets `/v1` unless
///
/// - it ends in an endpoint, which says where the others are;
/// - it ends in a version (`/v1`, `/v3`, `/v1.2`, `/v1beta`);
/// - or the format is one of OpenAI's, and its path has a version at all (`/v1beta/openai`) or ends in what gateways
///   call a base that is made for the SDK (`/inference`, `/compat`, `/openapi`, `/serving-endpoints`,
///   `/deployments/NAME`).
///
/// `/v1` is right for all else: a bare host, or a prefix such as `/api` or `/llm`, behind which nearly every server has
/// its version.
final class UnknownBase {
    private static final List<String> COMPLETE = List.of("inference", "compat", "openapi", "serving-endpoints");
    private static final List<String> STAGES = List.of("alpha", "beta", "preview");

    private UnknownBase() {}

    /// @param endpoint relative to the version, e.g. `chat/completions`
    static String url(BaseParts base, Format format, String endpoint) {
        String version = base.endpoint() == null && lacksVersion(base.path(), format) ? "/v1" : "";
        return base.origin() + base.root() + version + "/" + endpoint + base.query();
    }

    private static boolean lacksVersion(String path, Format format) {
        List<String> segments = PathPattern.segmentsOf(path);
        if (segments.isEmpty()) return true;
        if (isVersion(segments.getLast())) return false;
        if (format.sdkAddsVersion()) return true;
        boolean deployment = segments.size() > 1 && segments.get(segments.size() - 2).equals("deployments");
        boolean complete = deployment || COMPLETE.contains(segments.getLast());
        return !complete && segments.stream().noneMatch(UnknownBase::isVersion);
    }

    /// `v1`, `v1.2`, `v1beta`, `v1alpha2`.
    static boolean isVersion(String segment) {
        if (segment.length() < 2 || segment.charAt(0) != 'v') return false;
        int at = digits(segment, 1);
        if (at == 1) return false;
        while (at < segment.length() && segment.charAt(at) == '.') {
            int end = digits(segment, at + 1);
            if (end == at + 1) return false;
            at = end;
        }
        for (String stage : STAGES) {
            if (segment.startsWith(stage, at)) return digits(segment, at + stage.length()) == segment.length();
        }
        return at == segment.length();
    }

    /// The end of the digits that begin at a place.
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        return at;
    }
}
