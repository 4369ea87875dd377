package llmrouter.providers;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Auth;
import llmrouter.config.Format;

/// One place at a provider below which endpoints stand.
///
/// @param path      that stands before the endpoints, with `{name}` for what differs from user to user
/// @param formats   whose conversations it takes, in the order in which they are best
/// @param others    the other endpoints that the vendor documents here, e.g. `models`
/// @param spellings other paths that people paste for it, beside the one without the version at its end
/// @param auth      how the key is sent; null for each format's default
/// @param version   the `api-version` that is sent where the base URL has none; empty if a dated one is never sent;
///                  null if the base URL's own query is sent as it is
/// @param dated     whether it is meant only by a base URL with a dated `api-version`
/// @param trial     whether the vendor advises to use it for trials only
public record ApiBase(String path, List<Format> formats, List<String> others, List<String> spellings, Auth auth,
        String version, boolean dated, boolean trial) {

    static ApiBase at(String path, Format... formats) {
        return new ApiBase(path, List.of(formats), List.of(), List.of(), null, null, false, false);
    }

    ApiBase also(String... endpoints) {
        return new ApiBase(path, formats, List.of(endpoints), spellings, auth, version, dated, trial);
    }

    ApiBase spelled(String... paths) {
        return new ApiBase(path, formats, others, List.of(paths), auth, version, dated, trial);
    }

    ApiBase auth(Auth sent) {
        return new ApiBase(path, formats, others, spellings, sent, version, dated, trial);
    }

    ApiBase version(String preset) {
        return new ApiBase(path, formats, others, spellings, auth, preset, dated, trial);
    }

    ApiBase onlyForTrials() {
        return new ApiBase(path, formats, others, spellings, auth, version, dated, true);
    }

    ApiBase onlyDated() {
        return new ApiBase(path, formats, others, spellings, auth, version, true, trial);
    }

    /// Whether the vendor documents an endpoint of a format here.
    boolean serves(Format format, String endpoint) {
        return formats.contains(format) && (endpoint.equals(format.endpoint()) || others.contains(endpoint));
    }

    /// The values at the places of the path, if a base URL with this path means this place; else null.
    ///
    /// @param root the base URL's path
    List<String> valuesIn(BaseParts base, String root) {
        if (dated && !isDated(base.version())) return null;
        PathPattern own = PathPattern.of(path);
        if (root.isEmpty() && !own.hasPlaces()) return List.of();
        List<String> segments = PathPattern.segmentsOf(root);
        for (PathPattern each : List.of(own, own.withoutVersion())) {
            if (each.valuesIn(segments) instanceof List<String> values) return values;
        }
        for (String spelling : spellings) {
            if (PathPattern.of(spelling).valuesIn(segments) instanceof List<String> values) return values;
        }
        return null;
    }

    /// Whether it has as many places as another one, so that the values there fit here.
    boolean takes(List<String> values) {
        return PathPattern.of(path).segments().stream().filter(s -> s.startsWith("{")).count() == values.size();
    }

    /// The query of a request.
    String query(BaseParts base) {
        if (version == null) return base.query();
        boolean given = !base.query().isEmpty() && (!version.isEmpty() || !isDated(base.version()));
        if (given) return base.query();
        return version.isEmpty() ? "" : "?api-version=" + version;
    }

    /// Whether a version is a day, as in `2024-10-21` or `2025-04-01-preview`.
    private static boolean isDated(String version) {
        return !version.isEmpty() && version.charAt(0) >= '0' && version.charAt(0) <= '9';
    }

    /// Every endpoint that the vendor documents here.
    public List<String> endpoints() {
        var all = new ArrayList<>(formats.stream().map(Format::endpoint).toList());
        all.addAll(others);
        return List.copyOf(all);
    }
}
